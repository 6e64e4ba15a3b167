"""Whose pronunciation counts, and what is guessed."""

import sys
from collections.abc import Sequence

import pytest

from ivr.errors import OperatorError
from ivr.speech.graph.lexicon import Lexicon
from ivr.speech.pronunciation.espeak_reader import read_aloud
from ivr.speech.pronunciation.pronouncer import (
    Guesses,
    Pronounced,
    Source,
    english_guesser,
    mandarin_guesser,
    pronounce,
    readings,
)
from ivr.speech.pronunciation.spelling import PinyinSpelling


def no_idea(words: Sequence[str]) -> Guesses:
    """Guesses "b" only."""
    return {word: (("B",),) for word in words if word == "b"}


def test_the_author_counts_before_the_dictionary_and_a_guess_comes_last() -> None:
    """What nobody can say is left out; accents do not matter to the dictionary."""
    dictionary: Lexicon = {"a": [("AH",), ("EY",)], "c": [("K",)], "cafe": [("K", "EY")]}

    said = pronounce(["c", "a", "b", "z", "café", "a"], {"c": [("S",)]}, dictionary, no_idea)

    assert said == (
        Pronounced("a", (("AH",), ("EY",)), Source.DICTIONARY),
        Pronounced("b", (("B",),), Source.GUESS),
        Pronounced("c", (("S",),), Source.LEXICON),
        Pronounced("café", (("K", "EY"),), Source.DICTIONARY),
    )


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("zorblat", ["zorblat"]),
        ("zorblat's", ["zorblat's"]),
        ("4k", ["4 K"]),
        ("b2b", ["B 2 B"]),
        ("o2", ["O 2"]),
        ("mp3", ["M P 3"]),
        ("iphone15", ["iphone 15"]),
        ("365", ["365", "3 65", "3 6 5"]),
        ("2024", ["2024", "20 24", "2 0 2 4"]),
        ("0800", ["0 8 0 0"]),
        ("10086", ["1 0 0 8 6"]),
        ("a4", ["ay 4"]),
        ("拼多多", []),
        ("'", []),
    ],
)
def test_letters_and_digits_are_read_as_people_say_them(word: str, read: list[str]) -> None:
    """Digits as a number, in pairs and one by one; a few letters beside them by their names."""
    assert list(readings(word)) == read


def test_what_is_written_in_capitals_is_spelled_or_read() -> None:
    """IBM is spelled and NASA is a word: nobody can tell by the letters."""
    assert readings("nasa", spelled=True) == ("N ay S ay", "nasa")


def test_guesses_in_english() -> None:
    """By espeak-ng, in a process of its own."""
    said = english_guesser(frozenset({"tsb"}))(["zorblat", "4k", "tsb", "拼"])

    assert {word: [" ".join(one) for one in variants] for word, variants in said.items()} == {
        "zorblat": ["Z AO R B L AE T"],
        "4k": ["F AO R K EY"],
        "tsb": ["T IY EH S B IY"],
    }


def test_guesses_in_mandarin() -> None:
    """By the usual reading of each character; other letters are not guessed."""
    syllables: Lexicon = {f"{name}{tone}": [(name, tone)] for name in ("pin", "duo", "yin", "hang") for tone in "12345"}

    said = mandarin_guesser(PinyinSpelling(syllables))(["拼多多", "银行", "vip", "大"])

    assert said == {
        "拼多多": (("pin", "1", "duo", "1", "duo", "1"),),
        "银行": (("yin", "2", "hang", "2"),),
    }


def test_without_espeak_the_operator_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads cannot be started."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    with pytest.raises(OperatorError, match="espeak-ng cannot read words"):
        read_aloud(["word"])
