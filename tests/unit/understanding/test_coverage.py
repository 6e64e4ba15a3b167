"""How much of a sentence was ever said."""

import pytest

from ivr.terms import Language
from ivr.understanding.coverage import Coverage

SAID = {
    Language.ENGLISH: {"track": "where is my parcel", "agent": "where is the agent"},
    Language.MANDARIN: {"refund": "我要退款", "complaint": "我要投诉"},
}


def coverage(language: Language) -> Coverage:
    """Of one sentence for each of two intents."""
    return Coverage([*SAID[language].values()], [*SAID[language]], language)


@pytest.mark.parametrize("language", Language)
def test_what_was_said_is_known_best_and_what_was_never_said_least(language: Language) -> None:
    """By words, pairs and pieces alike."""
    strange = {Language.ENGLISH: "bananas grow quickly", Language.MANDARIN: "香蕉长得快"}[language]
    intent, said = next(iter(SAID[language].items()))
    known, unknown = coverage(language).shares([said, strange], [intent, intent])

    assert (known >= 0.7).all()
    assert (unknown <= 0.3).all()


@pytest.mark.parametrize("language", Language)
def test_the_pieces_are_those_of_the_likeliest_intent(language: Language) -> None:
    """What the examples of another intent say makes it no better known; words and pairs may be from all."""
    (own, said), (other, _) = SAID[language].items()
    right, wrong = coverage(language).shares([said, said], [own, other])

    assert right[:2].tolist() == wrong[:2].tolist()
    assert right[2] - wrong[2] > 0.2


def test_an_unknown_word_weighs_more_than_a_frequent_one() -> None:
    """Half of two words is known, but less than half of what they tell."""
    words, _, _ = coverage(Language.ENGLISH).shares(["where banana"], ["track"])[0]

    assert words < 0.5


@pytest.mark.parametrize("language", Language)
def test_nothing_is_half_known(language: Language) -> None:
    """An empty sentence tells nothing either way."""
    assert coverage(language).shares([""], ["nobody's"]).tolist() == [[0.5, 0.5, 0.5]]
    assert Coverage([], [], language).shares([], []).shape == (0, 3)
