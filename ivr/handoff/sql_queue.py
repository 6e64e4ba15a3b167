"""The agent queue in a database."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, case, delete, func, insert, literal, or_, select, update

from ivr.errors import NotNow
from ivr.handoff import moves
from ivr.handoff.agent import Agent, AgentState, Presence, can_take
from ivr.handoff.caller_moves import OPEN
from ivr.handoff.desk_queue import LATELY_MOST, MOST, Length
from ivr.handoff.moves import After, Before, Move
from ivr.handoff.passage import Passage, with_happenings
from ivr.handoff.service_level import Arrival
from ivr.handoff.ticket import ON_THE_LINE, Happening, Remark, Ticket, TicketKind, TicketStatus
from ivr.store.engine import transaction
from ivr.store.tables import agents, happenings, tickets
from ivr.terms import Language, Temper

URGENCY = case({"high": 0, "normal": 1, "low": 2}, value=tickets.c.priority, else_=1)
IN_ORDER = (URGENCY, tickets.c.created, tickets.c.id)

STORY: Mapping[str, Any] = {"summary": "", "slots": {}, "transcript": [], "summaries": {}, "tried": []}
"""What a bare ticket has instead of its story."""

BARE = [one for one in tickets.c if one.name not in STORY]

LOOKED_AT = 20
"""Tickets that a claim looks at, at a time, for one that the agent has the skills for."""


class SqlQueue:
    """Tickets, agents and what happened, in their tables; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, ticket: Ticket) -> int:
        with transaction(self._engine) as connection:
            connection.execute(delete(tickets).where(tickets.c.call_id == ticket.call_id))
            connection.execute(insert(tickets).values(**_ticket_row(ticket)))
            before = select(func.count()).where(_waits_in(ticket.queue), _served_before(ticket))
            return int(connection.execute(before).scalar_one()) + 1

    def waiting(self, queue: str | None = None) -> list[Ticket]:
        query = select(tickets).where(_waits_in(queue)).order_by(*IN_ORDER)
        with transaction(self._engine) as connection:
            return [_as_ticket(row) for row in connection.execute(query)]

    def bare(self) -> list[Ticket]:
        with transaction(self._engine) as connection:
            return [_as_ticket(row) for row in connection.execute(select(*BARE).where(_waits_in(None)))]

    def last_agents(self, callers: Collection[str]) -> Mapping[str, str]:
        closed = select(tickets.c.caller, tickets.c.agent).where(
            tickets.c.caller.in_(callers), tickets.c.status == TicketStatus.CLOSED, tickets.c.agent != ""
        )
        with transaction(self._engine) as connection:
            return {row.caller: row.agent for row in connection.execute(closed.order_by(tickets.c.since))}

    def find(self, ticket: str) -> Ticket | None:
        with transaction(self._engine) as connection:
            row = connection.execute(select(tickets).where(tickets.c.id == ticket)).one_or_none()
            return None if row is None else _as_ticket(row)

    def standing(self, statuses: Collection[TicketStatus], queue: str | None = None) -> list[Ticket]:
        query = select(tickets).where(tickets.c.status.in_(statuses))
        if queue is not None:
            query = query.where(tickets.c.queue == queue)
        query = query.order_by(tickets.c.created.desc(), tickets.c.id.desc()).limit(MOST)
        with transaction(self._engine) as connection:
            return [_as_ticket(row) for row in connection.execute(query)]

    def lengths(self) -> list[Length]:
        query = select(tickets.c.queue, func.count(), func.min(tickets.c.created)).where(_waits_in(None))
        query = query.group_by(tickets.c.queue).order_by(tickets.c.queue)
        with transaction(self._engine) as connection:
            return [Length(queue, waiting, _utc(first)) for queue, waiting, first in connection.execute(query)]

    def arrivals(self, since: datetime) -> list[Arrival]:
        accepted = func.min(happenings.c.at).filter(happenings.c.what == "accepted")
        query = (
            select(tickets.c.queue, tickets.c.created, accepted, tickets.c.status, tickets.c.since)
            .select_from(tickets.outerjoin(happenings, happenings.c.ticket == tickets.c.id))
            .where(tickets.c.created >= since, tickets.c.kind.in_(ON_THE_LINE))
            .group_by(tickets.c.id)
            .order_by(tickets.c.created, tickets.c.id)
        )
        with transaction(self._engine) as connection:
            return [
                Arrival(
                    queue,
                    _utc(created),
                    _utc(answered) if answered else None,
                    _utc(changed) if status == TicketStatus.LEFT else None,
                )
                for queue, created, answered, status, changed in connection.execute(query)
            ]

    def happenings(self, after: int) -> list[Happening]:
        query = select(happenings).where(happenings.c.number > after).order_by(happenings.c.number).limit(MOST)
        with transaction(self._engine) as connection:
            return [_as_happening(row) for row in connection.execute(query)]

    def newest_happening(self) -> int:
        with transaction(self._engine) as connection:
            return connection.execute(select(func.max(happenings.c.number))).scalar_one() or 0

    def enrol(self, agent: Agent) -> None:
        row = asdict(agent) | {"skills": dict(agent.skills)}
        with transaction(self._engine) as connection:
            changed = connection.execute(update(agents).where(agents.c.name == agent.name).values(**row))
            if not changed.rowcount:
                connection.execute(insert(agents).values(**row, state=AgentState.OFF, ticket=""))

    def presences(self) -> list[Presence]:
        with transaction(self._engine) as connection:
            return [_as_presence(row) for row in connection.execute(select(agents).order_by(agents.c.name))]

    def change(self, move: Move, now: datetime, ticket: str = "", agent: str = "", other: str = "") -> After:
        with transaction(self._engine) as connection:
            before = Before(
                _lock_ticket(connection, ticket) if ticket else None,
                _lock_agent(connection, agent) if agent else None,
                _lock_agent(connection, other) if other else None,
            )
            after = move(before)
            _keep(connection, after, now, agent)
            return after

    def claim(self, agent: str, now: datetime) -> Ticket | None:
        with transaction(self._engine) as connection:
            presence = _lock_agent(connection, agent)
            ticket = _next_for(connection, presence, now)
            if ticket is None:
                return None
            after = moves.take(ticket, presence, now)
            _keep(connection, after, now, agent)
            return after.ticket

    def history(self, ticket: str) -> list[Happening]:
        query = select(happenings).where(happenings.c.ticket == ticket).order_by(happenings.c.number)
        with transaction(self._engine) as connection:
            return [_as_happening(row) for row in connection.execute(query)]

    def lately(self, queue: str, since: datetime) -> list[Passage]:
        fresh = or_(tickets.c.status.in_(OPEN), tickets.c.created >= since, tickets.c.since >= since)
        passing = select(tickets.c.id, tickets.c.priority, tickets.c.created, tickets.c.status)
        newest_first = (tickets.c.created.desc(), tickets.c.id.desc())
        newest = passing.where(tickets.c.queue == queue, fresh).order_by(*newest_first).limit(LATELY_MOST)
        with transaction(self._engine) as connection:
            bare = [
                Passage(row.id, row.priority, _utc(row.created), TicketStatus(row.status))
                for row in connection.execute(newest)
            ]
            of_them = happenings.c.ticket.in_([one.ticket for one in bare])
            told = connection.execute(select(happenings).where(of_them).order_by(happenings.c.number))
            return with_happenings(reversed(bare), map(_as_happening, told))


