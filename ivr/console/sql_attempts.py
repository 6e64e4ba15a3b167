"""Attempts to sign in, in a database: a limit that a restart forgets is none."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, select

from ivr.console.secret import hash_of
from ivr.store.engine import transaction
from ivr.store.tables import sign_in_attempts as attempts

WINDOW = timedelta(minutes=15)


class SqlAttempts:
    """Who tried lately. Subjects are kept as hashes: a name that was typed may be a password."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, limits: Mapping[str, int], now: datetime) -> bool:
        """Count an attempt of these subjects; False, and not counted, where one has had as many as its limit."""
        with transaction(self._engine) as connection:
            _take_turns(connection, limits)
            connection.execute(delete(attempts).where(attempts.c.at <= now - WINDOW))
            for subject, limit in limits.items():
                had = select(func.count()).where(attempts.c.subject == hash_of(subject))
                if connection.execute(had).scalar_one() >= limit:
                    return False
            rows = [{"subject": hash_of(subject), "at": now} for subject in limits]
            connection.execute(insert(attempts), rows)
            return True

    def forget(self, subject: str) -> None:
        """They have shown who they are."""
        with transaction(self._engine) as connection:
            connection.execute(delete(attempts).where(attempts.c.subject == hash_of(subject)))


def _take_turns(connection: Connection, subjects: Iterable[str]) -> None:
    """Guesses at the same moment see each other; SQLite lets one write at a time anyway."""
    if connection.dialect.name == "postgresql":
        for number in sorted(int(hash_of(subject)[:15], 16) for subject in subjects):
            connection.execute(select(func.pg_advisory_xact_lock(number)))
