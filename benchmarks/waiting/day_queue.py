"""The queue in memory, quick enough for days with thousands of callers."""

from bisect import bisect_left, insort
from datetime import datetime
from typing import TypeAlias

from ivr.handoff.agent import Presence
from ivr.handoff.caller_moves import OPEN
from ivr.handoff.desk_queue import LATELY_MOST
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.moves import After
from ivr.handoff.passage import Passage
from ivr.handoff.ticket import URGENCY, Happening, Ticket, TicketStatus

Key: TypeAlias = tuple[int, datetime, str]


class DayQueue(MemoryQueue):
    """The same promises; who waits is kept in order, and what is over is looked at once."""

    def __init__(self) -> None:
        super().__init__()
        self._line: list[Key] = []
        self._came: list[str] = []
        self._of_each: dict[str, list[Happening]] = {}
        self._over: dict[str, Passage] = {}

    def put(self, ticket: Ticket) -> int:
        self._tickets[ticket.id] = ticket
        self._came.append(ticket.id)
        self._of_each[ticket.id] = []
        insort(self._line, _key(ticket))
        return bisect_left(self._line, _key(ticket)) + 1

    def presence(self, agent: str) -> Presence:
        """What one agent is doing."""
        return self._presences[agent]

    def waiting(self, queue: str | None = None) -> list[Ticket]:
        return [self._tickets[key[-1]] for key in self._line]

    def bare(self) -> list[Ticket]:
        return self.waiting()

    def lately(self, queue: str, since: datetime) -> list[Passage]:
        found: list[Passage] = []
        for name in reversed(self._came):
            ticket = self._tickets[name]
            if ticket.status in OPEN or max(ticket.created, ticket.since or ticket.created) >= since:
                found.append(self._over.get(name) or self._passage(ticket))
            if len(found) == LATELY_MOST:
                break
        return found[::-1]

    def _passage(self, ticket: Ticket) -> Passage:
        passage = Passage(ticket.id, ticket.priority, ticket.created, ticket.status, tuple(self._of_each[ticket.id]))
        if ticket.status not in OPEN:
            self._over[ticket.id] = passage
        return passage

    def _keep(self, after: After, now: datetime, agent: str) -> None:
        if after.ticket:
            self._move_in_line(self._tickets[after.ticket.id], after.ticket)
        before = len(self._happenings)
        super()._keep(after, now, agent)
        for happening in self._happenings[before:]:
            self._of_each[happening.ticket].append(happening)

    def _move_in_line(self, before: Ticket, ticket: Ticket) -> None:
        waited, waits = (one.status is TicketStatus.WAITING for one in (before, ticket))
        if waits and not waited:
            insort(self._line, _key(ticket))
        elif waited and not waits:
            del self._line[bisect_left(self._line, _key(before))]


def _key(ticket: Ticket) -> Key:
    return URGENCY[ticket.priority], ticket.created, ticket.id
