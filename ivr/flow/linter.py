"""Everything that is looked at before a flow takes calls, and what is only warned of."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import TypeAlias

from ivr.errors import Problem
from ivr.flow.checks import (
    branches,
    examples,
    hours,
    knowledge,
    names,
    prompts,
    queues,
    tables,
    understanding,
    values,
    voices,
    ways,
)
from ivr.flow.loader import LoadedFlow

Check: TypeAlias = Callable[[LoadedFlow], Iterator[Problem]]


def check(loaded: LoadedFlow) -> list[Problem]:
    """Every error of a loaded flow, in the order of its lines; empty when it can take calls."""
    rooms = (names, tables, values, branches, hours, understanding, examples, knowledge, voices, ways)
    return _found(loaded, (check for room in rooms for check in room.CHECKS)) or _found(loaded, ways.LAST)


def warnings(loaded: LoadedFlow, today: date) -> list[Problem]:
    """What may be meant so, in the order of its lines: intents that are confused, answers that do not hold today."""
    dated = [partial(check, today=today) for check in (knowledge.not_in_force, hours.past_holidays)]
    rooms = (tables, hours, examples, knowledge, prompts, queues)
    return _found(loaded, [*dated, *(check for room in rooms for check in room.WARNINGS)])


def _found(loaded: LoadedFlow, checks: Iterable[Check]) -> list[Problem]:
    return sorted({problem for check in checks for problem in check(loaded)})
