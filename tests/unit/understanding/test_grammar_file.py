"""A grammar in a file: what may stand in it, and what is said of what may not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import WrongUse
from ivr.speech.recognizer import Expectation
from ivr.understanding.grammar_file import read_grammar


def _grammar(folder: Path, text: str, name: str = "phrases.txt") -> Expectation:
    (folder / name).write_text(text, "utf-8")
    return read_grammar(folder / name)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Where is my order?\n\n  refund, please  # said often\n# remark\n", ("where is my order", "refund please")),
        ("\ufeff我要退款。\r\n查 订单\r\n", ("我要退款", "查订单")),
        ('["one two", "THREE"]', ("one two", "three")),
        ('{"phrases": ["我要退款"]}', ("我要退款",)),
        ("one\n[unk]\ntwo\n", ("one", "two")),
        ("yes\nyes\nno\n", ("yes", "yes", "no")),
    ],
    ids=["lines", "chinese, as notepad writes it", "list", "object", "vosk's mark", "twice is likelier"],
)
def test_phrases_are_lines_or_json(tmp_path: Path, text: str, phrases: tuple[str, ...]) -> None:
    """In the form in which callers' words are compared, and "none of these" may be heard."""
    assert Expectation(phrases, garbage=True) == _grammar(tmp_path, text)


def test_a_grammar_may_do_without_garbage(tmp_path: Path) -> None:
    """Unless its phrases ask for it after all."""
    assert not _grammar(tmp_path, '{"phrases": ["one"], "garbage": false}').garbage
    assert _grammar(tmp_path, '{"phrases": ["one", "[unk]"], "garbage": false}').garbage


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.txt", "", "there is no phrase in it"),
        ("a.txt", "# remark\n?!\n", "there is no phrase in it"),
        ("a.json", "[]", "there is no phrase in it"),
        ("a.json", "one\ntwo\n", ":1:1: this is not JSON"),
        ("a.txt", '["one",\n "two"', ":2:7: this is not JSON"),
        ("a.json", '"one"', "not a list of texts"),
        ("a.json", "[1, 2]", "not a list of texts"),
        ("a.json", '{"phrases": "one"}', "not a list of texts"),
        ("a.json", '{"phrase": ["one"]}', "no such key: phrase"),
        ("a.json", '{"phrases": ["one"], "garbage": "no"}', "neither true nor false"),
        ("a.json", "[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_grammar_is_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    """With the place where there is one, and what a grammar looks like."""
    with pytest.raises(WrongUse, match="Write one phrase a line") as refused:
        _grammar(tmp_path, text, name)

    assert f"{tmp_path / name}" in refused.value.message
    assert told in refused.value.message


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """None there, a folder, and no text."""
    (tmp_path / "sound.wav").write_bytes(b"RIFF\xff\xfe\x00\x80")
    for path, told in [("nowhere", "No such file"), (".", "Is a directory"), ("sound.wav", "not UTF-8")]:
        with pytest.raises(WrongUse, match=told):
            read_grammar(tmp_path / path)


@given(text=st.text() | st.lists(st.text()).map(str))
def test_any_text_is_a_grammar_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Never another error."""
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        phrases = read_grammar(path).phrases
    except WrongUse:
        return
    assert all(phrase == phrase.strip() != "" for phrase in phrases)
