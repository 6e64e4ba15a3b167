"""What a supervisor sees: who waits, what was promised and kept, and what the agents do."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.console.desk_view import queues_of
from ivr.handoff import rank
from ivr.handoff.agent import Presence
from ivr.handoff.desk import Desk
from ivr.handoff.plan import QueuePlan
from ivr.handoff.service_level import Arrival, ServiceLevel, service_level
from ivr.handoff.ticket import Ticket

SHOWN = 100
"""So many of those who wait are shown."""


@dataclass(frozen=True, slots=True)
class QueueNow:
    """A queue: its promise, how it was kept today, who waits, and since when the first one does."""

    plan: QueuePlan
    level: ServiceLevel
    waiting: int
    first: datetime | None

    @property
    def kept(self) -> bool:
        """Whether the promise is kept today."""
        return self.level.share is None or self.level.share >= self.plan.target_share


@dataclass(frozen=True, slots=True)
class FloorView:
    """All queues with their sum, all agents, and who waits."""

    queues: tuple[QueueNow, ...]
    total: QueueNow
    agents: tuple[Presence, ...]
    waiting: tuple[Ticket, ...]
    more: int
    now: datetime

    @property
    def mark(self) -> Hashable:
        """Differs when something else is to be shown; signs of life are not."""
        waiting = tuple((one.id, one.queue, one.priority, one.since) for one in self.waiting)
        agents = tuple(repr(replace(one, lease=None)) for one in self.agents)
        return repr(self.queues), agents, waiting, self.more


def floor_view(desk: Desk, now: datetime) -> FloorView:
    """How things stand; "today" begins at midnight by the clock of this machine."""
    presences = desk.queue.presences()
    names = queues_of(desk, presences)
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    arrivals: dict[str, list[Arrival]] = defaultdict(list)
    for one in desk.queue.arrivals(midnight):
        arrivals[one.queue].append(one)
    lengths = {one.queue: one for one in desk.queue.lengths()}
    queues = []
    for name in sorted({*names, *arrivals}):
        plan, length = desk.plan.queue(name), lengths.get(name)
        level = service_level(arrivals[name], plan, now)
        queues.append(QueueNow(plan, level, length.waiting if length else 0, length.first if length else None))
    waiting = rank.in_order(desk.queue.bare(), desk.plan, now)
    return FloorView(
        tuple(queues), _sum(queues), tuple(presences), tuple(waiting[:SHOWN]), max(0, len(waiting) - SHOWN), now
    )


def _sum(queues: list[QueueNow]) -> QueueNow:
    """All of them: each caller by the target of their own queue."""
    level = ServiceLevel(sum(one.level.due for one in queues), sum(one.level.in_time for one in queues))
    firsts = [one.first for one in queues if one.first]
    return QueueNow(QueuePlan(""), level, sum(one.waiting for one in queues), min(firsts, default=None))
