"""Opening hours: those of each weekday, and days that are otherwise. Pure: asked about a moment that is given."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from ivr.flow.part import Day, Part
from ivr.prompts.spoken_values import CLOCK

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOSED = "closed"
DAY = timedelta(days=1)
WEEK_MINUTES = 7 * 24 * 60

Span: TypeAlias = tuple[int, int]
"""From and to, in minutes after the midnight with which the day begins; to may lie on the next day."""


def _minutes(text: str) -> int:
    if text == "24:00":
        return 24 * 60
    if not CLOCK.fullmatch(text):
        raise ValueError(text)
    at = time.fromisoformat(text)
    return at.hour * 60 + at.minute


def _span(text: object) -> Span:
    try:
        since, until = (_minutes(one.strip()) for one in str(text).split("-"))
    except ValueError as error:
        raise ValueError("these are no hours; write them as '08:00-18:00', or closed") from error
    return since, until + (24 * 60 if until <= since else 0)


def _spans(value: object) -> tuple[Span, ...]:
    """The hours of a day as they are written: `closed`, one range or a list of them."""
    if isinstance(value, tuple):
        return value
    written = value if isinstance(value, list) else [] if value == CLOSED else [value]
    return tuple(sorted(_span(one) for one in written))


def _apart(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    if any(first[1] > second[0] for first, second in pairwise(spans)):
        raise ValueError("these hours overlap")
    return spans


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = get_close_matches(name, sorted(available_timezones()), 1)
        hint = f"did you mean '{near[0]}'?" if near else "write it as Europe/London or Asia/Shanghai"
        raise ValueError(f"no time zone '{name}'; {hint}") from error
    return name


Spans = Annotated[
    tuple[Span, ...],
    BeforeValidator(_spans),
    AfterValidator(_apart),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Zone = Annotated[str, AfterValidator(_zone)]


class Hours(Part):
    """When somebody is there."""

    timezone: Zone = Field(description="Where the clock hangs: `Europe/London`, `Asia/Shanghai`.")
    week: dict[str, Spans] = Field(
        min_length=1,
        description="Hours of each weekday or row of weekdays (`mon` to `sun`, `mon-fri`): `08:00-18:00`, or a list "
        "of such; `22:00-02:00` ends on the next day. A day that is not named is closed.",
    )
    holidays: dict[Day, Spans] = Field(
        default={}, description="Days with hours of their own, as `2026-12-24: 08:00-12:00`, or `closed`."
    )

    @field_validator("week")
    @classmethod
    def _of_weekdays(cls, week: dict[str, tuple[Span, ...]]) -> dict[str, tuple[Span, ...]]:
        named = [day for row in week for day in _row(row)]
        twice = sorted({WEEKDAYS[day] for day in named if named.count(day) > 1})
        if twice:
            raise ValueError(f"a weekday has its hours twice: {', '.join(twice)}")
        return week

    @model_validator(mode="after")
    def _opens_and_closes(self) -> "Hours":
        days = self._by_weekday()
        whole = sorted(
            (day * 1440 + since, day * 1440 + until) for day, spans in days.items() for since, until in spans
        )
        if not whole:
            raise ValueError("it never opens; give a weekday its hours")
        again = (whole[0][0] + WEEK_MINUTES, whole[0][1] + WEEK_MINUTES)
        if any(first[1] > second[0] for first, second in zip(whole, [*whole[1:], again], strict=True)):
            raise ValueError("the hours of one day reach into those of the next")
        return self

    def at(self, moment: datetime) -> datetime:
        """A moment by the clock that hangs there; one without a time zone is taken to be by that clock already."""
        return moment.astimezone(ZoneInfo(self.timezone)).replace(tzinfo=None) if moment.tzinfo else moment

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there at this time by the clock there."""
        return any(since <= at < until for day in (at.date() - DAY, at.date()) for since, until in self._spans_of(day))

    def next_opening(self, at: datetime) -> datetime:
        """The next time after this at which the hours begin."""
        last = max([at.date(), *self.holidays]) + 9 * DAY
        day = at.date()
        while day < last:
            for since, _ in self._spans_of(day):
                if since > at:
                    return since
            day += DAY
        raise AssertionError("a week after the last holiday it opens")

    def _spans_of(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The hours that begin on a day."""
        midnight = datetime.combine(day, time())
        for since, until in self.holidays.get(day, self._by_weekday().get(day.weekday(), ())):
            yield midnight + timedelta(minutes=since), midnight + timedelta(minutes=until)

    def _by_weekday(self) -> Mapping[int, tuple[Span, ...]]:
        return {day: spans for row, spans in self.week.items() for day in _row(row)}


def _row(written: str) -> list[int]:
    """The weekdays in "mon" or "mon-fri", the first of the week 0."""
    first, _, last = written.partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        raise ValueError(f"no weekday '{written}'; write mon, tue, wed, thu, fri, sat, sun, or mon-fri")
    since, until = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    return [day % 7 for day in range(since, until + (8 if until < since else 1))]
