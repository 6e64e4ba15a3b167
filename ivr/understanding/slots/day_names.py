"""Ways to name a day: patterns over a text whose numerals are marks, each with what reads it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ivr.terms import Language
from ivr.understanding.slots import days
from ivr.understanding.slots.numerals import Shadow, numerals


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a named day is counted from: the numbers of its sentence, the day of the call, and which way it lies."""

    shadow: Shadow
    today: date
    past: bool


Reading = Callable[[re.Match[str], Reckoning], date | None]
Patterns = Sequence[tuple[re.Pattern[str], Reading]]


@dataclass(frozen=True)
class DayNames:
    """How one language names days: always, and further ways (`asked`) where a day was asked for."""

    language: Language
    always: Patterns
    asked: Patterns

    def find(self, text: str, today: date, *, past: bool, asked: bool) -> Iterator[tuple[date, tuple[int, int]]]:
        """Every day named in a normalised text; `past` for days that lie behind."""
        shadow = Shadow(text, numerals(text, self.language, decimals=False))
        here = Reckoning(shadow, today, past)
        for pattern, read in (*self.always, *(self.asked if asked else ())):
            for match in pattern.finditer(shadow.text):
                day = read(match, here)
                if day is not None:
                    yield day, shadow.span(match)


def relative(names: Mapping[str, int]) -> Reading:
    """Reads names of days that lie so many days ahead: "tomorrow", 后天."""
    return lambda match, here: days.plus_days(here.today, names[match[0]])


def feast(names: Mapping[str, tuple[int, int]]) -> Reading:
    """Reads names of days that have a month and a day: "christmas", 元旦."""
    return lambda match, here: days.nearest(here.today, *names[match[0]], past=here.past)


def iso(match: re.Match[str], here: Reckoning) -> date | None:
    """Year, month and day in figures."""
    year, month, day = (here.shadow.whole(mark) for mark in match.groups())
    return days.make_day(year, month, day) if year and year > 1000 and month and day else None
