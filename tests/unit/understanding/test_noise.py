"""Sentences as a recogniser mishears them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.terms import Language
from ivr.understanding.noise import Mishearing
from ivr.understanding.sound import sounds
from ivr.understanding.text import units

SAID = {
    Language.ENGLISH: ["where is my order", "we were there before", "the border is near", "a whole hole to buy by"],
    Language.MANDARIN: ["我要退款", "查快递在哪里", "再等几天", "里面有字"],
}
NOISE = {language: Mishearing(texts, language) for language, texts in SAID.items()}


@pytest.mark.parametrize("language", Language)
def test_without_errors_nothing_is_misheard(language: Language) -> None:
    """At a rate of 0."""
    assert [NOISE[language].mishear(text, 0.0) for text in SAID[language]] == SAID[language]


@pytest.mark.parametrize("language", Language)
def test_about_the_share_of_words_is_misheard(language: Language) -> None:
    """Of many takes at 30 %: between 25 and 35 errors in a hundred words, most of them other words."""
    said = SAID[language][0]
    words = units(said)
    takes = [units(NOISE[language].mishear(said, 0.3, take)) for take in range(1000)]
    same_length = [take for take in takes if len(take) == len(words)]
    changed = sum(one != two for take in same_length for one, two in zip(take, words, strict=True))

    assert 0.15 < changed / (len(same_length) * len(words)) < 0.3  # substitutions
    assert sum(len(take) < len(words) for take in takes) > sum(len(take) > len(words) for take in takes) > 0


def test_a_word_is_mostly_taken_for_one_that_sounds_like_it() -> None:
    """Homophones come first, in both languages."""
    english = {NOISE[Language.ENGLISH].mishear("whole", 1.0, take) for take in range(40)}
    mandarin = {NOISE[Language.MANDARIN].mishear("在", 1.0, take) for take in range(40)}

    assert "hole" in english
    assert "再" in mandarin


def test_a_word_that_nobody_said_before_is_not_taken_for_another() -> None:
    """Its neighbours are not known; it may be left out or followed by one more."""
    heard = {NOISE[Language.ENGLISH].mishear("xylophone", 1.0, take).split(" ")[0] for take in range(40)}

    assert heard == {"", "xylophone"}


def test_the_same_take_is_misheard_in_the_same_way() -> None:
    """By whichever instance; other takes differ."""
    noise = Mishearing(SAID[Language.ENGLISH], Language.ENGLISH)
    takes = {noise.mishear("where is my order", 0.5, take) for take in range(20)}

    assert noise.mishear("where is my order", 0.5, 3) == NOISE[Language.ENGLISH].mishear("where is my order", 0.5, 3)
    assert len(takes) > 5


@given(st.text(), st.floats(0, 1), st.sampled_from(Language))
def test_anything_can_be_misheard(text: str, rate: float, language: Language) -> None:
    """Whatever it is."""
    assert isinstance(NOISE[language].mishear(text, rate), str)


def test_words_have_sounds() -> None:
    """Equal ones for what sounds the same; what has none sounds as it is written."""
    assert sounds(["write", "right", "77"], Language.ENGLISH) == ["RT", "RT", "77"]
    assert sounds(["在再"], Language.MANDARIN) == ["zai", "zai"]
