"""What people say while they listen to a prompt, as the recogniser is told."""

import pytest

from ivr.speech.recognizer import Expectation
from ivr.terms import Language
from ivr.understanding.back_channel import OVER_PROMPTS, SHARE, is_assent, with_back_channels
from ivr.understanding.text import normalise


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("phrases", [30, 300, 1800])
def test_back_channels_are_as_likely_beside_a_few_sentences_as_beside_many(language: Language, phrases: int) -> None:
    """Whatever else a line expects, and without a word of that being lost."""
    expectation = Expectation(tuple(str(number) for number in range(phrases)), answers=("one",))
    told = with_back_channels(expectation, language)
    added = told.phrases[phrases:]

    assert told.phrases[:phrases] == expectation.phrases
    assert told.answers == expectation.answers
    assert set(added) == set(OVER_PROMPTS[language])
    assert SHARE * phrases <= len(added) <= SHARE * phrases + len(OVER_PROMPTS[language])


@pytest.mark.parametrize("language", list(Language))
def test_where_anything_is_expected_nothing_is_added(language: Language) -> None:
    """A grammar of back-channels alone would hear nothing else."""
    assert with_back_channels(Expectation(), language) == Expectation()


@pytest.mark.parametrize("language", list(Language))
def test_what_the_recogniser_is_told_is_known_to_be_one(language: Language) -> None:
    """Else hearing it better would stop more prompts. "Um" and what may begin a sentence are looked after elsewhere."""
    begun = {"那个"}
    assert [said for said in OVER_PROMPTS[language] if not is_assent(normalise(said), language)] == [
        said for said in OVER_PROMPTS[language] if said in begun
    ]
