"""The agent queue in a database."""

from dataclasses import asdict
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, Engine, Row, case, delete, insert, select

from ivr.handoff.ticket import Remark, Ticket, TicketKind, TicketStatus
from ivr.store.engine import transaction
from ivr.store.tables import tickets
from ivr.terms import Language, Temper

URGENCY = case({"high": 0, "normal": 1, "low": 2}, value=tickets.c.priority, else_=1)


class SqlQueue:
    """Tickets in the table `tickets`; every put is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, ticket: Ticket) -> int:
        with transaction(self._engine) as connection:
            connection.execute(delete(tickets).where(tickets.c.call_id == ticket.call_id))
            connection.execute(insert(tickets).values(**_as_row(ticket)))
            order = [other.id for other in _waiting(connection, ticket.queue)]
        return order.index(ticket.id) + 1

    def waiting(self, queue: str | None = None) -> list[Ticket]:
        with transaction(self._engine) as connection:
            return _waiting(connection, queue)


def _waiting(connection: Connection, queue: str | None) -> list[Ticket]:
    """Urgent ones first, then first come, first served."""
    query = select(tickets).where(tickets.c.status == TicketStatus.WAITING)
    if queue is not None:
        query = query.where(tickets.c.queue == queue)
    return [_as_ticket(row) for row in connection.execute(query.order_by(URGENCY, tickets.c.created, tickets.c.id))]


def _as_row(ticket: Ticket) -> dict[str, Any]:
    values = {
        "status": ticket.status.value,
        "mood": ticket.mood.value,
        "kind": ticket.kind.value,
        "skills": list(ticket.skills),
    }
    return asdict(ticket) | values


def _as_ticket(row: Row[Any]) -> Ticket:
    fields = dict(row._mapping)
    created = fields["created"]
    return Ticket(
        **fields
        | {
            "skills": tuple(fields["skills"]),
            "transcript": tuple(Remark(**remark) for remark in fields["transcript"]),
            "status": TicketStatus(fields["status"]),
            "mood": Temper(fields["mood"]),
            "kind": TicketKind(fields["kind"]),
            "language": Language(fields["language"]) if fields["language"] else None,
            "created": created if created.tzinfo else created.replace(tzinfo=UTC),
        }
    )
