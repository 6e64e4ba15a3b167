"""The agent queue in a database."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select, update

from ivr.handoff import moves
from ivr.handoff.agent import Agent, AgentState, Presence
from ivr.handoff.bell import AGENTS, TICKETS
from ivr.handoff.caller_moves import OPEN
from ivr.handoff.desk_queue import LATELY_MOST, MOST, Length
from ivr.handoff.moves import After, Before, Move
from ivr.handoff.passage import Passage, with_happenings
from ivr.handoff.rows import BARE, WHOLE, as_happening, as_presence, as_ticket, ticket_row
from ivr.handoff.service_level import Arrival
from ivr.handoff.sql_steps import IN_ORDER, keep, lock_agent, lock_ticket, next_for, served_before, waits_in
from ivr.handoff.ticket import ON_THE_LINE, Happening, Ticket, TicketStatus
from ivr.store.bell import ring
from ivr.store.engine import reading, settled
from ivr.store.tables import agents, happenings, tickets


class SqlQueue:
    """Tickets, agents and what happened, in their tables; every method is one transaction.

    Whoever changes several rows locks the ticket first and then the agents by name, so nobody waits in a circle.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, ticket: Ticket) -> int:
        def step(connection: Connection) -> int:
            connection.execute(delete(tickets).where(tickets.c.call_id == ticket.call_id))
            connection.execute(insert(tickets).values(**ticket_row(ticket)))
            ring(connection, TICKETS)
            before = select(func.count()).where(waits_in(ticket.queue), served_before(ticket))
            return int(connection.execute(before).scalar_one()) + 1

        return settled(self._engine, step)

    def waiting(self, queue: str | None = None) -> list[Ticket]:
        query = select(*WHOLE).where(waits_in(queue)).order_by(*IN_ORDER)
        with reading(self._engine) as connection:
            return [as_ticket(row) for row in connection.execute(query)]

    def bare(self) -> list[Ticket]:
        with reading(self._engine) as connection:
            return [as_ticket(row) for row in connection.execute(select(*BARE).where(waits_in(None)))]

    def last_agents(self, callers: Collection[str]) -> Mapping[str, str]:
        closed = select(tickets.c.caller, tickets.c.agent).where(
            tickets.c.caller.in_(callers), tickets.c.status == TicketStatus.CLOSED, tickets.c.agent != ""
        )
        with reading(self._engine) as connection:
            return {row.caller: row.agent for row in connection.execute(closed.order_by(tickets.c.since))}

    def find(self, ticket: str) -> Ticket | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(*WHOLE).where(tickets.c.id == ticket)).one_or_none()
            return None if row is None else as_ticket(row)

    def standing(self, statuses: Collection[TicketStatus], queue: str | None = None) -> list[Ticket]:
        query = select(*WHOLE).where(tickets.c.status.in_(statuses))
        if queue is not None:
            query = query.where(tickets.c.queue == queue)
        query = query.order_by(tickets.c.created.desc(), tickets.c.id.desc()).limit(MOST)
        with reading(self._engine) as connection:
            return [as_ticket(row) for row in connection.execute(query)]

    def lengths(self) -> list[Length]:
        query = select(tickets.c.queue, func.count(), func.min(tickets.c.created)).where(waits_in(None))
        query = query.group_by(tickets.c.queue).order_by(tickets.c.queue)
        with reading(self._engine) as connection:
            return [Length(queue, waiting, first) for queue, waiting, first in connection.execute(query)]

    def arrivals(self, since: datetime) -> list[Arrival]:
        accepted = func.min(happenings.c.at).filter(happenings.c.what == "accepted")
        query = (
            select(tickets.c.queue, tickets.c.created, accepted, tickets.c.status, tickets.c.since)
            .select_from(tickets.outerjoin(happenings, happenings.c.ticket == tickets.c.id))
            .where(tickets.c.created >= since, tickets.c.kind.in_(ON_THE_LINE))
            .group_by(tickets.c.id)
            .order_by(tickets.c.created, tickets.c.id)
        )
        with reading(self._engine) as connection:
            return [
                Arrival(
                    queue,
                    created,
                    answered,
                    changed if status == TicketStatus.LEFT else None,
                )
                for queue, created, answered, status, changed in connection.execute(query)
            ]

    def happenings(self, after: int) -> list[Happening]:
        query = select(happenings).where(happenings.c.number > after).order_by(happenings.c.number).limit(MOST)
        with reading(self._engine) as connection:
            return [as_happening(row) for row in connection.execute(query)]

    def newest_happening(self) -> int:
        with reading(self._engine) as connection:
            return connection.execute(select(func.max(happenings.c.number))).scalar_one() or 0

    def enrol(self, agent: Agent) -> None:
        row = asdict(agent) | {"skills": dict(agent.skills)}

        def step(connection: Connection) -> None:
            known = connection.execute(update(agents).where(agents.c.name == agent.name).values(**row))
            if not known.rowcount:
                connection.execute(insert(agents).values(**row, state=AgentState.OFF, ticket=""))
            ring(connection, AGENTS)

        settled(self._engine, step)

    def presences(self) -> list[Presence]:
        with reading(self._engine) as connection:
            return [as_presence(row) for row in connection.execute(select(agents).order_by(agents.c.name))]

    def change(self, move: Move, now: datetime, ticket: str = "", agent: str = "", other: str = "") -> After:
        def step(connection: Connection) -> After:
            of_ticket = lock_ticket(connection, ticket) if ticket else None
            there = {name: lock_agent(connection, name) for name in sorted({agent, other} - {""})}
            before = Before(of_ticket, there.get(agent), there.get(other))
            after = move(before)
            keep(connection, before, after, now, agent)
            return after

        return settled(self._engine, step)

    def claim(self, agent: str, now: datetime) -> Ticket | None:
        def step(connection: Connection) -> Ticket | None:
            presence = lock_agent(connection, agent)
            ticket = next_for(connection, presence, now)
            if ticket is None:
                return None
            after = moves.take(ticket, presence, now)
            keep(connection, Before(ticket, presence), after, now, agent)
            return after.ticket

        return settled(self._engine, step)

    def history(self, ticket: str) -> list[Happening]:
        query = select(happenings).where(happenings.c.ticket == ticket).order_by(happenings.c.number)
        with reading(self._engine) as connection:
            return [as_happening(row) for row in connection.execute(query)]

    def lately(self, queue: str, since: datetime) -> list[Passage]:
        fresh = or_(tickets.c.status.in_(OPEN), tickets.c.created >= since, tickets.c.since >= since)
        passing = select(tickets.c.id, tickets.c.priority, tickets.c.created, tickets.c.status)
        newest_first = (tickets.c.created.desc(), tickets.c.id.desc())
        newest = passing.where(tickets.c.queue == queue, fresh).order_by(*newest_first).limit(LATELY_MOST)
        with reading(self._engine) as connection:
            bare = [
                Passage(row.id, row.priority, row.created, TicketStatus(row.status))
                for row in connection.execute(newest)
            ]
            of_them = happenings.c.ticket.in_([one.ticket for one in bare])
            told = connection.execute(select(happenings).where(of_them).order_by(happenings.c.number))
            return with_happenings(reversed(bare), map(as_happening, told))
