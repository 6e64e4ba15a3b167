"""How many callers were served in time: what a queue promises, and how it has kept that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.handoff.plan import QueuePlan


@dataclass(frozen=True, slots=True)
class Arrival:
    """A caller who came to wait on the line, when an agent was first there, and when they hung up before (UTC)."""

    queue: str
    created: datetime
    answered: datetime | None = None
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """Of `due` callers `in_time` were served within the target.

    Due is who was served, has hung up later than the target, or waits longer than that. Who hung up sooner was no
    failure of the agents', and who has only come may still be served in time.
    """

    due: int = 0
    in_time: int = 0

    @property
    def share(self) -> float | None:
        """In time, 0 to 1; None where nobody was due."""
        return self.in_time / self.due if self.due else None


def service_level(arrivals: Iterable[Arrival], plan: QueuePlan, now: datetime) -> ServiceLevel:
    """How those who came to one queue were served, up to now."""
    target = timedelta(seconds=plan.target_s)
    waits = [((one.answered or one.left or now) - one.created, one.answered is not None) for one in arrivals]
    due = [(wait, answered) for wait, answered in waits if answered or wait > target]
    return ServiceLevel(len(due), sum(wait <= target for wait, answered in due if answered))
