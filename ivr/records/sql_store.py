"""Records in a database."""

from dataclasses import asdict
from datetime import UTC
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select, update

from ivr.records.model import CallRecord, Turn
from ivr.store import tables
from ivr.store.engine import transaction
from ivr.terms import Disposition, EndReason, Language


class SqlStore:
    """Calls and turns in their tables; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self, call: CallRecord) -> None:
        with transaction(self._engine) as connection:
            connection.execute(delete(tables.turns).where(tables.turns.c.call_id == call.id))
            connection.execute(delete(tables.calls).where(tables.calls.c.id == call.id))
            connection.execute(insert(tables.calls).values(**asdict(call)))

    def add(self, turn: Turn) -> None:
        with transaction(self._engine) as connection:
            connection.execute(insert(tables.turns).values(**asdict(turn)))

    def end(self, call: CallRecord) -> None:
        with transaction(self._engine) as connection:
            connection.execute(update(tables.calls).where(tables.calls.c.id == call.id).values(**asdict(call)))

    def calls(self) -> list[CallRecord]:
        with transaction(self._engine) as connection:
            rows = connection.execute(select(tables.calls).order_by(tables.calls.c.started, tables.calls.c.id))
            return [_as_call(row) for row in rows]

    def turns(self, call_id: str) -> list[Turn]:
        query = select(tables.turns).where(tables.turns.c.call_id == call_id).order_by(tables.turns.c.number)
        with transaction(self._engine) as connection:
            return [Turn(**row._mapping) for row in connection.execute(query)]


def _as_call(row: Row[Any]) -> CallRecord:
    fields = dict(row._mapping)
    started = fields["started"]
    return CallRecord(
        **fields
        | {
            "language": Language(fields["language"]),
            "started": started if started.tzinfo else started.replace(tzinfo=UTC),
            "disposition": Disposition(fields["disposition"]) if fields["disposition"] else None,
            "end_reason": EndReason(fields["end_reason"]) if fields["end_reason"] else None,
        }
    )
