"""What an author is told about opening hours: holidays that are all over."""

from datetime import date

from ivr.errors import Problem
from ivr.flow.loader import LoadedFlow


def warnings(loaded: LoadedFlow, today: date) -> list[Problem]:
    """Hours whose every holiday lies behind: those of this year were forgotten."""
    found = []
    for name, hours in loaded.flow.hours.items():
        if hours.holidays and max(hours.holidays) < today:
            message = f"hours.{name}.holidays: all of these days are over"
            found.append(loaded.places.problem(("hours", name, "holidays"), message, "Write those to come"))
    return found
