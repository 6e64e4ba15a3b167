"""The agent queue in memory: for tests, and for what is played through beside a real one."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from ivr.errors import NotNow
from ivr.handoff import moves
from ivr.handoff.agent import Agent, Presence, can_take
from ivr.handoff.bell import AGENTS, TICKETS, rung_by
from ivr.handoff.caller_moves import OPEN
from ivr.handoff.desk_queue import LATELY_MOST, MOST, Length
from ivr.handoff.moves import After, Before, Move
from ivr.handoff.passage import Passage, with_happenings
from ivr.handoff.service_level import Arrival
from ivr.handoff.ticket import ON_THE_LINE, URGENCY, Happening, Ticket, TicketStatus
from ivr.store.memory_bell import MemoryBell


class MemoryQueue:
    """A DeskQueue in memory, which rings its `bell`."""

    def __init__(self) -> None:
        self.bell = MemoryBell()
        self._tickets: dict[str, Ticket] = {}
        self._presences: dict[str, Presence] = {}
        self._happenings: list[Happening] = []

    def put(self, ticket: Ticket) -> int:
        self._tickets = {name: one for name, one in self._tickets.items() if one.call_id != ticket.call_id}
        self._tickets[ticket.id] = ticket
        self.bell.ring(TICKETS)
        return self.waiting(ticket.queue).index(ticket) + 1

    def waiting(self, queue: str | None = None) -> list[Ticket]:
        every = [one for one in self._tickets.values() if one.status is TicketStatus.WAITING]
        tickets = [one for one in every if queue in (None, one.queue)]
        return sorted(tickets, key=lambda ticket: (URGENCY[ticket.priority], ticket.created, ticket.id))

    def bare(self) -> list[Ticket]:
        return [replace(one, summary="", slots={}, transcript=(), summaries={}, tried=()) for one in self.waiting()]

    def last_agents(self, callers: Collection[str]) -> Mapping[str, str]:
        closed = [one for one in self._tickets.values() if one.status is TicketStatus.CLOSED and one.caller in callers]
        return {one.caller: one.agent for one in sorted(closed, key=lambda one: one.since or one.created) if one.agent}

    def find(self, ticket: str) -> Ticket | None:
        return self._tickets.get(ticket)

    def standing(self, statuses: Collection[TicketStatus], queue: str | None = None) -> list[Ticket]:
        found = [one for one in self._tickets.values() if one.status in statuses and queue in (None, one.queue)]
        return sorted(found, key=lambda one: (one.created, one.id), reverse=True)[:MOST]

    def lengths(self) -> list[Length]:
        by_queue: dict[str, list[datetime]] = {}
        for ticket in self.waiting():
            by_queue.setdefault(ticket.queue, []).append(ticket.created)
        return [Length(queue, len(created), min(created)) for queue, created in sorted(by_queue.items())]

    def arrivals(self, since: datetime) -> list[Arrival]:
        answered: dict[str, datetime] = {}
        for one in self._happenings:
            if one.what == "accepted":
                answered.setdefault(one.ticket, one.at)
        came = [one for one in self._tickets.values() if one.created >= since and one.kind in ON_THE_LINE]
        return [
            Arrival(
                one.queue,
                one.created,
                answered.get(one.id),
                one.since if one.status is TicketStatus.LEFT else None,
            )
            for one in sorted(came, key=lambda one: (one.created, one.id))
        ]

    def happenings(self, after: int) -> list[Happening]:
        return [one for one in self._happenings if one.number > after][:MOST]

    def newest_happening(self) -> int:
        return len(self._happenings)

    def enrol(self, agent: Agent) -> None:
        known = self._presences.get(agent.name)
        self._presences[agent.name] = replace(known, agent=agent) if known else Presence(agent)
        self.bell.ring(AGENTS)

    def presences(self) -> list[Presence]:
        return [self._presences[name] for name in sorted(self._presences)]

    def change(self, move: Move, now: datetime, ticket: str = "", agent: str = "", other: str = "") -> After:
        for name in filter(None, (agent, other)):
            if name not in self._presences:
                raise NotNow(f"there is no agent {name}")
        if ticket and ticket not in self._tickets:
            raise NotNow(f"there is no ticket {ticket}")
        before = Before(self._tickets.get(ticket), self._presences.get(agent), self._presences.get(other))
        after = move(before)
        self._keep(after, now, agent)
        return after

    def claim(self, agent: str, now: datetime) -> Ticket | None:
        presence = self._presences[agent]
        for ticket in self.waiting():
            theirs = not presence.agent.queues or ticket.queue in presence.agent.queues
            if theirs and (ticket.due is None or ticket.due <= now) and can_take(presence.agent, ticket):
                after = moves.take(ticket, presence, now)
                self._keep(after, now, agent)
                return after.ticket
        return None

    def history(self, ticket: str) -> list[Happening]:
        return [one for one in self._happenings if one.ticket == ticket]

    def lately(self, queue: str, since: datetime) -> list[Passage]:
        found = [
            one
            for one in self._tickets.values()
            if one.queue == queue and (one.status in OPEN or max(one.created, one.since or one.created) >= since)
        ]
        found.sort(key=lambda one: (one.created, one.id))
        newest = found[-LATELY_MOST:]
        bare = (Passage(one.id, one.priority, one.created, one.status) for one in newest)
        return with_happenings(bare, self._happenings)

    def _keep(self, after: After, now: datetime, agent: str) -> None:
        if after.ticket:
            self._tickets[after.ticket.id] = after.ticket
        for presence in filter(None, (after.presence, after.other)):
            self._presences[presence.agent.name] = presence
        if after.what and after.ticket:
            number = len(self._happenings) + 1
            self._happenings.append(Happening(after.ticket.id, now, after.what, agent, after.detail, number))
        self.bell.ring(*rung_by(after))
