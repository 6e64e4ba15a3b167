"""Waiting tickets, sorted so that the next one is found without looking at all of them.

Tickets that the same agents can take and that began equally urgent stand in one row, first come first served: as all
of a row age alike, only the first ones of the rows have to be compared.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from typing import NamedTuple

from ivr.handoff.ticket import Ticket
from ivr.terms import Language


class Wanted(NamedTuple):
    """What the tickets of one row have in common."""

    queue: str
    priority: str
    skills: tuple[str, ...]
    language: Language | None


class Waiting(NamedTuple):
    """A ticket at its place in a row."""

    created: float
    id: str
    ticket: Ticket


@dataclass(slots=True, eq=False)
class Row:
    """Tickets that want the same, the oldest first. It stays when it is empty: more of its kind will come."""

    wanted: Wanted
    tickets: list[Waiting] = field(default_factory=list)

    def put(self, ticket: Ticket) -> None:
        """A ticket at its place."""
        if not self.holds(ticket):
            insort(self.tickets, Waiting(ticket.created.timestamp(), ticket.id, ticket))

    def take(self, ticket: Ticket) -> None:
        """Without this ticket, if it is there."""
        if self.holds(ticket):
            del self.tickets[self._place(ticket)]

    def holds(self, ticket: Ticket) -> bool:
        """Whether this ticket stands in the row."""
        at = self._place(ticket)
        return at < len(self.tickets) and self.tickets[at].id == ticket.id

    def _place(self, ticket: Ticket) -> int:
        return bisect_left(self.tickets, (ticket.created.timestamp(), ticket.id))


class WaitingRoom:
    """The waiting tickets; those who are not due yet stand aside."""

    def __init__(self) -> None:
        self._tickets: dict[str, Ticket] = {}
        self._rows: list[Row] = []
        self._by_wanted: dict[Wanted, Row] = {}
        self._aside: list[tuple[datetime, str]] = []

    def __len__(self) -> int:
        return len(self._tickets)

    def put(self, ticket: Ticket) -> None:
        """A ticket waits, or something about one that waits is new."""
        known = self._tickets.get(ticket.id)
        if known is not None and _where(known) == _where(ticket):
            return
        self.take(ticket.id)
        self._tickets[ticket.id] = ticket
        if ticket.due is None:
            self._row(ticket).put(ticket)
        else:
            heappush(self._aside, (ticket.due, ticket.id))

    def take(self, ticket: str) -> None:
        """A ticket does not wait any more."""
        known = self._tickets.pop(ticket, None)
        if known is not None:
            self._row(known).take(known)

    def bring_up_to(self, tickets: Iterable[Ticket]) -> None:
        """From now on these tickets wait, and no others."""
        there = {ticket.id: ticket for ticket in tickets}
        for gone in self._tickets.keys() - there.keys():
            self.take(gone)
        for ticket in there.values():
            self.put(ticket)

    def rows(self, now: datetime) -> Sequence[Row]:
        """The rows as they are now: whoever has become due stands in one. New ones come last."""
        while self._aside and self._aside[0][0] <= now:
            due, name = heappop(self._aside)
            ticket = self._tickets.get(name)
            if ticket is not None and ticket.due == due:
                self._row(ticket).put(ticket)
        return self._rows

    def _row(self, ticket: Ticket) -> Row:
        wanted = Wanted(ticket.queue, ticket.priority, tuple(sorted(set(ticket.skills))), ticket.language)
        if wanted not in self._by_wanted:
            self._by_wanted[wanted] = Row(wanted)
            self._rows.append(self._by_wanted[wanted])
        return self._by_wanted[wanted]


def _where(ticket: Ticket) -> tuple[object, ...]:
    """All that routing looks at; a sign of life of a caller's line changes none of it."""
    wanted = ticket.queue, ticket.priority, ticket.skills, ticket.language
    return *wanted, ticket.created, ticket.due, ticket.passed_over, ticket.since, ticket.caller
