"""Days counted from another: the arithmetic under `date`."""

import calendar
from datetime import date, timedelta

WEEK = 7


def plus_months(day: date, months: int) -> date | None:
    """The same day of another month, or that month's last; None outside the calendar."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def plus_days(day: date, days: int) -> date | None:
    """So many days later; None outside the calendar."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def weekday_of_week(today: date, weeks: int, weekday: int) -> date | None:
    """A day (0 is Monday) of the week that is so many after this one; weeks begin on Monday."""
    return plus_days(today, weeks * WEEK - today.weekday() + weekday)


def coming_weekday(today: date, weekday: int) -> date | None:
    """The next such day after today."""
    return plus_days(today, (weekday - today.weekday() - 1) % WEEK + 1)


def latest_weekday(today: date, weekday: int) -> date | None:
    """The last such day before today."""
    return plus_days(today, -((today.weekday() - weekday - 1) % WEEK + 1))


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest(today: date, month: int, day: int, *, past: bool) -> date | None:
    """The day of this name that comes next (today too), or was last: February 29 may be years away."""
    years = range(today.year, today.year - 9, -1) if past else range(today.year, today.year + 9)
    found = (make_day(year, month, day) for year in years)
    return next((one for one in found if one and (one <= today if past else one >= today)), None)


def day_of_month(today: date, day: int, *, past: bool) -> date | None:
    """The nearest day with this number: "the fifteenth"."""
    for months in range(3):
        first = plus_months(today.replace(day=1), -months if past else months)
        found = make_day(first.year, first.month, day) if first else None
        if found and (found <= today if past else found >= today):
            return found
    return None


def last_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