def _waits_in(queue: str | None) -> ColumnElement[bool]:
    waits = tickets.c.status == TicketStatus.WAITING
    return waits if queue is None else waits & (tickets.c.queue == queue)


def _served_before(ticket: Ticket) -> ColumnElement[bool]:
    urgency = literal({"high": 0, "low": 2}.get(ticket.priority, 1))
    earlier = or_(
        tickets.c.created < ticket.created, (tickets.c.created == ticket.created) & (tickets.c.id < ticket.id)
    )
    return or_(urgency > URGENCY, (urgency == URGENCY) & earlier)


def _lock_ticket(connection: Connection, ticket: str) -> Ticket:
    row = connection.execute(select(tickets).where(tickets.c.id == ticket).with_for_update()).one_or_none()
    if row is None:
        raise NotNow(f"there is no ticket {ticket}")
    return _as_ticket(row)


def _lock_agent(connection: Connection, agent: str) -> Presence:
    row = connection.execute(select(agents).where(agents.c.name == agent).with_for_update()).one_or_none()
    if row is None:
        raise NotNow(f"there is no agent {agent}")
    return _as_presence(row)


def _next_for(connection: Connection, presence: Presence, now: datetime) -> Ticket | None:
    """The next waiting ticket that the agent can take and nobody else is taking just now, locked."""
    due = or_(tickets.c.due.is_(None), tickets.c.due <= now)
    query = select(tickets).where(_waits_in(None), due)
    if presence.agent.queues:
        query = query.where(tickets.c.queue.in_(presence.agent.queues))
    offset = 0
    while True:
        page = query.order_by(*IN_ORDER).limit(LOOKED_AT).offset(offset)
        rows = connection.execute(page).all()
        for row in rows:
            if can_take(presence.agent, _as_ticket(row)):
                mine = select(tickets).where(tickets.c.id == row.id, _waits_in(None))
                locked = connection.execute(mine.with_for_update(skip_locked=True)).one_or_none()
                if locked is not None:
                    return _as_ticket(locked)
        if len(rows) < LOOKED_AT:
            return None
        offset += LOOKED_AT


