"""The line file: what a line does before it knows its caller's language."""

from pathlib import Path

import pytest

from ivr.errors import AuthorError
from ivr.flow.line import Finding, load_line
from ivr.flow.loader import load_flow
from ivr.terms import Language

LINE = """\
line: tiny
languages: [en, zh]
greet:
  en: Hello.
  zh: 您好。
"""


@pytest.fixture
def folder(tmp_path: Path, smallest: str) -> Path:
    """A line with a flow in each language."""
    for language in Language:
        (tmp_path / f"flow.{language}.yaml").write_text(smallest.replace("language: en", f"language: {language}"))
    (tmp_path / "line.yaml").write_text(LINE, "utf-8")
    return tmp_path


def refusal(folder: Path, text: str) -> str:
    """The only thing that is wrong with a line file."""
    (folder / "line.yaml").write_text(text, "utf-8")
    with pytest.raises(AuthorError) as refused:
        load_line(folder)
    (problem,) = refused.value.problems
    return f"{Path(problem.file).name}:{problem.line}:{problem.column} {problem.code} {problem.message} {problem.fix}"


def test_a_line_detects_the_language_unless_it_says_otherwise(folder: Path) -> None:
    """With a greeting for each."""
    loaded = load_line(folder)

    assert loaded
    assert Finding(loaded.line.language) is Finding.DETECT
    assert loaded.line.greet == {Language.ENGLISH: "Hello.", Language.MANDARIN: "您好。"}
    assert loaded.flow_file(Language.MANDARIN) == folder / "flow.zh.yaml"


def test_a_folder_without_the_file_is_no_such_line(tmp_path: Path) -> None:
    """Its flows are each for themselves."""
    assert load_line(tmp_path) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("greet:", "gret:", "line.yaml:3:1 unknown-key gret: no such key Did you mean 'greet'?"),
        ("[en, zh]", "[en, en]", "line.yaml:2:12 wrong-value languages: a language stands here twice "),
        ("  zh: 您好。\n", "", "line.yaml:4:3 wrong-value greet: there are no words in 'zh' "),
        ("Hello.", "Hello {name}.", "nothing is known yet that could stand in {braces}"),
        ("Hello.", '" "', "line.yaml:4:7 wrong-value greet.en: this is empty "),
        (
            "greet:",
            "language: fr\ngreet:",
            "line.yaml:3:11 wrong-value language: Input should be 'detect', 'ask', 'en' or 'zh' ",
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(folder: Path, old: str, new: str, said: str) -> None:
    """File, line, column, and the move to make."""
    text = LINE.replace(old, new)
    if new == "gret:":
        text += "greet: {en: Hello., zh: 您好。}\n"

    assert said in refusal(folder, text)


def test_a_language_without_a_flow_is_refused(folder: Path) -> None:
    """At the language that has none."""
    (folder / "flow.zh.yaml").unlink()

    assert refusal(folder, LINE).startswith("line.yaml:2:17 cannot-read languages: there is no flow.zh.yaml beside")


def test_the_flows_must_be_those_of_the_line(folder: Path) -> None:
    """A line of another name was copied, and half of it renamed."""
    (folder / "line.yaml").write_text(LINE.replace("line: tiny", "line: other"), "utf-8")
    loaded, flow = load_line(folder), load_flow(folder / "flow.en.yaml")
    assert loaded

    with pytest.raises(AuthorError, match=r"line\.yaml:1:7: .*flow\.en\.yaml is of"):
        loaded.refuse({Language.ENGLISH: flow})
