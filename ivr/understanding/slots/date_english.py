"""Days as English speakers name them."""

import re
from collections.abc import Mapping
from datetime import date

from ivr.terms import Language
from ivr.understanding.slots import days
from ivr.understanding.slots.day_names import DayNames, Patterns, Reckoning, feast, iso, relative
from ivr.understanding.slots.numerals import MARK, Shadow

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
FEASTS: Mapping[str, tuple[int, int]] = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new year's": (1, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
}
RELATIVE: Mapping[str, int] = {
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "the day before yesterday": -2,
    "day before yesterday": -2,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "last night": -1,
}

_MONTH = rf"({'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_WEEKDAY = f"{'|'.join(WEEKDAYS)}|mon|tues?|wed|thurs?|thu|fri"
_YEAR = rf"(?: (?:of )?({MARK})(?: (?:oh )?({MARK}))?)?"
_UNIT = "days?|weeks?|fortnights?|months?|years?"


def _month(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _weekday(name: str) -> int:
    return next(at for at, day in enumerate(WEEKDAYS) if day.startswith(name[:3]))


def _year(shadow: Shadow, first: str | None, second: str | None) -> int | None:
    """ "2027", "two thousand and seven", "twenty twenty seven", "nineteen oh five"."""
    century, rest = shadow.whole(first), shadow.whole(second)
    if century is None:
        return None
    if 1000 <= century <= 9999:
        return century
    return century * 100 + rest if 10 <= century <= 99 and rest is not None and rest < 100 else None


def _named(here: Reckoning, month: int, mark: str, year: tuple[str | None, ...]) -> date | None:
    day, in_year = here.shadow.whole(mark), _year(here.shadow, *year)
    if day is None:
        return None
    return days.make_day(in_year, month, day) if in_year else days.nearest(here.today, month, day, past=here.past)


def _month_day(match: re.Match[str], here: Reckoning) -> date | None:
    month, day, *year = match.groups()
    return _named(here, _month(month), day, tuple(year))


def _day_month(match: re.Match[str], here: Reckoning) -> date | None:
    day, month, *year = match.groups()
    return _named(here, _month(month), day, tuple(year))


def _counted(match: re.Match[str], here: Reckoning) -> date | None:
    """ "in three days", "two weeks ago", "a week from monday"."""
    back = match.lastgroup == "ago" or (match.groupdict().get("ago") is not None)
    start = _start(match.groupdict().get("start"), here.today)
    return None if start is None else _moved(start, match["count"], match["unit"], here.shadow, back)


def _start(said: str | None, today: date) -> date | None:
    if said in (None, "now", "today"):
        return today
    assert said is not None
    return days.plus_days(today, 1) if said == "tomorrow" else days.coming_weekday(today, _weekday(said))


def _moved(start: date, count: str, unit: str, shadow: Shadow, back: bool) -> date | None:
    number = 1 if count in ("a", "an", "the") else shadow.whole(count)
    if number is None or abs(number) > 40_000:
        return None
    number = -number if back else number
    if unit.startswith("month"):
        return days.plus_months(start, number)
    if unit.startswith("year"):
        return days.plus_months(start, 12 * number)
    return days.plus_days(start, number * {"d": 1, "w": 7, "f": 14}[unit[0]])


def _of_week(match: re.Match[str], here: Reckoning) -> date | None:
    """ "monday", "this friday", "next wednesday" (of next week), "last monday", "tuesday next week"."""
    which, name, week = match["which"], match["day"], match["week"]
    weekday = _weekday(name)
    if week:
        return days.weekday_of_week(here.today, {"next": 1, "this": 0, "last": -1}[week], weekday)
    if which == "next":
        return days.weekday_of_week(here.today, 1, weekday)
    if which == "this":
        return here.today if weekday == here.today.weekday() else days.coming_weekday(here.today, weekday)
    if which in ("last", "past") or (here.past and not which):
        return days.latest_weekday(here.today, weekday)
    return days.coming_weekday(here.today, weekday)


def _weekday_and_day(match: re.Match[str], here: Reckoning) -> date | None:
    """ "monday the ninth": of the days with this number the first that is a Monday."""
    number = here.shadow.whole(match[2])
    first = here.today.replace(day=1)
    for months in range(24):
        month = days.plus_months(first, -months if here.past else months)
        found = days.make_day(month.year, month.month, number) if month and number else None
        in_time = found and (found <= here.today if here.past else found >= here.today)
        if found and in_time and found.weekday() == _weekday(match[1]):
            return found
    return None


def _of_month(match: re.Match[str], here: Reckoning) -> date | None:
    """ "the first of next month"."""
    return _day_of_month(here, match[2], match[1])


def _day_of_month(here: Reckoning, which: str, mark: str) -> date | None:
    number = here.shadow.whole(mark)
    month = days.plus_months(here.today.replace(day=1), {"next": 1, "last": -1}.get(which, 0))
    return days.make_day(month.year, month.month, number) if month and number else None


def _month_first(match: re.Match[str], here: Reckoning) -> date | None:
    """ "next month on the fifth"."""
    return _day_of_month(here, match[1], match[2])


def _end_of_month(match: re.Match[str], here: Reckoning) -> date | None:
    month = days.plus_months(here.today, {"next": 1, "last": -1}.get(match[1], 0))
    return days.last_of_month(month) if month else None


def _nth(match: re.Match[str], here: Reckoning) -> date | None:
    number = here.shadow.whole(match[1])
    return (
        days.day_of_month(here.today, number, past=here.past) if number and here.shadow.is_ordinal(match[1]) else None
    )


def _weekend(match: re.Match[str], here: Reckoning) -> date | None:
    return days.weekday_of_week(here.today, 1 if match[1] == "next" else 0, 5)


def _month_and_day_in_figures(match: re.Match[str], here: Reckoning) -> date | None:
    month = here.shadow.whole(match[1])
    return _named(here, month, match[2], match.groups()[2:]) if month and 1 <= month <= 12 else None


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])")


