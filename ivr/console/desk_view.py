"""What an agent sees at the desk."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.handoff import rank
from ivr.handoff.agent import Agent, AgentState, Presence
from ivr.handoff.desk import Desk
from ivr.handoff.ticket import Happening, Ticket, TicketStatus

SHOWN = 30
"""So many of those who wait are shown."""


@dataclass(frozen=True, slots=True)
class DeskView:
    """The agent, what they have (or have just finished), the others, and who waits in their queues."""

    own: Presence
    ticket: Ticket | None
    history: tuple[Happening, ...]
    free: tuple[Agent, ...]
    queues: tuple[str, ...]
    waiting: tuple[Ticket, ...]
    more: int
    now: datetime

    @property
    def mark(self) -> Hashable:
        """Differs when something else is to be shown; signs of life are not."""
        ticket = self.ticket and repr(replace(self.ticket, lease=None, line_lease=None))
        waiting = tuple((one.id, one.queue, one.priority, one.since) for one in self.waiting)
        own = repr(replace(self.own, lease=None))
        return own, ticket, len(self.history), self.free and repr(self.free), self.queues, waiting, self.more

    @property
    def asked(self) -> bool:
        """Whether another agent asks them about the ticket."""
        return self.ticket is not None and self.ticket.consulted == self.own.agent.name

    @property
    def why(self) -> str:
        """Why it rings here, in the words of routing."""
        offers = [one.detail for one in self.history if one.what == "offered" and one.agent == self.own.agent.name]
        return offers[-1] if offers else ""


def desk_view(desk: Desk, agent: str, now: datetime) -> DeskView:
    """How things stand for an agent."""
    presences = desk.queue.presences()
    own = next((one for one in presences if one.agent.name == agent), Presence(Agent(agent)))
    waiting = rank.in_order((one for one in desk.queue.bare() if _serves(own.agent, one)), desk.plan, now)
    ticket = desk.queue.find(own.ticket) if own.ticket else _just_finished(desk, own)
    others = [one for one in presences if one.agent.name != agent]
    return DeskView(
        own=own,
        ticket=ticket,
        history=tuple(desk.queue.history(ticket.id)) if ticket else (),
        free=tuple(one.agent for one in others if one.state is AgentState.AVAILABLE),
        queues=queues_of(desk, presences),
        waiting=tuple(waiting[:SHOWN]),
        more=max(0, len(waiting) - SHOWN),
        now=now,
    )


def queues_of(desk: Desk, presences: list[Presence]) -> tuple[str, ...]:
    """The queues that are planned, served, or waited in."""
    served = {queue for one in presences for queue in one.agent.queues}
    return tuple(sorted({*desk.plan.queues, *served, *(one.queue for one in desk.queue.lengths())}))


def _serves(agent: Agent, ticket: Ticket) -> bool:
    return not agent.queues or ticket.queue in agent.queues


def _just_finished(desk: Desk, own: Presence) -> Ticket | None:
    """In the wrap-up: the ticket that it is about."""
    if own.state is not AgentState.WRAP_UP:
        return None
    closed = desk.queue.standing([TicketStatus.CLOSED])
    return next((one for one in closed if one.agent == own.agent.name and one.since == own.since), None)
