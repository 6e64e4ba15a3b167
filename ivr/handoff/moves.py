"""Every move of tickets and agents, as a pure step from what is to what will be.

Whoever keeps tickets applies a move to what it holds under a lock; so all of them play by the same rules.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from ivr.errors import NotNow
from ivr.handoff.agent import AgentState, Presence
from ivr.handoff.ticket import Remark, Ticket, TicketKind, TicketStatus

LEASE = timedelta(seconds=9)
"""How long an agent or a node may give no sign of life: with a look every second, a ticket is back within 10 s."""

BEAT = timedelta(seconds=3)
"""How often a sign of life is given: two may be lost."""


MOST_ATTEMPTS = 3
"""So often is a callback tried."""


@dataclass(frozen=True, slots=True)
class After:
    """What a move makes of a ticket and of agents, and what is to be told of it (`what`, and `detail` in words)."""

    what: str
    ticket: Ticket | None = None
    presence: Presence | None = None
    detail: str = ""
    other: Presence | None = None  # an agent besides the ticket's


@dataclass(frozen=True, slots=True)
class Before:
    """What was asked for by name, as it stands now."""

    of_ticket: Ticket | None = None
    of_agent: Presence | None = None
    of_other: Presence | None = None

    @property
    def ticket(self) -> Ticket:
        """The ticket that the move was asked for with."""
        assert self.of_ticket is not None, "the move was asked for without a ticket"
        return self.of_ticket

    @property
    def presence(self) -> Presence:
        """The agent."""
        assert self.of_agent is not None, "the move was asked for without an agent"
        return self.of_agent

    @property
    def other(self) -> Presence:
        """The other agent."""
        assert self.of_other is not None, "the move was asked for without another agent"
        return self.of_other


Move: TypeAlias = Callable[[Before], After]
"""Raises NotNow where the move cannot be made now."""


def sign_in(presence: Presence, now: datetime) -> After:
    """An agent comes to the desk, and takes nothing yet."""
    if presence.state is not AgentState.OFF:
        return beat(presence, now)
    return After("signed_in", presence=_turned(presence, AgentState.AWAY, now))


def become_available(presence: Presence, now: datetime) -> After:
    """An agent takes tickets from now on."""
    _needs(presence, AgentState.AWAY, AgentState.WRAP_UP, AgentState.AVAILABLE)
    return After("available", presence=_turned(presence, AgentState.AVAILABLE, now))


def go_away(presence: Presence, now: datetime) -> After:
    """An agent takes nothing for a while."""
    _needs(presence, AgentState.AVAILABLE, AgentState.WRAP_UP, AgentState.AWAY)
    return After("away", presence=_turned(presence, AgentState.AWAY, now))


def sign_out(presence: Presence, now: datetime) -> After:
    """An agent leaves the desk."""
    _needs(presence, AgentState.AVAILABLE, AgentState.WRAP_UP, AgentState.AWAY, AgentState.OFF)
    return After("signed_out", presence=replace(_turned(presence, AgentState.OFF, now), lease=None))


def beat(presence: Presence, now: datetime, ticket: Ticket | None = None) -> After:
    """An agent's browser or program is alive, and so is the connection of the ticket it has."""
    held = replace(ticket, lease=now + LEASE) if ticket and ticket.agent == presence.agent.name else None
    return After("", held, replace(presence, lease=now + LEASE))


def offer(ticket: Ticket, presence: Presence, now: datetime, ring: timedelta, why: str = "") -> After:
    """A ticket rings at an agent's, so long."""
    if ticket.status is not TicketStatus.WAITING:
        raise NotNow(f"{ticket.id} is {ticket.status} by now")
    _needs(presence, AgentState.AVAILABLE)
    until = now + ring
    offered = replace(ticket, status=TicketStatus.OFFERED, agent=presence.agent.name, since=now, lease=until)
    ringing = replace(_turned(presence, AgentState.RINGING, now), ticket=ticket.id, until=until)
    return After("offered", offered, ringing, why)


def accept(ticket: Ticket, presence: Presence, now: datetime) -> After:
    """The agent takes the ticket. Whoever has it already is told no less than that, as their answer may be lost."""
    if _has(ticket, presence):
        return After("")
    _rings_at(ticket, presence)
    taken = replace(ticket, status=TicketStatus.CONNECTED, since=now, lease=now + LEASE)
    return After("accepted", taken, replace(_turned(presence, AgentState.BUSY, now), ticket=ticket.id))


def take(ticket: Ticket, presence: Presence, now: datetime) -> After:
    """An agent takes a waiting ticket themselves."""
    offered = offer(ticket, presence, now, LEASE)
    assert offered.ticket is not None
    assert offered.presence is not None
    return accept(offered.ticket, offered.presence, now)


