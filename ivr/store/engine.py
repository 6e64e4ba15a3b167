"""The way to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.schema import CreateColumn

from ivr.errors import DatabaseError, SettingError
from ivr.store.tables import metadata

BUSY_MS = 10_000
"""How long a writer waits for another process's write to finish."""


def open_engine(url: str) -> Engine:
    """An engine for a database URL, its tables created where they are missing. Raises DatabaseError, SettingError."""
    try:
        place = make_url(url)
    except ArgumentError as error:
        raise SettingError("IVR_DATABASE is not a database URL", "For example sqlite:///calls.sqlite") from error
    try:
        if place.get_backend_name() == "sqlite" and place.database:
            Path(place.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(place)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_to_write)
        metadata.create_all(engine)
        _add_new_columns(engine)
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


def unreachable(error: Exception, place: str) -> DatabaseError:
    """The error for a database that does not answer; tells its kind, and none of the data."""
    cause = type(getattr(error, "orig", None) or error).__name__
    return DatabaseError(
        f"the database {place} cannot be used ({cause})",
        "Check that it is there and can be written, or set IVR_DATABASE",
    )


def _add_new_columns(engine: Engine) -> None:
    """Give the tables of an older database the columns that have come since; another process may do so just now."""
    for table, column in _missing(engine):
        definition = CreateColumn(column).compile(dialect=engine.dialect)
        try:
            with engine.begin() as connection:
                connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {definition}"))
        except DBAPIError:
            if (table, column) in _missing(engine):
                raise


def _missing(engine: Engine) -> list[tuple[Table, Column[Any]]]:
    there = inspect(engine)
    columns = {table: {one["name"] for one in there.get_columns(table.name)} for table in metadata.sorted_tables}
    return [(table, column) for table, names in columns.items() for column in table.columns if column.name not in names]


def _begin_to_write(connection: Connection) -> None:
    """What a transaction has read nobody else changes before it writes: it waits for its turn when it begins."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers beside a writer (WAL), a commit that survives a power cut, and waiting instead of failing at once."""
    connection.isolation_level = None  # sqlite3 begins no transactions by itself
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
