"""Opening hours: open or closed, and when next, whatever the week looks like."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ivr.flow.hours import CLOSED, WEEKDAYS, Hours
from ivr.prompts.spoken_values import read_opening
from ivr.terms import Language

SHOP = {
    "timezone": "Europe/London",
    "week": {"mon-fri": ["08:00-12:00", "13:00-17:00"], "sat": "09:00-13:00"},
    "holidays": {"2026-12-25": "closed", "2026-12-24": "08:00-12:00"},
}
BAR = {"timezone": "Asia/Shanghai", "week": {"fri-sun": "22:00-02:00"}}


def hours(**changes: Any) -> Hours:
    """The shop's hours, with some changes."""
    return Hours.model_validate(SHOP | changes)


@pytest.mark.parametrize(
    ("at", "is_open", "opens"),
    [
        ("2026-03-02T07:59", False, "2026-03-02T08:00"),
        ("2026-03-02T08:00", True, "2026-03-02T13:00"),
        ("2026-03-02T12:00", False, "2026-03-02T13:00"),
        ("2026-03-02T17:00", False, "2026-03-03T08:00"),
        ("2026-03-07T13:30", False, "2026-03-09T08:00"),
        ("2026-12-24T13:30", False, "2026-12-26T09:00"),
        ("2026-12-25T10:00", False, "2026-12-26T09:00"),
    ],
)
def test_the_shop_is_open_or_opens_next(at: str, is_open: bool, opens: str) -> None:
    """Over lunch, over a weekend, over Christmas."""
    moment = datetime.fromisoformat(at)

    assert hours().is_open(moment) is is_open
    assert hours().next_opening(moment) == datetime.fromisoformat(opens)


def test_hours_past_midnight_belong_to_the_day_on_which_they_begin() -> None:
    """Monday at one is still Sunday's night; a holiday takes the night that begins on it."""
    bar = Hours.model_validate(BAR | {"holidays": {"2026-03-08": "closed"}})

    assert bar.is_open(datetime(2026, 3, 2, 1))
    assert not bar.is_open(datetime(2026, 3, 2, 2))
    assert bar.is_open(datetime(2026, 3, 8, 1))
    assert not bar.is_open(datetime(2026, 3, 9, 1))


def test_a_moment_is_told_by_the_clock_that_hangs_there() -> None:
    """In summer London is an hour ahead of UTC; a moment without a zone is by that clock already."""
    assert hours().at(datetime(2026, 7, 1, 7, 30, tzinfo=UTC)) == datetime(2026, 7, 1, 8, 30)
    assert hours().at(datetime(2026, 1, 1, 7, 30, tzinfo=UTC)) == datetime(2026, 1, 1, 7, 30)
    assert hours().at(datetime(2026, 7, 1, 7, 30)) == datetime(2026, 7, 1, 7, 30)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"timezone": "Europe/Londn"}, "no time zone 'Europe/Londn'; did you mean 'Europe/London'?"),
        ({"timezone": "../etc"}, "no time zone"),
        ({"week": {"mon-fry": "08:00-12:00"}}, "no weekday 'mon-fry'"),
        ({"week": {"mon-wed": "08:00-12:00", "tue": "closed"}}, "a weekday has its hours twice: tue"),
        ({"week": {"mon": "8-12"}}, "these are no hours"),
        ({"week": {"mon": "08:00-25:00"}}, "these are no hours"),
        ({"week": {"mon": ["08:00-12:00", "11:00-13:00"]}}, "these hours overlap"),
        ({"week": {"mon": "22:00-06:00", "tue": "05:00-09:00"}}, "the hours of one day reach into those of the next"),
        ({"week": {"mon-sun": "closed"}}, "it never opens"),
        ({"holidays": {"christmas": "closed"}}, "this is no day"),
    ],
)
def test_hours_that_cannot_be_are_refused(changes: dict[str, Any], complaint: str) -> None:
    """In words that say what is wrong."""
    with pytest.raises(ValidationError, match="1 validation error") as refused:
        hours(**changes)

    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("opens", "english", "chinese"),
    [
        ("2026-03-02T18:30", "today at 6:30 in the evening", "今天晚上6点30分"),
        ("2026-03-03T08:00", "tomorrow at 8 o'clock in the morning", "明天早上8点"),
        ("2026-03-03T10:00", "tomorrow at 10 o'clock in the morning", "明天上午10点"),
        ("2026-03-07T09:00", "on Saturday at 9 o'clock in the morning", "星期六上午9点"),
        ("2026-03-09T12:00", "Monday, March 9, at noon", "3月9日，星期一，中午12点"),
    ],
)
def test_an_opening_is_told_as_people_tell_it(opens: str, english: str, chinese: str) -> None:
    """Today, tomorrow, on a weekday; farther off with its date."""
    at = datetime.fromisoformat(opens)

    assert read_opening(at, date(2026, 3, 2), Language.ENGLISH) == english
    assert read_opening(at, date(2026, 3, 2), Language.MANDARIN) == chinese


MINUTES = st.integers(0, 24 * 60 - 1)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    """Hours with one range on some weekdays, and some days closed."""
    since, length = draw(MINUTES), draw(st.integers(1, 12 * 60))
    until = (since + length) % (24 * 60)
    if until == since:
        until += 1
    days = draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1))
    closed = draw(st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20))
    span = f"{since // 60:02}:{since % 60:02}-{until // 60:02}:{until % 60:02}"
    week = dict.fromkeys(sorted(days), span)
    holidays = dict.fromkeys((day.isoformat() for day in closed), CLOSED)
    return Hours.model_validate({"timezone": "UTC", "week": week, "holidays": holidays})


@given(weeks(), MOMENTS)
def test_it_opens_when_it_says_and_not_before(some: Hours, at: datetime) -> None:
    """At the next opening it is open; when it is closed now, it is closed in every minute until then."""
    opens = some.next_opening(at)

    assert opens > at
    assert some.is_open(opens)
    if not some.is_open(at):
        minutes = int((opens - at).total_seconds() // 60)
        assert not any(some.is_open(at + timedelta(minutes=one)) for one in range(0, min(minutes, 3000), 7))


@given(st.one_of(st.text(max_size=14), st.integers(), st.none(), st.lists(st.text("0123456789:-", max_size=12))))
def test_hours_of_any_shape_are_taken_or_refused(written: object) -> None:
    """And never break anything."""
    try:
        made = Hours.model_validate({"timezone": "UTC", "week": {"mon": written, "tue": "08:00-09:00"}})
    except ValidationError:
        return
    assert made.next_opening(datetime(2026, 3, 2)) >= datetime(2026, 3, 2)
