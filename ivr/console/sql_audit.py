"""Who did what, in a database."""

from dataclasses import asdict, fields

from sqlalchemy import Engine, insert, select

from ivr.console.account import Deed
from ivr.store.engine import transaction
from ivr.store.tables import deeds

NAMES = [one.name for one in fields(Deed)]


class SqlAudit:
    """Deeds are added and read, never changed; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, deed: Deed) -> None:
        """Write a deed down."""
        with transaction(self._engine) as connection:
            connection.execute(insert(deeds).values(**asdict(deed)))

    def latest(self, limit: int = 200, who: str = "") -> list[Deed]:
        """The newest deeds, of everybody or of one, the newest first."""
        query = select(*(deeds.c[name] for name in NAMES)).order_by(deeds.c.number.desc()).limit(limit)
        with transaction(self._engine) as connection:
            rows = connection.execute(query.where(deeds.c.who == who) if who else query)
            return [Deed(**row._mapping) for row in rows]
