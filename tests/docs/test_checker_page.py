"""docs/checker.md: every complaint of the loader and the linter, with examples that are tried here."""

import ast
import io
import re
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ivr.errors import AuthorError
from ivr.flow import branch, entry, hours, hours_check, inlining, knowledge, linter, loader, node, part, slot
from ivr.flow.linter import check
from ivr.flow.loader import load_flow
from tests.docs.conftest import DOCS, blocks, read

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
MODULES = (branch, entry, hours, hours_check, inlining, knowledge, linter, loader, node, part, slot)
COMPLAINING = {"refuse": 0, "_complain": 0, "problem": 1, "ValueError": 0}
"""Which argument of these calls is a complaint."""


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
        found = [*check(loaded), *knowledge.warnings(loaded, TODAY), *hours_check.warnings(loaded, TODAY)]
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


def _templates() -> Iterator[tuple[str, str]]:
    """Each complaint in the source as a regular expression, and where it stands."""
    for module in MODULES:
        path = Path(str(module.__file__))
        for found in ast.walk(ast.parse(path.read_text("utf-8"))):
            for text in _complaints_in(found):
                pattern = _pattern(text)
                if re.search("[a-z]{2}", pattern):
                    yield pattern, f"{path.name}:{text.lineno}"


def _complaints_in(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in COMPLAINING and len(node.args) > COMPLAINING[name]:
            yield node.args[COMPLAINING[name]]
        if name == "_known":
            yield ast.JoinedStr([ast.Constant("no "), node.args[2], ast.Constant(" '")], lineno=node.lineno)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "message":
        yield node.value


def _pattern(text: ast.expr) -> str:
    """A text or f-string as a regular expression; empty when it is neither."""
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        return re.escape(text.value)
    if isinstance(text, ast.JoinedStr):
        return "".join(_pattern(part) if isinstance(part, ast.Constant) else ".+" for part in text.values)
    return ""


TEMPLATES = sorted(set(_templates()))


@pytest.mark.parametrize(("pattern", "place"), TEMPLATES, ids=[place for _, place in TEMPLATES])
def test_every_complaint_is_documented(pattern: str, place: str) -> None:
    """A complaint in the source without an example on the page is news to the author of a flow."""
    assert re.search(pattern, read(PAGE)), f"docs/checker.md lacks the complaint of {place}: {pattern}"


def test_the_complaints_were_found_in_the_source() -> None:
    """This module still knows how complaints are written there."""
    assert {place.partition(":")[0] for _, place in TEMPLATES} == {Path(str(one.__file__)).name for one in MODULES}
