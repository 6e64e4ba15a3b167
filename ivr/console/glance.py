"""All queues at a glance, for supervisors."""

from collections import defaultdict
from datetime import datetime

from ivr.console.api_models import LevelKept, QueueLine, Queues
from ivr.handoff.desk import Desk
from ivr.handoff.desk_queue import Length
from ivr.handoff.service_level import Arrival, service_level


def overview(desk: Desk, since: datetime, now: datetime) -> Queues:
    """Who waits where, and how each queue has kept what it promises since then."""
    lengths = {one.queue: one for one in desk.queue.lengths()}
    arrivals: dict[str, list[Arrival]] = defaultdict(list)
    for one in desk.queue.arrivals(since):
        arrivals[one.queue].append(one)
    names = sorted({*desk.plan.queues, *lengths, *arrivals})
    return Queues(since=since, queues=[_line(desk, name, lengths.get(name), arrivals[name], now) for name in names])


def _line(desk: Desk, name: str, length: Length | None, arrivals: list[Arrival], now: datetime) -> QueueLine:
    plan = desk.plan.queue(name)
    kept = service_level(arrivals, plan, now)
    return QueueLine(
        name=name,
        waiting=length.waiting if length else 0,
        first=length.first if length else None,
        longest_wait_s=max(0, int((now - length.first).total_seconds())) if length else 0,
        target_s=plan.target_s,
        target_share=plan.target_share,
        service_level=LevelKept(due=kept.due, in_time=kept.in_time, share=kept.share),
    )
