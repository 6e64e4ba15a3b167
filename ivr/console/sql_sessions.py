"""Sessions in a database: they survive a restart and can be ended from anywhere."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, or_, select, update

from ivr.console.account import Session
from ivr.console.secret import hash_of, new_secret
from ivr.store.engine import transaction
from ivr.store.tables import sessions

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""A session in use is written down as often as this."""


class SqlSessions:
    """Who is signed in where; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self, account: str, now: datetime) -> str:
        """A new session; returns what its cookie holds. Sessions that are over are forgotten."""
        secret = new_secret()
        with transaction(self._engine) as connection:
            connection.execute(delete(sessions).where(_over(now)))
            row = {"id": hash_of(secret), "account": account, "started": now, "seen": now}
            connection.execute(insert(sessions).values(**row))
        return secret

    def find(self, secret: str, now: datetime, used: bool = True) -> Session | None:
        """The session of a cookie, unless it is over. Where it is `used` by a person it stays open for longer."""
        mine = sessions.c.id == hash_of(secret)
        with transaction(self._engine) as connection:
            row = connection.execute(select(sessions).where(mine, ~_over(now))).one_or_none()
            if row is None:
                return None
            if used and now - row.seen >= SEEN_EVERY:
                connection.execute(update(sessions).where(mine).values(seen=now))
            return Session(row.id, row.account, row.started, row.seen)

    def end(self, secret: str) -> None:
        """This one is over."""
        self._delete(sessions.c.id == hash_of(secret))

    def end_all(self, account: str, but: str = "") -> None:
        """All of an account are over, `but` the one of this id."""
        self._delete((sessions.c.account == account) & (sessions.c.id != but))

    def _delete(self, which: Any) -> None:
        with transaction(self._engine) as connection:
            connection.execute(delete(sessions).where(which))


def _over(now: datetime) -> Any:
    return or_(sessions.c.seen <= now - IDLE, sessions.c.started <= now - LONGEST)