def _keep(connection: Connection, after: After, now: datetime, agent: str) -> None:
    if after.ticket is not None:
        row = _ticket_row(after.ticket)
        connection.execute(update(tickets).where(tickets.c.id == after.ticket.id).values(**row))
    for presence in (after.presence, after.other):
        if presence is not None:
            name, state = presence.agent.name, _presence_row(presence)
            connection.execute(update(agents).where(agents.c.name == name).values(**state))
    if after.what and after.ticket is not None:
        event = {"ticket": after.ticket.id, "at": now, "what": after.what, "agent": agent, "detail": after.detail}
        connection.execute(insert(happenings).values(**event))


def _ticket_row(ticket: Ticket) -> dict[str, Any]:
    row = {one.name: getattr(ticket, one.name) for one in fields(ticket)}
    lists = {name: list(row[name]) for name in ("skills", "tried", "passed_over")}
    words = {name: dict(row[name]) for name in ("slots", "summaries")}
    return row | lists | words | {"transcript": [asdict(remark) for remark in ticket.transcript]}


def _presence_row(presence: Presence) -> dict[str, Any]:
    return {name: getattr(presence, name) for name in ("state", "since", "ticket", "until", "lease")}


def _as_ticket(row: Row[Any]) -> Ticket:
    values = {**STORY, **row._mapping}
    return Ticket(
        **values
        | _times(values, "created", "since", "lease", "due", "line_lease")
        | {name: tuple(values[name]) for name in ("skills", "tried", "passed_over")}
        | {
            "transcript": tuple(Remark(**remark) for remark in values["transcript"]),
            "status": TicketStatus(values["status"]),
            "mood": Temper(values["mood"]),
            "kind": TicketKind(values["kind"]),
            "language": Language(values["language"]) if values["language"] else None,
        }
    )


def _as_presence(row: Row[Any]) -> Presence:
    values = dict(row._mapping)
    languages = tuple(Language(one) for one in values["languages"])
    agent = Agent(values["name"], values["full_name"], values["skills"], tuple(values["queues"]), languages)
    times = _times(values, "since", "until", "lease")
    return Presence(agent, AgentState(values["state"]), ticket=values["ticket"], **times)


def _as_happening(row: Row[Any]) -> Happening:
    return Happening(row.ticket, _utc(row.at), row.what, row.agent, row.detail, row.number)


def _times(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: _utc(values[name]) if values[name] else None for name in names}


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
