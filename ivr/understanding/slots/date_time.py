"""A day and a time together: "tomorrow at half past three", "at ten on Friday", 明天下午三点半."""

import re
from collections.abc import Sequence
from datetime import datetime

from ivr.terms import Language
from ivr.understanding.slots.date import DateSlot, dates, problem_of_day
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.slots.time_of_day import TimeSlot, problem_of_time, times
from ivr.understanding.spec import SlotSpec

BETWEEN = re.compile(r"(?: |at|on|around|about|in the|of|的|大概|大约|,)*")
"""What may stand between the day and the time."""


class DateTimeSlot:
    """A day and a time as `2026-03-05T15:30`; of one without the other the rest is asked for."""

    takes = frozenset({"when", "min", "max"})

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        days, hours = dates(text, spec, moment), times(text, moment.language, asked=False)
        pairs = [
            Found(
                f"{datetime.combine(day, hour):%Y-%m-%dT%H:%M}",
                (min(span[0], other[0]), max(span[1], other[1])),
                problem_of_day(day, spec, moment) or problem_of_time(hour, spec),
            )
            for day, span in days
            for hour, other in hours
            if _beside(text, span, other)
        ]
        if pairs:
            return sorted(pairs, key=lambda one: one.problem != "")
        if days or not moment.asked:
            return [Found(day.isoformat(), span, "time_missing") for day, span in days]
        alone = times(text, moment.language, asked=True)
        return [Found(f"{hour:%H:%M}", span, "day_missing") for hour, span in alone]

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        joints = () if language is Language.MANDARIN else ("tomorrow at", "today at", "monday at", "morning at")
        return (*DateSlot().phrases(spec, language), *TimeSlot().phrases(spec, language), *joints)


def _beside(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether nothing that means anything stands between them; they may share words ("tonight", 今晚)."""
    first, second = sorted((one, other))
    return BETWEEN.fullmatch(text, first[1], max(first[1], second[0])) is not None