def decline(ticket: Ticket, presence: Presence, now: datetime) -> After:
    """The agent does not take it: it waits on at its place, and the agent for another one."""
    _rings_at(ticket, presence)
    return After("declined", _back(ticket, now, presence), _turned(presence, AgentState.AVAILABLE, now))


def not_answered(ticket: Ticket, presence: Presence, now: datetime) -> After:
    """It rang in vain: it waits on at its place; whoever does not answer is away."""
    _rings_at(ticket, presence)
    return After("not_answered", _back(ticket, now, presence), _turned(presence, AgentState.AWAY, now))


def hold(ticket: Ticket, presence: Presence, now: datetime) -> After:
    """The caller hears music, and not the agent."""
    _is_with(ticket, presence)
    return After("held", replace(ticket, held=True, lease=now + LEASE), presence)


def resume(ticket: Ticket, presence: Presence, now: datetime) -> After:
    """Agent and caller hear each other again."""
    _is_with(ticket, presence)
    return After("resumed", replace(ticket, held=False, lease=now + LEASE), presence)


def consult(ticket: Ticket, presence: Presence, other: Presence, now: datetime) -> After:
    """The agent asks another one while the caller is held."""
    _is_with(ticket, presence)
    _needs(other, AgentState.AVAILABLE)
    asked = replace(_turned(other, AgentState.BUSY, now), ticket=ticket.id)
    return After("consulted", replace(ticket, held=True, consulted=other.agent.name), presence, "", asked)


def end_consultation(ticket: Ticket, presence: Presence, other: Presence, now: datetime) -> After:
    """The other agent is free again."""
    _is_with(ticket, presence)
    if ticket.consulted != other.agent.name:
        raise NotNow(f"{other.agent.name} is not consulted about {ticket.id}")
    alone = replace(ticket, held=False, consulted="")
    return After("consultation_ended", alone, presence, "", _turned(other, AgentState.AVAILABLE, now))


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a ticket is passed on to; what is empty stays as it is. `note` is for whoever gets it next."""

    queue: str = ""
    skills: tuple[str, ...] | None = None
    priority: str = ""
    note: str = ""


def pass_on(ticket: Ticket, presence: Presence, onward: Onward, now: datetime, wrap_up: timedelta) -> After:
    """The ticket goes to another queue with its story and what the agent adds; it keeps the time it has waited."""
    _is_with(ticket, presence)
    remarks = (*ticket.transcript, Remark("agent", 0, onward.note)) if onward.note else ticket.transcript
    passed = replace(redirected(ticket, onward), transcript=remarks)
    waiting = _back(passed, now, presence)
    return After("passed_on", waiting, _wrapping_up(presence, now, wrap_up), onward.queue)


def redirected(ticket: Ticket, onward: Onward) -> Ticket:
    """The ticket with another queue, other skills, another priority."""
    return replace(
        ticket,
        queue=onward.queue or ticket.queue,
        skills=ticket.skills if onward.skills is None else onward.skills,
        priority=onward.priority or ticket.priority,
        note=onward.note or ticket.note,
    )


def redirect(ticket: Ticket, onward: Onward) -> After:
    """A supervisor moves a waiting ticket, or makes it more urgent."""
    if ticket.status is not TicketStatus.WAITING:
        raise NotNow(f"{ticket.id} is {ticket.status}", "Only tickets that wait can be moved")
    return After("moved", replace(redirected(ticket, onward), passed_over=()), None, onward.queue or onward.priority)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went, in the agent's word (`disposition`) and in their own words."""

    disposition: str
    note: str = ""


def finish(ticket: Ticket, presence: Presence, outcome: Outcome, now: datetime, wrap_up: timedelta) -> After:
    """The agent is done with the caller; twice in the same words is once."""
    if ticket.status is TicketStatus.CLOSED and ticket.agent == presence.agent.name and _says(ticket, outcome):
        return After("")
    _is_with(ticket, presence)
    closed = replace(
        ticket,
        status=TicketStatus.CLOSED,
        since=now,
        lease=None,
        held=False,
        disposition=outcome.disposition,
        note=outcome.note or ticket.note,
    )
    return After("finished", closed, _wrapping_up(presence, now, wrap_up), outcome.disposition)


def annotate(ticket: Ticket, agent: str, outcome: Outcome) -> After:
    """In the wrap-up the agent writes down how it went."""
    if ticket.status is not TicketStatus.CLOSED or ticket.agent != agent:
        raise NotNow(f"{ticket.id} was not finished by {agent}")
    disposition, note = outcome.disposition or ticket.disposition, outcome.note or ticket.note
    return After("annotated", replace(ticket, disposition=disposition, note=note), None, disposition)


