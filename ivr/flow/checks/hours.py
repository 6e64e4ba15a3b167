"""Opening hours that there are not, those that nothing asks about, and holidays that are all over."""

import re
from collections.abc import Iterator
from datetime import date

from ivr.errors import Problem
from ivr.flow.author_file import Trail
from ivr.flow.checks.names import known
from ivr.flow.loader import LoadedFlow
from ivr.flow.node import Unattended


def attended(loaded: LoadedFlow) -> Iterator[Problem]:
    """The hours of each queue, and where callers go out of them."""
    desks: list[tuple[Trail, Unattended]] = [(("hand_over",), loaded.flow.hand_over)]
    desks += [(("nodes", name, "transfer"), node.transfer) for name, node in loaded.flow.nodes.items() if node.transfer]
    for trail, desk in desks:
        if desk.hours is not None and desk.out_of_hours is not None:
            yield from known(loaded, "no-such-hours", desk.hours, loaded.flow.hours, (*trail, "hours"))
            yield from known(loaded, "no-such-node", desk.out_of_hours, loaded.flow.nodes, (*trail, "out_of_hours"))


def unused(loaded: LoadedFlow) -> Iterator[Problem]:
    """Hours that no queue, branch or prompt asks about: callers are answered as if it were always open."""
    elsewhere = loaded.flow.model_dump_json(exclude={"hours"})
    for name in loaded.flow.hours:
        if not re.search(rf'hours\.{name}\b|"hours":"{name}"', elsewhere):
            message, fix = f"hours.{name}: nothing asks about these hours", "Name them at a transfer, or branch on them"
            yield loaded.places.problem(("hours", name), "unused-hours", message, fix, of_key=True, severity="warning")


def past_holidays(loaded: LoadedFlow, today: date) -> Iterator[Problem]:
    """Hours whose every holiday lies behind: those of this year were forgotten."""
    for name, hours in loaded.flow.hours.items():
        if hours.holidays and max(hours.holidays) < today:
            trail, message = ("hours", name, "holidays"), f"hours.{name}.holidays: all of these days are over"
            yield loaded.places.problem(trail, "past-holidays", message, "Write those to come", severity="warning")


CHECKS = (attended,)
WARNINGS = (unused,)
