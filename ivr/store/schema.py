"""The schema of a database, brought to the newest revision of this program."""

from functools import cache
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, func, insert, inspect, select

from ivr.errors import DatabaseError
from ivr.store.tables import metadata

MIGRATIONS = Path(__file__).with_name("migrations")

REVISION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Where alembic writes which revision a database has."""

LOCK = 0x697672
"""PostgreSQL's number for "the schema is being changed"; it spells ivr."""


@cache
def revisions() -> tuple[str, ...]:
    """All that this program knows, the oldest first."""
    return tuple(sorted(path.stem[1:5] for path in (MIGRATIONS / "versions").glob("r*.py")))


def bring_up_to_date(engine: Engine) -> None:
    """Make the schema the newest, whatever it was; of several processes that want to, one does, and the others wait.

    Raises DatabaseError where a newer program has been here.
    """
    with engine.connect().execution_options(ivr_reads=True) as connection:
        if _is_newest(connection):
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        if not _is_newest(connection):
            _make(connection) if _is_empty(connection) else migrate(connection)


def migrate(connection: Connection) -> None:
    """Take every step that the database has not taken yet, in the transaction of this connection."""
    from alembic import command  # late: where nothing is to be done it is not needed
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")


def _make(connection: Connection) -> None:
    """What all the steps together would make of nothing."""
    metadata.create_all(connection)
    REVISION.create(connection)
    connection.execute(insert(REVISION).values(version_num=revisions()[-1]))


def _is_empty(connection: Connection) -> bool:
    return not {*metadata.tables, REVISION.name} & set(inspect(connection).get_table_names())


def _is_newest(connection: Connection) -> bool:
    if not inspect(connection).has_table(REVISION.name):
        return False
    revision = connection.execute(select(REVISION.c.version_num)).scalar()
    if revision is not None and revision not in revisions():
        raise DatabaseError(
            f"the database {connection.engine.url.render_as_string(hide_password=True)} was last used by a newer "
            f"version of this program (its revision is {revision}, the newest here {revisions()[-1]})",
            "Update this program, or set IVR_DATABASE to another database",
        )
    return revision == revisions()[-1]
