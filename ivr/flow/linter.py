"""Everything that is looked at before a flow takes calls, and what is only warned of."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import TypeAlias

from ivr.errors import Problem
from ivr.flow.checks import branches, hours, knowledge, names, tables, understanding, values, ways
from ivr.flow.loader import LoadedFlow

Check: TypeAlias = Callable[[LoadedFlow], Iterator[Problem]]


def check(loaded: LoadedFlow) -> list[Problem]:
    """Every error of a loaded flow, in the order of its lines; empty when it can take calls."""
    rooms = (names, tables, values, branches, hours, understanding, knowledge, ways)
    return _found(loaded, (check for room in rooms for check in room.CHECKS)) or _found(loaded, ways.LAST)


def warnings(loaded: LoadedFlow, today: date) -> list[Problem]:
    """What may be meant so, in the order of its lines: answers that do not hold today, questions that are too alike."""
    return _found(
        loaded,
        [partial(knowledge.not_in_force, today=today), partial(hours.past_holidays, today=today), *knowledge.WARNINGS],
    )


def _found(loaded: LoadedFlow, checks: Iterable[Check]) -> list[Problem]:
    return sorted({problem for check in checks for problem in check(loaded)})
