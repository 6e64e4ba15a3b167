"""Every schema that this project ever had becomes the newest one, with all that was in it; on SQLite and PostgreSQL."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text

from ivr.errors import DatabaseError
from ivr.handoff.agent import Agent
from ivr.handoff.desk import Desk
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Remark, Ticket, TicketKind, TicketStatus
from ivr.publishing.sql_versions import SqlVersions
from ivr.records.sql_store import SqlStore
from ivr.store.engine import open_engine
from ivr.store.schema import MIGRATIONS, migrate, revisions
from ivr.store.tables import metadata
from ivr.terms import Language, Temper
from ivr.testing import FakeClock

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"
SHAPES = sorted(path.name.removesuffix(".sqlite.sql") for path in SCHEMAS.glob("*.sqlite.sql"))
KINDS = ("sqlite", "postgresql")


def make(url: str, kind: str, shape: str) -> None:
    """A database as an earlier program left it."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in (SCHEMAS / f"{shape}.{kind}.sql").read_text("utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


def differences(engine: Engine) -> list[object]:
    """Between the database and the tables that the program expects."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def known_since(shape: str, first: int) -> bool:
    """Whether that shape has what the shape of that number brought."""
    return int(shape.split("-", 1)[0]) >= first


@pytest.mark.parametrize("shape", SHAPES)
def test_what_was_in_an_older_database_is_there(shape: str, kind: str, database: Callable[[str], str]) -> None:
    """Tickets in their order, the call, its turn, what is live, who is at the desk; what is new is as usual."""
    url = database(kind)
    make(url, kind, shape)
    for _ in range(2):
        engine = open_engine(url)
        queue, records, versions = SqlQueue(engine), SqlStore(engine), SqlVersions(engine)
        tickets, calls, turns = queue.waiting(), records.calls(), records.turns("a")
        live, agents, happened = versions.versions("shop"), queue.presences(), queue.history("T-a")
        found = differences(engine)
        engine.dispose()

        ticket = tickets[1]
        assert found == []
        assert [one.id for one in tickets] == ["T-d", "T-a", "T-b", "T-c"]
        assert (ticket.created, ticket.skills, ticket.transcript) == (
            datetime(2026, 3, 2, 9, 1, tzinfo=UTC),
            ("refund",),
            (Remark("caller", 1200, "退款"),),
        )
        assert ticket.mood is (Temper.ANNOYED if known_since(shape, 2) else Temper.CALM)
        assert ticket.kind is (TicketKind.CALLBACK if known_since(shape, 4) else TicketKind.CALL)
        assert ticket.language is (Language.MANDARIN if known_since(shape, 6) else None)
        assert (ticket.agent, ticket.held, ticket.attempts, ticket.tried) == ("", False, 0, ())
        assert [(one.id, one.duration_ms) for one in calls] == [("a", 61_000)]
        assert [(one.number, one.prompt) for one in turns] == [(1, "Hello.")]
        assert [one.live for one in live] == ([True] if known_since(shape, 3) else [])
        assert [one.agent.name for one in agents] == (["anne"] if known_since(shape, 7) else [])
        assert [one.what for one in happened] == (["declined"] if known_since(shape, 7) else [])


@pytest.mark.parametrize("shape", SHAPES)
def test_the_desk_works_in_an_older_database(shape: str, kind: str, database: Callable[[str], str]) -> None:
    """Its oldest ticket is offered, accepted and finished, and a new one finds its place behind it."""
    url, clock = database(kind), FakeClock()
    make(url, kind, shape)
    engine = open_engine(url)
    desk = Desk(SqlQueue(engine), DeskPlan(), clock)
    desk.queue.enrol(Agent("li", "李雷", {"refund": 5}))
    desk.sign_in("li")
    desk.become_available("li")
    place = desk.queue.put(Ticket("T-e", "e", "general", (), "high", "asked", "", datetime(2026, 3, 3, tzinfo=UTC)))
    desk.offer("T-d", "li", "")
    desk.accept("T-d", "li")
    desk.finish("T-d", "li", Outcome("refunded"))
    closed = desk.queue.find("T-d")
    history = [one.what for one in desk.queue.history("T-d")]
    engine.dispose()

    assert place == 2
    assert closed is not None
    assert closed.status is TicketStatus.CLOSED
    assert history == ["offered", "accepted", "finished"]


def test_a_new_database_is_what_all_the_steps_make_of_nothing(kind: str, database: Callable[[str], str]) -> None:
    """Made at once or step by step: the tables are those that the program expects."""
    engine = create_engine(database(kind))
    with engine.begin() as connection:
        migrate(connection)
    stepwise = differences(engine)
    engine.dispose()
    engine = open_engine(database(kind) if kind == "postgresql" else "sqlite://")
    at_once = differences(engine)
    engine.dispose()

    assert (stepwise, at_once) == ([], [])


def test_the_steps_are_one_after_the_other() -> None:
    """Each module is named after its revision; none branches off."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    steps = [(one.revision, one.down_revision) for one in ScriptDirectory.from_config(config).walk_revisions()]

    known = revisions()
    assert steps[::-1] == list(zip(known, (None, *known[:-1]), strict=True))


def test_a_database_of_a_newer_program_is_left_alone(kind: str, database: Callable[[str], str]) -> None:
    """The operator is told to update, and not what is in the URL."""
    url = database(kind)
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(DatabaseError, match=r"newer version .*its revision is 9999.*Update this program"):
        open_engine(url)


@pytest.mark.parametrize("shape", [None, SHAPES[0]])
def test_several_processes_open_an_older_database_at_once(
    kind: str, shape: str | None, database: Callable[[str], str]
) -> None:
    """One of them migrates it, or makes it; all of them can work with it."""
    url = database(kind)
    if shape:
        make(url, kind, shape)
    program = (
        "import sys; from ivr.store.engine import open_engine; from ivr.handoff.sql_queue import SqlQueue; "
        "sys.stdin.readline(); print(len(SqlQueue(open_engine(sys.argv[1])).waiting()))"
    )
    command = [sys.executable, "-c", program, url]
    pipe = subprocess.PIPE
    openers = [subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe, stderr=pipe) for _ in range(6)]
    for one in openers:
        assert one.stdin is not None
        one.stdin.write("now\n")
        one.stdin.flush()
    told = [one.communicate() for one in openers]

    assert [(out.strip(), err) for out, err in told] == [("4" if shape else "0", "")] * 6


def test_an_open_database_is_opened_without_the_tool_for_migrations(tmp_path: Path) -> None:
    """Which takes a quarter of a second to import: only whoever migrates waits for it."""
    url = f"sqlite:///{tmp_path / 'calls.sqlite'}"
    program = (
        "import sys; from ivr.store.engine import open_engine as o; o(sys.argv[1]); print('alembic' in sys.modules)"
    )
    for _ in range(2):
        told = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True, check=True)

        assert told.stdout == "False\n"
