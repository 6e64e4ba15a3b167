"""What is told of a wait, and when it is told again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.handoff.estimate import QUIET_S, Estimate, Grounds, News, minutes_told, news

SECONDS = st.floats(0, 100_000)


def live(place: int, most_s: float) -> Estimate:
    """An estimate from what happened lately."""
    return Estimate(place, Grounds.LIVE, most_s / 2, most_s)


NOBODY = Estimate(3, Grounds.NOBODY)


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(0, 1), (60, 1), (61, 2), (240, 4), (361, 8), (901, 20), (3601, 90), (10_800, 180), (10_801, 240)],
)
def test_a_wait_is_rounded_up_to_what_people_say(seconds: float, minutes: int) -> None:
    """Six minutes and a second are eight minutes, three hours and a second four hours."""
    assert minutes == minutes_told(seconds)


@given(seconds=SECONDS)
def test_no_figure_is_lower_than_the_estimate(seconds: float) -> None:
    """And none more than twice as high, from half a minute on."""
    assert minutes_told(seconds) * 60 >= seconds
    assert seconds < 30 or minutes_told(seconds) * 60 <= 2 * seconds


@given(one=SECONDS, other=SECONDS)
def test_a_longer_wait_is_never_told_as_a_shorter_one(one: float, other: float) -> None:
    """Whatever the rounding."""
    assert minutes_told(min(one, other)) <= minutes_told(max(one, other))


@pytest.mark.parametrize(
    ("told", "ago_s", "now", "expected"),
    [
        (None, 0, live(3, 300), News.FIRST),
        (None, 0, NOBODY, News.FIRST),
        (live(3, 300), 120, live(3, 180), News.NONE),
        (live(3, 300), 120, live(2, 200), News.NONE),
        (live(3, 300), 60, live(2, 170), News.SHORTER),
        (live(3, 300), 60, live(3, 170), News.NONE),
        (live(3, 300), 120, live(3, 600), News.LONGER),
        (live(3, 300), 290, live(3, 50), News.NONE),
        (live(3, 300), 290, live(1, 50), News.SHORTER),
        (live(3, 300), 290, live(1, 120), News.LONGER),
        (live(3, 300), 120, NOBODY, News.LOST),
        (NOBODY, 120, live(3, 300), News.SHORTER),
        (NOBODY, 120, NOBODY, News.NONE),
    ],
)
def test_it_is_told_again_when_it_changes_enough(
    told: Estimate | None, ago_s: float, now: Estimate, expected: News
) -> None:
    """As time goes by what is left grows shorter; that alone is no news."""
    assert expected is news(told, ago_s, now)


@given(before=SECONDS, after=SECONDS, ago=st.floats(0, QUIET_S, exclude_max=True))
def test_nothing_is_told_twice_in_a_breath(before: float, after: float, ago: float) -> None:
    """However much it changes."""
    assert news(live(5, before), ago, live(1, after)) is News.NONE


@given(minutes=st.floats(60, 7200), kept=st.floats(0, 1))
def test_a_wait_that_goes_as_told_is_told_once(minutes: float, kept: float) -> None:
    """Whoever stays at their place, with just what was promised still to go, hears nothing new."""
    told = live(4, minutes)
    assert news(told, kept * told.minutes * 60, live(4, (1 - kept) * told.minutes * 60)) is News.NONE
