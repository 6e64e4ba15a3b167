"""Who can take what: sets of agents as the bits of a number, so that "who of these is free" is one operation."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from ivr.handoff.agent import Agent
from ivr.handoff.plan import DeskPlan
from ivr.handoff.waiting_room import Row, Wanted


class Roster:
    """The agents of a desk, numbered by their place in `agents`."""

    def __init__(self, agents: Sequence[Agent], plan: DeskPlan) -> None:
        self.agents = tuple(agents)
        self._plan = plan
        self._numbers = {agent.name: number for number, agent in enumerate(self.agents)}
        self._able: dict[Row, tuple[int, int]] = {}
        self._rows_of: list[list[Row]] = [[] for _ in self.agents]
        self._serving = cache(lambda queue: self._who(lambda one: not one.queues or queue in one.queues))
        self._speaking = cache(lambda tongue: self._who(lambda one: not one.languages or tongue in one.languages))
        self._skilled = cache(lambda skill, level: self._who(lambda one: one.skills.get(skill, 0) >= level))

    def of(self, names: Iterable[str]) -> int:
        """The set of the agents of these names; names that nobody has are left out."""
        return sum(1 << self._numbers[name] for name in set(names) if name in self._numbers)

    def rows_of(self, agents: int, rows: Sequence[Row]) -> Iterable[Row]:
        """Those of all the rows from which one of these agents may ever be given something."""
        for row in rows[len(self._able) :]:
            own, others = self._able[row] = self._find(row.wanted)
            for number in numbers(own | others):
                self._rows_of[number].append(row)
        return dict.fromkeys(row for number in numbers(agents) for row in self._rows_of[number])

    def able(self, row: Row) -> tuple[int, int]:
        """Who can take the tickets of a row, and who besides when they overflow."""
        return self._able[row]

    def _find(self, wanted: Wanted) -> tuple[int, int]:
        plan = self._plan.queue(wanted.queue)
        able = -1 if wanted.language is None else self._speaking(wanted.language)
        for skill, level in levels(wanted, plan.skills).items():
            able &= self._skilled(skill, level)
        own = able & self._serving(wanted.queue)
        return own, (able & self._serving(plan.overflow_to) & ~own if plan.overflow_to else 0)

    def _who(self, does: Callable[[Agent], bool]) -> int:
        return self.of(agent.name for agent in self.agents if does(agent))


def levels(wanted: Wanted, of_queue: Mapping[str, int]) -> Mapping[str, int]:
    """The skills that a ticket wants, each with the level it takes."""
    return {**dict.fromkeys(wanted.skills, 1), **of_queue}


def numbers(agents: int) -> Iterator[int]:
    """The numbers of the agents in a set."""
    while agents:
        last = agents & -agents
        yield last.bit_length() - 1
        agents ^= last
