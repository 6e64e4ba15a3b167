"""Every mistake that an author can make is refused, on the line and in the column where it stands."""

from pathlib import Path

import pytest

from ivr.errors import AuthorError
from ivr.flow.linter import check
from ivr.flow.loader import load_flow
from ivr.flow.parity import parity
from ivr.terms import Language
from tests.conftest import ENGLISH, MANDARIN
from tests.unit.flow.broken_flows import BROKEN, MARK, UNLIKE, Broken

SHOPS = {Language.ENGLISH: ENGLISH, Language.MANDARIN: MANDARIN}
CASES = [
    pytest.param(broken, language, id=f"{broken} ({language})") for broken in BROKEN for language in broken.languages
]


def test_the_table_is_long_and_tells_no_mistake_twice() -> None:
    """At least fifty flows."""
    assert len({(str(broken), broken.languages) for broken in BROKEN}) == len(BROKEN) >= 50


@pytest.mark.parametrize(("broken", "language"), CASES)
def test_every_mistake_is_refused_where_it_stands(broken: Broken, language: Language, tmp_path: Path) -> None:
    """With its code, at the mark, as an error."""
    files = {"flow.yaml": _edited(SHOPS[language], broken), **dict(broken.beside)}
    (tmp_path / "orders.csv").write_text("number,status\n1234,on its way\n", "utf-8")
    for name, text in files.items():
        (tmp_path / name).write_text(text.replace("LANGUAGE", language).replace(MARK, ""), "utf-8")

    told = refusals(tmp_path / "flow.yaml")

    assert (*_marked(files), broken.code) in told, told


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("broken", UNLIKE, ids=str)
def test_every_difference_between_languages_is_told_where_it_stands(
    broken: Broken, language: Language, tmp_path: Path
) -> None:
    """Whichever of the two was changed."""
    other = next(one for one in Language if one is not language)
    text = _edited(SHOPS[language], broken)
    for one, written in ((language, text.replace(MARK, "")), (other, SHOPS[other])):
        (tmp_path / f"flow.{one}.yaml").write_text(written, "utf-8")

    found = parity(*(load_flow(tmp_path / f"flow.{one}.yaml") for one in (language, other)))

    told = [(one.line, one.column, one.code) for one in found if one.severity == "error"]
    assert (*_marked({"": text})[1:], broken.code) in told, told


def _edited(text: str, broken: Broken) -> str:
    for old, new in broken.edits:
        assert old in text
        text = text.replace(old, new, 1) if old else new
    return text


def _marked(files: dict[str, str]) -> tuple[str, int, int]:
    """The file, line and column of the mark."""
    [(name, text)] = [(name, text) for name, text in files.items() if MARK in text]
    before = text[: text.index(MARK)]
    return name, before.count("\n") + 1, len(before) - before.rfind("\n")


def refusals(path: Path) -> list[tuple[str, int, int, str]]:
    """The file, line, column and code of every error of a flow."""
    try:
        found = check(load_flow(path))
    except AuthorError as error:
        found = error.problems
    return [(Path(one.file).name, one.line, one.column, one.code) for one in found if one.severity == "error"]