_ALWAYS: Patterns = (
    (_word("|".join(RELATIVE)), relative(RELATIVE)),
    (_word("|".join(sorted(FEASTS, key=len, reverse=True))), feast(FEASTS)),
    (re.compile(rf"({MARK})[ -]({MARK})[ -]({MARK})(?! ?{MARK})"), iso),
    (re.compile(rf"(?<![\w'])(?:(?:{_WEEKDAY}) )?(?:the )?{_MONTH} (?:the )?({MARK}){_YEAR}"), _month_day),
    (re.compile(rf"(?<![\w'])(?:(?:{_WEEKDAY}) )?(?:the )?({MARK}) (?:day )?(?:of )?{_MONTH}(?![\w']){_YEAR}"), _day_month),
    (_word(rf"in (?P<count>{MARK}|an?) (?P<unit>{_UNIT})"), _counted),
    (_word(rf"(?P<count>{MARK}|an?) (?P<unit>{_UNIT}) (?P<ago>ago)"), _counted),
    (_word(rf"(?P<count>{MARK}|an?) (?P<unit>{_UNIT}) from (?P<start>now|today|tomorrow|{'|'.join(WEEKDAYS)})"), _counted),
    (_word(rf"(?:(?P<which>next|this|last|past|coming) |on )?(?:(?:coming) )?(?P<day>{_WEEKDAY})(?: (?:of )?(?P<week>next|this|last) week)?"), _of_week),
    (re.compile(rf"(?<![\w'])({_WEEKDAY}) the ({MARK})"), _weekday_and_day),
    (re.compile(rf"(?:the )?({MARK}) (?:day )?of (next|this|last|the) month(?![\w'])"), _of_month),
    (re.compile(rf"(?P<month>next|this|last) month on the ({MARK})"), _month_first),
    (_word("(?:the )?end of (the|this|next|last) month"), _end_of_month),
    (re.compile(rf"(?<![\w'])the ({MARK})"), _nth),
    (_word("(?:(next|this|the|at the|on the) )weekend"), _weekend),
)  # fmt: skip
_ASKED: Patterns = (
    (re.compile(rf"^({MARK})$"), _nth),
    (re.compile(rf"^({MARK})[ /]({MARK}){_YEAR}$"), _month_and_day_in_figures),
)

ENGLISH_DAYS = DayNames(Language.ENGLISH, _ALWAYS, _ASKED)
