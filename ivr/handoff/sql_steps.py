"""What is done with tickets and agents inside a transaction: locked, searched, written."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Update,
    bindparam,
    insert,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from ivr.errors import NotNow
from ivr.handoff.agent import Agent, Presence, can_take
from ivr.handoff.bell import rung_by
from ivr.handoff.moves import After, Before
from ivr.handoff.rows import (
    WANTED,
    WHOLE,
    as_presence,
    as_ticket,
    happening_row,
    presence_row,
    ticket_row,
    urgency,
    wants,
)
from ivr.handoff.ticket import Ticket, TicketStatus
from ivr.store.bell import ring
from ivr.store.tables import agents, happenings, tickets

IN_ORDER = (tickets.c.urgency, tickets.c.created, tickets.c.id)
"""The order of serving; there are indexes in this order, of those who wait."""

WAITING: ColumnElement[str] = literal_column(f"'{TicketStatus.WAITING}'")
"""Written out: whoever plans the query must see that it is what the indexes hold."""

TICKET = select(*WHOLE).where(tickets.c.id == bindparam("one")).with_for_update()
AGENT = select(agents).where(agents.c.name == bindparam("one")).with_for_update()
HAPPENED = insert(happenings).inline()
# statements are built once: that costs as much as they do

LOOKED_AT = 16
"""Tickets among which a claim first looks for one that the agent can take; then ten times as many, and so on."""


def waits_in(queue: str | None) -> ColumnElement[bool]:
    """Who waits, in one queue or in all."""
    waits = tickets.c.status == WAITING
    return waits if queue is None else waits & (tickets.c.queue == queue)


FIRST = (
    select(*WHOLE)
    .where(tickets.c.id.in_(bindparam("these", expanding=True)), waits_in(None))
    .order_by(*IN_ORDER)
    .limit(1)
    .with_for_update(skip_locked=True)
)
"""Of these tickets the first one that waits still and is not being taken just now."""


def served_before(ticket: Ticket) -> ColumnElement[bool]:
    """Who is served before a ticket."""
    return tuple_(*IN_ORDER) < tuple_(urgency(ticket.priority), ticket.created, ticket.id)


def lock_ticket(connection: Connection, ticket: str) -> Ticket:
    """A ticket that nobody else changes until the transaction ends. Raises NotNow where there is none."""
    row = connection.execute(TICKET, {"one": ticket}).one_or_none()
    if row is None:
        raise NotNow(f"there is no ticket {ticket}")
    return as_ticket(row)


def lock_agent(connection: Connection, agent: str) -> Presence:
    """The same for an agent."""
    row = connection.execute(AGENT, {"one": agent}).one_or_none()
    if row is None:
        raise NotNow(f"there is no agent {agent}")
    return as_presence(row)


def next_for(connection: Connection, presence: Presence, now: datetime) -> Ticket | None:
    """The next waiting ticket that the agent can take and nobody else is taking just now, locked."""
    for page in _pages(connection, presence.agent, now):
        theirs = [one.id for one in page if can_take(presence.agent, wants(*one[:3]))]
        if theirs:
            row = connection.execute(FIRST, {"these": theirs}).one_or_none()
            if row is not None:
                return as_ticket(row)
    return None


def _pages(connection: Connection, agent: Agent, now: datetime) -> Iterator[Sequence[Any]]:
    """Those who wait for this agent's queues, in order, nobody locked; each page longer than the one before."""
    given, most = {"now": now, "queues": agent.queues}, LOOKED_AT
    page = connection.execute(_page(bool(agent.queues), False), {**given, "most": most}).all()
    while page:
        yield page
        if len(page) < most:
            return
        last, most = zip(("urgency", "created", "id"), page[-1][-3:], strict=True), most * 10
        page = connection.execute(_page(bool(agent.queues), True), {**given, **dict(last), "most": most}).all()


@cache
def _page(of_queues: bool, after: bool) -> Select[Any]:
    due = or_(tickets.c.due.is_(None), tickets.c.due <= bindparam("now"))
    query = select(*WANTED, *IN_ORDER).where(waits_in(None), due)
    if of_queues:
        query = query.where(tickets.c.queue.in_(bindparam("queues", expanding=True)))
    if after:
        query = query.where(tuple_(*IN_ORDER) > tuple_(*(bindparam(one.name, type_=one.type) for one in IN_ORDER)))
    return query.order_by(*IN_ORDER).limit(bindparam("most"))


def keep(connection: Connection, before: Before, after: After, now: datetime, agent: str) -> None:
    """Write what a move made of things: what has changed, and what happened."""
    if after.ticket is not None and (new := ticket_row(after.ticket, before.of_ticket)):
        connection.execute(_writing(tickets.c.id, *new), {"one": after.ticket.id, **new})
    for presence, was in ((after.presence, before.of_agent), (after.other, before.of_other)):
        if presence is not None and (new := presence_row(presence, was)):
            connection.execute(_writing(agents.c.name, *new), {"one": presence.agent.name, **new})
    if after.what and after.ticket is not None:
        connection.execute(HAPPENED, happening_row(after, now, agent))
    if topics := rung_by(after):
        ring(connection, *topics)


@cache
def _writing(key: Column[str], *names: str) -> Update:
    return update(key.table).where(key == bindparam("one")).values({name: bindparam(name) for name in names})
