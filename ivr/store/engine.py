"""The way to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from ivr.errors import DatabaseError, SettingError
from ivr.store.schema import bring_up_to_date

BUSY_MS = 10_000
"""How long a writer waits for another process's write to finish."""


TRIES = 5
"""How often a transaction is made anew that the database has undone."""

GAVE_WAY = frozenset(("40001", "40P01"))
"""PostgreSQL undid a transaction because of another one: no order of the two was possible, or each waited for the
other."""

Result = TypeVar("Result")


def open_engine(url: str) -> Engine:
    """An engine for a database URL, with the newest schema, made or migrated. Raises DatabaseError, SettingError."""
    try:
        place = make_url(url)
    except ArgumentError as error:
        raise SettingError("IVR_DATABASE is not a database URL", "For example sqlite:///calls.sqlite") from error
    try:
        engine = _engine(place)
        try:
            bring_up_to_date(engine)
        except BaseException:
            engine.dispose()
            raise
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise unreachable(error, place.render_as_string(hide_password=True)) from error
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction: all of it or nothing. Raises DatabaseError."""
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise unreachable(error, engine.url.render_as_string(hide_password=True)) from error


def settled(engine: Engine, step: Callable[[Connection], Result]) -> Result:
    """What a transaction comes to, which is tried again where the database gave way to another one. Raises
    DatabaseError."""
    for tries_left in reversed(range(TRIES)):
        try:
            with engine.begin() as connection:
                return step(connection)
        except SQLAlchemyError as error:
            if not tries_left or getattr(getattr(error, "orig", None), "sqlstate", None) not in GAVE_WAY:
                raise unreachable(error, engine.url.render_as_string(hide_password=True)) from error
    raise AssertionError("the last try returns or raises")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, and waits for no writer. Raises DatabaseError."""
    try:
        with engine.connect().execution_options(ivr_reads=True) as connection, connection.begin():
            yield connection
    except SQLAlchemyError as error:
        raise unreachable(error, engine.url.render_as_string(hide_password=True)) from error


def unreachable(error: Exception, place: str) -> DatabaseError:
    """The error for a database that does not answer; tells its kind, and none of the data."""
    cause = type(getattr(error, "orig", None) or error).__name__
    return DatabaseError(
        f"the database {place} cannot be used ({cause})",
        "Check that it is there and can be written, or set IVR_DATABASE",
    )


def _engine(place: URL) -> Engine:
    if place.get_backend_name() == "sqlite" and place.database:
        Path(place.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(place)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """What a transaction has read nobody else changes before it writes: it waits for its turn when it begins."""
    reads = connection.get_execution_options().get("ivr_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers beside a writer (WAL), a commit that survives a power cut, and waiting instead of failing at once."""
    connection.isolation_level = None  # sqlite3 begins no transactions by itself
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
