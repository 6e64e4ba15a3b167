"""One caller's ticket at a desk where agents are: signs of life of the line, and what is new."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ivr.audio.line import Line
from ivr.dialogue.events import AgentAccepted, AgentFinished, AgentLost, PlaceChanged, TransferQueued
from ivr.errors import DatabaseError, NotNow
from ivr.handoff.desk import Desk
from ivr.handoff.estimate import Estimate, news
from ivr.handoff.estimate import News as EstimateNews
from ivr.handoff.ticket import Remark, Ticket, TicketStatus

BEAT_MS = 3_000
PLACE_MS = 5_000
"""How often the place is looked up: it costs more than the ticket alone."""

News: TypeAlias = PlaceChanged | AgentAccepted | AgentLost | AgentFinished
Estimates: TypeAlias = Callable[[Ticket], Estimate | None]
"""How long the caller of a ticket still waits; None where nobody can tell."""


def nobody_can_tell(_ticket: Ticket) -> Estimate | None:
    """No estimate."""
    return None


@dataclass(frozen=True, slots=True)
class Attended:
    """The desk behind a line where agents are.

    `messages` is the folder of voice messages, `agent_line` opens the agent's side of a local line, where there is one.
    """

    desk: Desk
    messages: Path
    estimates: Estimates = nobody_can_tell
    agent_line: Callable[[], Line] | None = None


class Attendance:
    """Looks after the ticket of one caller. What the database does not tell now it may tell a second later."""

    def __init__(self, attended: Attended) -> None:
        self._desk = attended.desk
        self._estimates = attended.estimates
        self._place: int | None = None
        self._told: Estimate | None = None
        self._told_ms = 0
        self._connected = False
        self._beat_ms = self._placed_ms = 0
        self.ticket: Ticket | None = None
        self.held = False

    @property
    def waits(self) -> bool:
        """Whether a caller's ticket is in the queue and they are on the line."""
        return self.ticket is not None

    def put(self, ticket: Ticket, now_ms: int) -> TransferQueued:
        """Keep a ticket, or what is new of the one that waits. Raises DatabaseError."""
        if self.ticket:
            self._renew(ticket)
        else:
            self._desk.queue.put(ticket)
        self.ticket = self._desk.queue.find(ticket.id) or ticket
        self._keep_line(now_ms)
        self._place, self._placed_ms = self._place_of(self.ticket), now_ms
        self._told, self._told_ms = self._estimates(self.ticket), now_ms
        return TransferQueued(self._place, attended=True, estimate=self._told)

    def look(self, now_ms: int) -> News | None:
        """What is new; nothing when the database does not answer."""
        if self.ticket is None:
            return None
        try:
            if now_ms - self._beat_ms >= BEAT_MS:
                self._keep_line(now_ms)
            found = self._desk.queue.find(self.ticket.id)
            return self._news(found, now_ms) if found else AgentFinished()
        except DatabaseError:
            return None

    def call_back(self, number: str) -> bool:
        """Keep the place for a callback; False when an agent was quicker. Raises DatabaseError."""
        return self._let_go(lambda ticket: self._desk.call_back(ticket, number))

    def leave_message(self, file: Path | None, typed: Remark | None = None) -> bool:
        """Keep the place for a voice message; False when an agent was quicker. Raises DatabaseError."""
        return self._let_go(lambda ticket: self._desk.leave_message(ticket, str(file or ""), typed))

    def leave(self) -> None:
        """The caller has hung up. Raises DatabaseError."""
        if self.ticket:
            self._let_go(self._desk.leave)

    def _let_go(self, move: Callable[[str], object]) -> bool:
        assert self.ticket is not None, "the caller has no ticket"
        try:
            move(self.ticket.id)
        except NotNow:
            return False
        self.ticket = None
        return True

    def _news(self, found: Ticket, now_ms: int) -> News | None:
        self.held = found.held
        match found.status:
            case TicketStatus.CONNECTED if not self._connected:
                self._connected = True
                return AgentAccepted(self._name(found.agent))
            case TicketStatus.WAITING if self._connected:
                self._connected = False
                return AgentLost()
            case TicketStatus.CLOSED | TicketStatus.LEFT | TicketStatus.EXPIRED:
                self.ticket = None
                return AgentFinished()
            case TicketStatus.WAITING if now_ms - self._placed_ms >= PLACE_MS:
                return self._moved(found, now_ms)
        return None

    def _moved(self, found: Ticket, now_ms: int) -> News | None:
        """What is worth telling: by the estimates, or the place alone where there are none."""
        self._placed_ms, before = now_ms, self._place
        self._place = self._place_of(found)
        if self._place is None:
            return None
        now = self._estimates(found)
        if now is None:
            return PlaceChanged(self._place) if self._place != before else None
        how = news(self._told, (now_ms - self._told_ms) / 1000, now)
        if how is EstimateNews.NONE:
            return None
        self._told, self._told_ms = now, now_ms
        return PlaceChanged(now.place, now, how)

    def _place_of(self, ticket: Ticket) -> int | None:
        waiting = [one.id for one in self._desk.queue.waiting(ticket.queue)]
        return waiting.index(ticket.id) + 1 if ticket.id in waiting else None

    def _renew(self, ticket: Ticket) -> None:
        """An agent who has it by now reads what was told before."""
        with contextlib.suppress(NotNow):
            self._desk.renew(ticket)

    def _keep_line(self, now_ms: int) -> None:
        self._beat_ms = now_ms
        if self.ticket:
            with contextlib.suppress(NotNow):
                self._desk.keep_line(self.ticket.id)

    def _name(self, agent: str) -> str:
        known = (one.agent for one in self._desk.queue.presences() if one.agent.name == agent)
        return next((one.full_name or one.name for one in known), agent)
