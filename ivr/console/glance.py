"""All queues at a glance, for supervisors."""

from collections import defaultdict
from datetime import datetime

from ivr.console.api_models import Expected, LevelKept, QueueLine, Queues
from ivr.handoff.desk import Desk
from ivr.handoff.desk_queue import Length
from ivr.handoff.estimates import Estimates
from ivr.handoff.plan import QueuePlan
from ivr.handoff.service_level import Arrival, service_level
from ivr.handoff.ticket import Ticket
from ivr.handoff.waiting import estimate


def overview(desk: Desk, since: datetime, now: datetime) -> Queues:
    """Who waits where, and how each queue has kept what it promises since then."""
    lengths = {one.queue: one for one in desk.queue.lengths()}
    arrivals: dict[str, list[Arrival]] = defaultdict(list)
    for one in desk.queue.arrivals(since):
        arrivals[one.queue].append(one)
    names = sorted({*desk.plan.queues, *lengths, *arrivals})
    estimates = Estimates(desk)
    lines = [
        _line(desk.plan.queue(name), lengths.get(name), arrivals[name], _expected(estimates, name, now), now)
        for name in names
    ]
    return Queues(since=since, queues=lines)


def _expected(estimates: Estimates, queue: str, now: datetime) -> Expected:
    """For a caller who comes now and wants nothing in particular; it is told to nobody, and so it is not kept."""
    newcomer = Ticket("", "", queue, (), "normal", "", "", now)
    return Expected.model_validate(estimate(estimates.facts(newcomer)))


def _line(
    plan: QueuePlan, length: Length | None, arrivals: list[Arrival], expected: Expected, now: datetime
) -> QueueLine:
    kept = service_level(arrivals, plan, now)
    return QueueLine(
        name=plan.name,
        waiting=length.waiting if length else 0,
        first=length.first if length else None,
        longest_wait_s=max(0, int((now - length.first).total_seconds())) if length else 0,
        target_s=plan.target_s,
        target_share=plan.target_share,
        service_level=LevelKept(due=kept.due, in_time=kept.in_time, share=kept.share),
        expected=expected,
    )
