"""The Mandarin starter's words, their sounds, and sentences made of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from models.recipe.mandarin.frames import UNITS
from models.recipe.mandarin.pinyin import pronunciations, units
from models.recipe.mandarin.sentences import REQUESTS, Speaker, read_patterns, read_topics
from models.recipe.mandarin.vocabulary import SERVICE_WORDS, Vocabulary, common_characters, load_vocabulary

ROOT = Path(__file__).parents[3]


@cache
def vocabulary() -> Vocabulary:
    """The starter's vocabulary."""
    return load_vocabulary()


@pytest.mark.parametrize(
    ("syllable", "expected"),
    [
        ("zhong1", ("zh", "ong")),
        ("yi1", ("i",)),
        ("wo3", ("uo",)),
        ("bo1", ("b", "uo")),
        ("jiu3", ("j", "iou")),
        ("xue2", ("x", "ve")),
        ("lüe4", ("l", "ve")),
        ("lv4", ("l", "v")),
        ("si4", ("s", "ii")),
        ("shi4", ("sh", "iii")),
        ("er4", ("er",)),
        ("qun2", ("q", "vn")),
        ("zhun3", ("zh", "uen")),
    ],
)
def test_syllables_in_units(syllable: str, expected: tuple[str, ...]) -> None:
    """The spelling rules of pinyin are undone."""
    assert units(syllable) == expected


def test_what_is_no_syllable() -> None:
    """A misspelling is refused."""
    with pytest.raises(KeyError, match="strength"):
        units("strength")


def test_characters_with_two_readings() -> None:
    """Alone, a character sounds like each of its usual readings; in a word, like the word's."""
    assert pronunciations("行") == [("x", "ing"), ("h", "ang")]
    assert pronunciations("银行") == [("in", "h", "ang")]


def test_all_pronunciations_are_made_of_the_networks_units() -> None:
    """No word needs a unit that the network does not score."""
    used = {unit for variants in vocabulary().lexicon.values() for variant in variants for unit in variant}

    assert used <= set(UNITS)


def test_the_vocabulary_is_as_large_as_promised() -> None:
    """At least 1,500 words of several characters, and all characters of GB 2312's first level."""
    characters = common_characters()

    assert len(characters) == 3755
    assert set(characters) <= vocabulary().lexicon.keys()
    assert sum(len(word) > 1 for word in vocabulary().lexicon) >= 1500


@pytest.mark.parametrize(
    "name",
    [
        "flows/retail/flow.zh.yaml",
        "flows/retail/intents.zh.yaml",
        "ivr/flow/everywhere.zh.yaml",
        "ivr/understanding/yes_no.py",
    ],
)
def test_the_sample_lines_words_can_be_heard(name: str) -> None:
    """Every character of the sample line and of what can be said everywhere is in the vocabulary."""
    text = (ROOT / name).read_text("utf-8")

    assert {c for c in text if c == "〇" or "一" <= c <= "鿿"} <= vocabulary().lexicon.keys()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我想查询订单", ["我想", "查询", "订单"]),
        ("二零二六年", ["二", "零", "二", "六", "年"]),
        ("退货退款", ["退货", "退款"]),
    ],
)
def test_sentences_are_cut_into_the_fewest_words(text: str, words: list[str]) -> None:
    """Long words win."""
    assert vocabulary().cut(text) == words


def test_a_text_of_unknown_characters() -> None:
    """What cannot be heard is refused."""
    with pytest.raises(ValueError, match="known words"):
        vocabulary().cut("查询饕餮")


def test_requests_are_made_of_known_words_and_repeatable() -> None:
    """The same seed says the same things, and every one of them can be cut into words."""

    def say(seed: int) -> list[str]:
        speaker = Speaker(read_topics(SERVICE_WORDS), read_patterns(REQUESTS), Random(seed))
        return [speaker.request() for _ in range(500)]

    said = say(1)
    assert said == say(1)
    assert said != say(2)
    assert all(vocabulary().cut(text) for text in said)
    assert len(set(said)) > 300
    assert not any(mark in text for text in said for mark in "[]{}|")
