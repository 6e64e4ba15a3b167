"""What is an insult and nothing else, and what only sounds like one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.loader import chatter, everywhere
from ivr.terms import Language
from ivr.understanding.abuse import is_nothing_but_abuse
from ivr.understanding.text import normalise

HERE = Path(__file__).parent

KNOWN = {Language.ENGLISH: 0.84, Language.MANDARIN: 0.72}
"""The share of insults written after the lists that was known when they were first tried."""


def sentences(name: str) -> tuple[list[str], list[str]]:
    """The sentences of a file beside this test: those the lists were written with, and those written after them."""
    before, after = (HERE / name).read_text("utf-8").split("# ---\n")
    said = [[normalise(line) for line in half.splitlines() if line and line[0] != "#"] for half in (before, after)]
    return said[0], said[1]


def test_insults_are_known(language: Language) -> None:
    """All that the lists were written with, and most that nobody thought of then."""
    before, after = sentences(f"abusive.{language}.txt")
    missed = [text for text in before if not is_nothing_but_abuse(text)]

    assert len(before) + len(after) >= 60
    assert missed == []
    assert sum(map(is_nothing_but_abuse, after)) / len(after) >= KNOWN[language]


def test_anger_wishes_and_innocent_words_are_no_insults(language: Language) -> None:
    """Oaths, insults to others or to oneself, names, zodiac signs, and whatever says something besides."""
    before, after = sentences(f"innocent.{language}.txt")
    taken = [text for text in before + after if is_nothing_but_abuse(text)]

    assert len(before) + len(after) >= 70
    assert taken == []


def test_nothing_that_every_line_knows_is_an_insult(language: Language) -> None:
    """Neither commands nor small talk."""
    commands = [example for intent in everywhere(language).values() for example in intent.examples]
    taken = [text for text in [*commands, *chatter(language)] if is_nothing_but_abuse(normalise(text))]

    assert taken == []


@pytest.mark.parametrize("said", ["Fuck you!!!", "  YOU   IDIOT ", "you idiot 滚开", "傻 逼 。"])
def test_an_insult_is_known_however_it_is_written(said: str) -> None:
    """In capitals, with spaces and marks, in both languages at once."""
    assert is_nothing_but_abuse(normalise(said))


@given(st.text())
def test_any_text_is_an_insult_or_none(text: str) -> None:
    """And what has no letters is none."""
    found = is_nothing_but_abuse(normalise(text))

    assert not (found and not any(map(str.isalpha, text)))


@given(st.lists(st.sampled_from(["you", "idiot", "fuck", "你", "傻逼", "的", "parcel", "包裹", " "]), max_size=8))
def test_whatever_names_a_thing_is_no_mere_insult(words: list[str]) -> None:
    """Whatever insults stand around it."""
    text = normalise(" ".join([*words, "parcel 包裹"]))

    assert not is_nothing_but_abuse(text)
