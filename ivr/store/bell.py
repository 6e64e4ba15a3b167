"""The bell in a database: PostgreSQL tells whoever listens, SQLite is looked at."""

import threading
from typing import Any

from sqlalchemy import Connection, Engine, func, literal, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update
from sqlalchemy.exc import SQLAlchemyError

from ivr.store.memory_bell import Listening, MemoryBell
from ivr.store.tables import rings

LOOK_S = 0.05
"""How often SQLite is looked at; also how soon a bell notices that it is closed."""

RETRY_S = 1.0
"""How long after a lost connection the next one is tried."""

READY_S = 5.0
"""How long a first listener waits for the connection."""


def ring(connection: Connection, *topics: str) -> None:
    """Ring when this transaction is kept, and only then."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(_channel(), " ".join(topics))))
    else:
        rung = insert_or_update(rings).values([{"topic": one, "number": 1} for one in topics])
        connection.execute(rung.on_conflict_do_update(set_={"number": rings.c.number + 1}))


def _channel() -> Any:
    """Tables of the same names in another schema have a bell of their own."""
    return literal("ivr_") + func.current_schema()


class SqlBell(MemoryBell):
    """A Bell for everybody who works with the same database: one connection and one thread for a whole process."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._ready, self._closed = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def listener(self, *topics: str) -> Listening:
        one = super().listener(*topics)
        with self._lock:
            if self._thread is None and not self._closed.is_set():
                self._thread = threading.Thread(target=self._listen, name="bell", daemon=True)
                self._thread.start()
        self._ready.wait(READY_S)
        return one

    def close(self) -> None:
        """Nobody hears anything any more."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def _listen(self) -> None:
        """Through any number of connections; what rang between two of them may have been missed, so all are told."""
        hear = self._hear_postgres if self._engine.dialect.name == "postgresql" else self._hear_sqlite
        while not self._closed.is_set():
            try:
                own = self._engine.raw_connection()
                own.detach()
                try:
                    hear(own.dbapi_connection)
                finally:
                    own.close()
            except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error):
                self._closed.wait(RETRY_S)

    def _begin(self) -> None:
        if self._ready.is_set():
            self.ring_all()
        self._ready.set()

    def _hear_postgres(self, connection: Any) -> None:
        connection.autocommit = True
        (channel,) = connection.execute("SELECT quote_ident('ivr_' || current_schema())").fetchone()
        connection.execute(f"LISTEN {channel}")
        self._begin()
        while not self._closed.is_set():
            for note in connection.notifies(timeout=LOOK_S):
                self.ring(*note.payload.split())

    def _hear_sqlite(self, connection: Any) -> None:
        version, before = self._version(connection), self._rung(connection)
        self._begin()
        while not self._closed.wait(LOOK_S):
            if (now := self._version(connection)) != version:
                version, rung = now, self._rung(connection)
                self.ring(*(topic for topic, number in rung.items() if before.get(topic) != number))
                before = rung

    @staticmethod
    def _version(connection: Any) -> int:
        """Another number whenever anybody else has written."""
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    @staticmethod
    def _rung(connection: Any) -> dict[str, int]:
        return dict(connection.execute("SELECT topic, number FROM rings").fetchall())
