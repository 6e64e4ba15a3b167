"""How many tickets a second are claimed by several processes at once, and whether one is ever claimed twice."""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

import click
from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, text

from ivr.handoff.agent import AgentState
from ivr.handoff.rows import ticket_row
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Remark, Ticket
from ivr.store.engine import open_engine
from ivr.store.tables import agents, tickets

PROCESSES = 8
WAITING = 10_000
CLAIMS = 4_000
ROUNDS = 3
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
STORY = tuple(
    Remark(who, at, "Where is my order? 我的订单到哪了？")
    for at in range(0, 60_000, 10_000)
    for who in ("caller", "line")
)


def measure() -> None:
    """Claims a second by 8 processes out of 10,000 tickets, beside the same claims under a lock of the whole table."""
    click.echo(f"{'database':<12} {'way':<12} {'claims/s':>9} {'claimed twice':>14}")
    with tempfile.TemporaryDirectory() as folder:
        _report("sqlite", "rows", f"sqlite:///{Path(folder) / 'claims.sqlite'}", 1)
    url = os.environ.get("IVR_TEST_POSTGRES", "")
    if not url:
        click.echo("PostgreSQL is not measured: IVR_TEST_POSTGRES holds no URL of a database", err=True)
        return
    with _schema(url) as own:
        rates = [(_report("postgresql", "rows", own), _report("postgresql", "whole table", own)) for _ in range(ROUNDS)]
    ours, plain = (sorted(column)[ROUNDS // 2] for column in zip(*rates, strict=True))
    click.echo(
        f"median of {ROUNDS} rounds: rows {ours:.0f} claims/s, whole table {plain:.0f}, ratio {ours / plain:.2f}"
    )


def _report(kind: str, way: str, url: str, processes: int = PROCESSES) -> float:
    rate, twice = claims(url, processes, whole_table=way == "whole table")
    click.echo(f"{kind:<12} {way:<12} {rate:9.0f} {twice:14}")
    return rate


def claims(url: str, processes: int, whole_table: bool = False) -> tuple[float, int]:
    """Claims a second, and how many tickets were claimed by more than one agent."""
    _fill(url)
    context = multiprocessing.get_context("spawn")
    ready, told = context.Barrier(processes + 1), context.SimpleQueue()
    each = CLAIMS // processes
    workers = [
        context.Process(target=_claim, args=(url, range(at * each, (at + 1) * each), whole_table, ready, told))
        for at in range(processes)
    ]
    for worker in workers:
        worker.start()
    ready.wait()
    began = time.perf_counter()
    names = [name for _ in workers for name in told.get()]
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return len(names) / seconds, len(names) - len(set(names))


def _claim(
    url: str, numbers: range, whole_table: bool, ready: Barrier, told: "multiprocessing.SimpleQueue[list[str]]"
) -> None:
    engine = open_engine(url)
    if whole_table:
        event.listen(engine, "begin", _lock_table)
    queue = SqlQueue(engine)
    queue.find("")  # connected
    ready.wait()
    claimed = [queue.claim(f"agent-{number}", MORNING) for number in numbers]
    told.put([one.id for one in claimed if one is not None])
    engine.dispose()


def _lock_table(connection: Connection) -> None:
    connection.exec_driver_sql("LOCK TABLE tickets IN EXCLUSIVE MODE")


def _fill(url: str) -> None:
    """10,000 callers wait in four queues, and as many agents are free as will claim: each claims once."""
    engine = open_engine(url)
    free = {"full_name": "", "skills": {"refund": 3}, "queues": [], "languages": [], "ticket": ""}
    with engine.begin() as connection:
        for table in (tickets, agents):
            connection.execute(table.delete())
        connection.execute(insert(tickets), [ticket_row(_ticket(number)) for number in range(WAITING)])
        rows = [free | {"name": f"agent-{number}", "state": AgentState.AVAILABLE} for number in range(CLAIMS)]
        connection.execute(insert(agents), rows)
    _settle(engine)
    engine.dispose()


def _settle(engine: Engine) -> None:
    """PostgreSQL knows how many rows there are, as it does after a while by itself."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE tickets, agents"))


def _ticket(number: int) -> Ticket:
    return Ticket(
        id=f"T-{number}",
        call_id=str(number),
        queue=("general", "billing", "returns", "sales")[number % 4],
        skills=("refund",),
        priority=("high", "normal", "normal", "low")[number % 7 % 4],
        reason="the caller asked for a person",
        summary="Wants a refund.",
        created=MORNING + timedelta(seconds=number),
        transcript=STORY,
    )


@contextmanager
def _schema(url: str) -> Iterator[str]:
    """A schema of our own in that database, gone afterwards."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS ivr_claims CASCADE"))
        connection.execute(text("CREATE SCHEMA ivr_claims"))
    own = make_url(url).update_query_dict({"options": "-csearch_path=ivr_claims"})
    yield own.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA ivr_claims CASCADE"))
    engine.dispose()