def leave(ticket: Ticket, presence: Presence | None, now: datetime) -> After:
    """The caller hangs up; whose ticket it is has nothing to answer any more."""
    if ticket.status in (TicketStatus.CLOSED, TicketStatus.LEFT):
        raise NotNow(f"{ticket.id} is {ticket.status} already")
    gone = replace(ticket, status=TicketStatus.LEFT, since=now, lease=None, held=False)
    if ticket.status is TicketStatus.CONNECTED:  # they have talked: for the agent to finish
        return After("hung_up", replace(ticket, held=False), presence)
    free = presence and _turned(presence, AgentState.AVAILABLE, now)
    return After("left", gone, free)


def lapse(ticket: Ticket | None, presence: Presence, now: datetime, asked: Presence | None = None) -> After:
    """An agent of whom there was no sign of life: what they had waits on at its place, whom they `asked` is free."""
    off = replace(_turned(presence, AgentState.OFF, now), lease=None)
    if ticket is None or ticket.status not in (TicketStatus.OFFERED, TicketStatus.CONNECTED):
        return After("lost", None, off)
    if ticket.consulted == presence.agent.name:
        return After("consultation_ended", replace(ticket, consulted=""), off)
    if ticket.agent != presence.agent.name:
        return After("lost", None, off)
    free = asked if asked is None or asked.agent.name != ticket.consulted else _turned(asked, AgentState.AVAILABLE, now)
    return After("lost", _back(ticket, now), off, "", free)


def lapsed(presence: Presence, now: datetime) -> bool:
    """Whether there was no sign of life of an agent for too long."""
    return presence.state is not AgentState.OFF and presence.lease is not None and presence.lease < now


def rested(presence: Presence, now: datetime) -> bool:
    """Whether the time of a wrap-up is over."""
    return presence.state is AgentState.WRAP_UP and presence.until is not None and presence.until <= now


def rang_out(presence: Presence, now: datetime) -> bool:
    """Whether an offer has rung long enough."""
    return presence.state is AgentState.RINGING and presence.until is not None and presence.until <= now


def try_again_later(ticket: Ticket, presence: Presence, due: datetime, now: datetime, wrap_up: timedelta) -> After:
    """Nobody answered a callback: it waits on, and is not offered before; but not for ever."""
    _is_with(ticket, presence)
    if ticket.kind is not TicketKind.CALLBACK:
        raise NotNow(f"{ticket.id} is no callback")
    resting = _wrapping_up(presence, now, wrap_up)
    tried = replace(ticket, attempts=ticket.attempts + 1)
    if tried.attempts >= MOST_ATTEMPTS:
        return After("expired", replace(tried, status=TicketStatus.EXPIRED, since=now, lease=None), resting)
    return After("no_reply", replace(_back(tried, now), due=due), resting)


def _back(ticket: Ticket, now: datetime, presence: Presence | None = None) -> Ticket:
    """Waiting on at its place; not for an agent who has passed it over."""
    passed_over = ticket.passed_over
    if presence and presence.agent.name not in passed_over:
        passed_over = (*passed_over, presence.agent.name)
    return replace(
        ticket,
        status=TicketStatus.WAITING,
        agent="",
        since=now,
        lease=None,
        held=False,
        consulted="",
        passed_over=passed_over,
    )


def _turned(presence: Presence, state: AgentState, now: datetime) -> Presence:
    since = presence.since if presence.state is state and presence.since else now
    return replace(presence, state=state, since=since, ticket="", until=None, lease=now + LEASE)


def _wrapping_up(presence: Presence, now: datetime, wrap_up: timedelta) -> Presence:
    if not wrap_up:
        return _turned(presence, AgentState.AVAILABLE, now)
    return replace(_turned(presence, AgentState.WRAP_UP, now), until=now + wrap_up)


def _needs(presence: Presence, *states: AgentState) -> None:
    if presence.state not in states:
        raise NotNow(f"{presence.agent.name} is {presence.state} now")


def _rings_at(ticket: Ticket, presence: Presence) -> None:
    if ticket.status is not TicketStatus.OFFERED or ticket.agent != presence.agent.name:
        raise NotNow(f"{ticket.id} is not offered to {presence.agent.name} any more")
    _needs(presence, AgentState.RINGING)


def _has(ticket: Ticket, presence: Presence) -> bool:
    return ticket.status is TicketStatus.CONNECTED and ticket.agent == presence.agent.name


def _says(ticket: Ticket, outcome: Outcome) -> bool:
    return ticket.disposition == outcome.disposition and outcome.note in ("", ticket.note)


def _is_with(ticket: Ticket, presence: Presence) -> None:
    if not _has(ticket, presence):
        raise NotNow(f"{ticket.id} is not connected with {presence.agent.name}")
