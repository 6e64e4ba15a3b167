"""How much of a sentence was ever said."""

import pytest

from ivr.terms import Language
from ivr.understanding.coverage import Coverage

SAID = {
    Language.ENGLISH: ["where is my parcel", "where is the agent"],
    Language.MANDARIN: ["我要退款", "我要投诉"],
}


@pytest.mark.parametrize("language", Language)
def test_what_was_said_is_known_best_and_what_was_never_said_least(language: Language) -> None:
    """By words, pairs and pieces alike."""
    coverage = Coverage(SAID[language], language)
    strange = {Language.ENGLISH: "bananas grow quickly", Language.MANDARIN: "香蕉长得快"}[language]
    known, unknown = coverage.shares([SAID[language][0], strange])

    assert (known > 0.75).all()
    assert (unknown < 0.25).all()


def test_an_unknown_word_weighs_more_than_a_frequent_one() -> None:
    """Half of two words is known, but less than half of what they tell."""
    words, _, _ = Coverage(SAID[Language.ENGLISH], Language.ENGLISH).shares(["where banana"])[0]

    assert words < 0.5


@pytest.mark.parametrize("language", Language)
def test_nothing_is_half_known(language: Language) -> None:
    """An empty sentence tells nothing either way."""
    assert Coverage(SAID[language], language).shares([""]).tolist() == [[0.5, 0.5, 0.5]]
    assert Coverage([], language).shares([]).shape == (0, 3)
