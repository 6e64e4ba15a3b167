"""Results as JUnit XML, which every build server reads."""

import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree

from ivr.flowtest.suite import Result

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def as_junit(name: str, results: Sequence[Result], told: Callable[[Result], str]) -> str:
    """One test suite called `name`; `told` puts a failure into words. No times: the same results, the same bytes."""
    failed = sum(not result.passed for result in results)
    suite = ElementTree.Element("testsuite", name=name, tests=str(len(results)), failures=str(failed), errors="0")
    for result in results:
        case = ElementTree.SubElement(
            suite, "testcase", name=_clean(result.script.name), classname=name, file=result.script.file
        )
        if not result.passed:
            first = result.mismatches[0]
            failure = ElementTree.SubElement(case, "failure", message=_clean(f"{first.expected}, got {first.got}"))
            failure.text = _clean(told(result))
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return ElementTree.tostring(root, "unicode", xml_declaration=False) + "\n"


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("", text)
