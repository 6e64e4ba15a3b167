"""Which of the waiting tickets comes first."""

from collections.abc import Iterable
from datetime import datetime

from ivr.handoff.plan import DeskPlan, QueuePlan
from ivr.handoff.ticket import Ticket

PRIORITIES = {"low": 0, "normal": 1, "high": 2}

PRESSING = 0.5
"""A ticket counts one priority more from this share of its queue's target on."""


def urgency(priority: str, waited_s: float, plan: QueuePlan) -> int:
    """How much a ticket counts; of two of one queue and priority, the older one never counts less."""
    return PRIORITIES.get(priority, 1) + steps(waited_s, plan) + is_pressing(waited_s, plan)


def steps(waited_s: float, plan: QueuePlan) -> int:
    """The priorities that a ticket has gained by waiting."""
    return int(max(waited_s, 0) // plan.ages_s) if plan.ages_s else 0


def is_pressing(waited_s: float, plan: QueuePlan) -> bool:
    """Whether a ticket is about to miss the target of its queue, or has missed it."""
    return plan.target_s > 0 and waited_s >= PRESSING * plan.target_s


def waited_s(ticket: Ticket, now: datetime) -> float:
    """For how long a ticket has waited."""
    return (now - ticket.created).total_seconds()


def is_due(ticket: Ticket, now: datetime) -> bool:
    """Whether a ticket may be offered yet: a callback not before its time."""
    return ticket.due is None or ticket.due <= now


def in_order(tickets: Iterable[Ticket], plan: DeskPlan, now: datetime) -> list[Ticket]:
    """Waiting tickets, the first one first: whoever counts most, then whoever came first. Who is not due is last."""

    def place(ticket: Ticket) -> tuple[bool, int, datetime, str]:
        counts = urgency(ticket.priority, waited_s(ticket, now), plan.queue(ticket.queue))
        return not is_due(ticket, now), -counts, ticket.created, ticket.id

    return sorted(tickets, key=place)
