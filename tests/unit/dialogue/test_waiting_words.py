"""The place in line and the wait, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.dialogue.waiting_words import in_minutes, place_in_line, wording_of
from ivr.handoff.estimate import Estimate, Grounds, News
from ivr.prompts.wording import fill, house_wording, placeholders
from ivr.terms import Language

EN, ZH = Language.ENGLISH, Language.MANDARIN
LIVE = Estimate(3, Grounds.LIVE, 120, 290)
GUESS = Estimate(3, Grounds.PRIOR, 120, 290)
NOBODY = Estimate(1, Grounds.NOBODY)


def said(estimate: Estimate, news: News, language: Language) -> str:
    """As the house says it."""
    told = wording_of(estimate, news, language)
    assert told is not None
    return fill(house_wording(language)[told[0]][0], told[1], language)


@pytest.mark.parametrize(
    ("estimate", "news", "english", "mandarin"),
    [
        (
            LIVE,
            News.FIRST,
            "You are third in line. Most callers in your place are served within five minutes.",
            "您前面还有两位，大多数来电者在五分钟内接通。",
        ),
        (
            Estimate(1, Grounds.LIVE, 30, 70),
            News.SHORTER,
            "You are next in line now. Most callers in your place are served within two minutes.",
            "您现在是下一位，大多数来电者在两分钟内接通。",
        ),
        (
            Estimate(12, Grounds.LIVE, 1000, 3700),
            News.LONGER,
            "I am sorry, it takes longer than I said. You are number 12 in line. "
            "Most callers in your place are served within an hour and a half.",
            "抱歉，比刚才说的要久，您前面还有11位，大多数来电者在一个半小时内接通。",
        ),
        (
            GUESS,
            News.FIRST,
            "You are third in line. How long it takes I cannot say well yet, reckon with up to five minutes.",
            "您前面还有两位，要等多久现在还说不准，最多可能要五分钟。",
        ),
        (
            NOBODY,
            News.FIRST,
            "You are next in line. Nobody is at the desk just now, so I cannot say how long it takes.",
            "您是下一位，现在没有同事值班，说不准要等多久。",
        ),
    ],
)
def test_the_wait_is_told_in_both_languages(estimate: Estimate, news: News, english: str, mandarin: str) -> None:
    """What is not known is not told as if it were."""
    assert (english, mandarin) == (said(estimate, news, EN), said(estimate, news, ZH))


@pytest.mark.parametrize("language", Language)
def test_no_news_is_not_told(language: Language) -> None:
    """The music goes on."""
    assert wording_of(LIVE, News.NONE, language) is None


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("news", [one for one in News if one is not News.NONE])
@pytest.mark.parametrize("estimate", [LIVE, GUESS, NOBODY])
def test_every_wording_has_its_values(estimate: Estimate, news: News, language: Language) -> None:
    """And an author who replaces it may use the same."""
    told = wording_of(estimate, news, language)

    assert told is not None
    assert {name for text in house_wording(language)[told[0]] for name, _ in placeholders(text)} == set(told[1])


@pytest.mark.parametrize(
    ("minutes", "english", "mandarin"),
    [
        (1, "a minute", "一分钟"),
        (10, "ten minutes", "十分钟"),
        (25, "25 minutes", "25分钟"),
        (60, "an hour", "一小时"),
        (120, "two hours", "两小时"),
        (150, "two and a half hours", "两个半小时"),
    ],
)
def test_minutes_and_hours_are_said_as_people_say_them(minutes: int, english: str, mandarin: str) -> None:
    """两分钟, never 二分钟."""
    assert (english, mandarin) == (in_minutes(minutes, EN), in_minutes(minutes, ZH))


@pytest.mark.parametrize("language", Language)
@given(one=st.integers(1, 500), other=st.integers(1, 500))
def test_no_two_places_sound_alike(language: Language, one: int, other: int) -> None:
    """Whatever the place."""
    assert (one == other) is (place_in_line(one, language) == place_in_line(other, language))
