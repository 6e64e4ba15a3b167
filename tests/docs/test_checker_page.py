"""docs/checker.md: every code that an author may be told, with examples that are tried here."""

import ast
import io
import re
import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ivr.errors import AuthorError
from ivr.flow.linter import check, warnings
from ivr.flow.loader import load_flow
from tests.docs.conftest import DOCS, ROOT, blocks, prose, read
from tests.unit.flow.broken_flows import BROKEN, UNLIKE

PAGE = DOCS / "checker.md"
BASE, *EXAMPLES = [block.text for block in blocks(PAGE)]
_SHARED = read(PAGE).partition("by its place -->")[2].partition("###")[0]
IDENTITY = textwrap.dedent("\n".join(re.findall(r"^ {4}.*$", _SHARED, re.M)))
RUNNING = """\
subflows: {identity: identity.yaml}
nodes:
  hello: {listen: null, run: identity, on: {known: order, unknown: hand_over}}
"""
CASES = list(zip(EXAMPLES[::3], EXAMPLES[1::3], EXAMPLES[2::3], strict=True))
TODAY = date(2026, 3, 2)
CODE = re.compile("[a-z]+(-[a-z0-9]+)+")
TELLING = ("Problem", "problem", "known", "refusal", "_known", "_complain")
"""Calls with a code among their arguments."""


def complaints(fragment: str, folder: Path) -> list[str]:
    """What the checker says of the page's flow with `fragment` in it, without the places."""
    part = _part(fragment)
    shared = part if isinstance(part, dict) and "subflow" in part else {}
    (folder / "identity.yaml").write_text(_dumped(_merged(_part(IDENTITY), shared)), "utf-8")
    (folder / "orders.csv").write_text("number,status\n11235892,on its way\n", "utf-8")
    path = folder / "flow.yaml"
    path.write_text(_whole(RUNNING if shared else fragment), "utf-8")
    try:
        loaded = load_flow(path)
        found = check(loaded) or warnings(loaded, TODAY)
    except AuthorError as error:
        found = error.problems
    return [str(problem).partition(f"{problem.line}:{problem.column}: ")[2] for problem in found]


def _whole(fragment: str) -> str:
    """The page's flow with a fragment put in; a fragment that is no mapping, or names the flow, stands for itself."""
    part = _part(fragment)
    return _dumped(_merged(_part(BASE), part)) if isinstance(part, dict) else fragment


def _part(fragment: str) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(fragment)
    except YAMLError:
        return None


def _dumped(whole: Any) -> str:
    text = io.StringIO()
    YAML(typ="safe", pure=True).dump(whole, text)
    return text.getvalue()


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: _merged(old.get(key), value) for key, value in new.items()}
    return new


def test_the_flow_of_the_page_is_good(tmp_path: Path) -> None:
    """What the examples are put into has no mistake of its own."""
    assert complaints("{}", tmp_path) == []


@pytest.mark.parametrize(("bad", "said", "good"), CASES, ids=[said.splitlines()[0][:60] for _, said, _ in CASES])
def test_every_example_does_what_the_page_says(bad: str, said: str, good: str, tmp_path: Path) -> None:
    """The mistake gives just these complaints, and the mend none."""
    assert complaints(bad, tmp_path) == said.splitlines()
    assert complaints(good, tmp_path) == []


def _codes(module: Path) -> Iterator[str]:
    """The codes of the problems that a module tells of."""
    for found in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(found, ast.Call) and _called(found) in TELLING:
            yield from _codes_among(found.args)
        if isinstance(found, ast.Assign) and "code" in ast.dump(found.targets[0]):
            yield from _codes_among(ast.walk(found.value))


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _codes_among(parts: Iterable[ast.AST]) -> Iterator[str]:
    values = (part.value for part in parts if isinstance(part, ast.Constant))
    return (value for value in values if isinstance(value, str) and CODE.fullmatch(value))


SOURCE = {code for module in sorted((ROOT / "ivr").rglob("*.py")) for code in _codes(module)}


def test_every_code_is_documented_and_every_documented_code_is_told() -> None:
    """A code in the source that the page lacks is news to the author of a flow; the other way round it is a ghost."""
    documented = set(re.findall(r"^###[^\n]*`([\w-]+)`$|^\| `([\w-]+)` \|", prose(PAGE), re.MULTILINE))
    examples = {code for _, said, _ in CASES for code in re.findall(r"^\w+\[([\w-]+)\]: ", said, re.MULTILINE)}

    assert {one or other for one, other in documented} == SOURCE
    assert examples <= SOURCE


def test_every_example_stands_under_its_code() -> None:
    """Whoever looks for a code finds an example of it."""
    for section in re.split(r"^### ", read(PAGE), flags=re.MULTILINE)[1:]:
        said = re.findall(r"^(?:.*: )?(?:error|warning)\[([\w-]+)\]: ", section, re.MULTILINE)
        assert any(section.splitlines()[0].endswith(f": `{code}`") for code in said), section.splitlines()[0]


def test_every_error_of_a_flow_is_in_the_table_of_broken_flows() -> None:
    """Only how a file that is no UTF-8 text is told cannot be shown as a text."""
    errors, _, files = prose(PAGE).partition("## Warnings")[0].partition("## The file itself")
    documented = re.findall(r"`([\w-]+)`$", "\n".join(re.findall("^###.*$", errors, re.MULTILINE)), re.MULTILINE)
    documented += re.findall(r"^\| `([\w-]+)` \|", files.partition("\n## ")[0], re.MULTILINE)

    assert set(documented) - {broken.code for broken in (*BROKEN, *UNLIKE)} == {"not-utf8"}


def _refusals() -> Iterator[tuple[str, str]]:
    """Each refusal of a value in the flow's parts as a regular expression, and where it stands."""
    for path in sorted((ROOT / "ivr" / "flow").glob("*.py")):
        for found in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(found, ast.Call) and _called(found) == "ValueError":
                yield _pattern(found.args[0]), f"{path.name}:{found.lineno}"


def _pattern(text: ast.expr) -> str:
    """A text or f-string as a regular expression."""
    if isinstance(text, ast.JoinedStr):
        return "".join(_pattern(part) if isinstance(part, ast.Constant) else ".+" for part in text.values)
    return re.escape(str(text.value)) if isinstance(text, ast.Constant) else ".+"


@pytest.mark.parametrize(("pattern", "place"), list(_refusals()), ids=[place for _, place in _refusals()])
def test_every_refusal_of_a_value_has_an_example(pattern: str, place: str) -> None:
    """They share the code `wrong-value`, and each has its own words."""
    assert re.search(pattern, read(PAGE)), f"docs/checker.md lacks the complaint of {place}: {pattern}"
