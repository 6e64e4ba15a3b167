"""Two hundred processes at the desk are killed at any moment: no caller is lost, none is served twice."""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from ivr.handoff.agent import AgentState
from ivr.handoff.desk import Desk
from ivr.handoff.rows import WHOLE, as_happening, as_ticket
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import URGENCY, Happening, Ticket, TicketStatus
from ivr.store.engine import open_engine, reading
from ivr.store.tables import happenings
from tests.contract import victim

ROUNDS, VICTIMS = 20, "ccatt"  # in each round these five: a hundred for each database
WITHIN = timedelta(seconds=10)

LEADS = {
    "offered": ({TicketStatus.WAITING}, TicketStatus.OFFERED),
    "accepted": ({TicketStatus.WAITING, TicketStatus.OFFERED}, TicketStatus.CONNECTED),
    "declined": ({TicketStatus.OFFERED}, TicketStatus.WAITING),
    "held": ({TicketStatus.CONNECTED}, TicketStatus.CONNECTED),
    "resumed": ({TicketStatus.CONNECTED}, TicketStatus.CONNECTED),
    "hung_up": ({TicketStatus.CONNECTED}, TicketStatus.CONNECTED),
    "finished": ({TicketStatus.CONNECTED}, TicketStatus.CLOSED),
    "left": ({TicketStatus.WAITING, TicketStatus.OFFERED}, TicketStatus.LEFT),
    "lost": ({TicketStatus.OFFERED, TicketStatus.CONNECTED}, TicketStatus.WAITING),
}
"""From where each happening may come about, and where it leads."""


@pytest.fixture(scope="module")
def nursery() -> Callable[..., BaseProcess]:
    """Starts victims out of a process that has imported everything already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([victim.__name__])
    return lambda *given: context.Process(target=victim.live, args=given, daemon=True)


def kill_all(victims: list[BaseProcess], folder: Path, chance: random.Random) -> None:
    """Each at a moment of its own, by SIGKILL, once they are in the midst of their work."""
    before = lines_in(folder)
    for one in victims:
        one.start()
    until = time.monotonic() + 5
    while lines_in(folder) < before + 12 and time.monotonic() < until:
        time.sleep(0.005)
    for one in chance.sample(victims, len(victims)):
        time.sleep(chance.uniform(0, 0.08))
        one.kill()
    for one in victims:
        one.join()


def lines_in(folder: Path) -> int:
    """How many things were told."""
    return sum(path.read_text("utf-8").count("\n") for path in folder.iterdir())


def told(folder: Path, what: str) -> Counter[str]:
    """The tickets that somebody said was done with them; a line without an end was not said."""
    lines = [line for path in folder.iterdir() for line in path.read_text("utf-8").splitlines(keepends=True)]
    return Counter(line.split()[1] for line in lines if line.startswith(what) and line.endswith("\n"))


def follow(history: list[Happening]) -> tuple[TicketStatus, str]:
    """Where a ticket must stand after what happened to it, and with whom; nothing has happened that could not."""
    status, agent = TicketStatus.WAITING, ""
    for one in history:
        sources, leads = LEADS[one.what]
        assert status in sources, (one.what, status)
        assert one.what not in ("accepted", "finished", "declined", "lost") or agent in ("", one.agent)
        status = leads
        agent = {TicketStatus.WAITING: "", TicketStatus.LEFT: agent}.get(status, one.agent or agent)
    return status, agent


def in_order(tickets: list[Ticket]) -> list[Ticket]:
    """As they are to be served."""
    return sorted(tickets, key=lambda one: (URGENCY[one.priority], one.created, one.id))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nobody_is_lost_or_served_twice(
    kind: str, database: Callable[[str], str], tmp_path: Path, nursery: Callable[..., BaseProcess]
) -> None:
    """After each five deaths the desk is tidied ten seconds later, and everybody who is not served waits in place."""
    url, chance, now, folder = database(kind), random.Random(17), victim.MORNING, tmp_path / "told"
    folder.mkdir()
    engine = open_engine(url)
    killed = 0
    stories: dict[str, list[Happening]] = {}
    for life in range(ROUNDS):
        names = [f"{letter}{life}-{place}" for place, letter in enumerate(VICTIMS)]
        victims = [nursery(url, name, now, folder / name) for name in names]
        kill_all(victims, folder, chance)
        killed += sum(one.exitcode == -9 for one in victims)
        now += WITHIN
        Desk(SqlQueue(engine), victim.PLAN, partial(itself, now)).tidy()
        stories = check(engine, folder, now)
    engine.dispose()

    happened = Counter(one.what for story in stories.values() for one in story)
    assert killed == ROUNDS * len(VICTIMS)
    assert happened["finished"] > 20
    assert happened["lost"] > 0


def itself(now: datetime) -> datetime:
    """A clock that stands."""
    return now


def check(engine: Engine, folder: Path, now: datetime) -> dict[str, list[Happening]]:
    """What was told is so; what happened fits what is; whoever has not been served or left waits, in order."""
    queue = SqlQueue(engine)
    stories: dict[str, list[Happening]] = {}
    with reading(engine) as connection:
        every = {row.id: as_ticket(row) for row in connection.execute(select(*WHOLE))}
        for row in connection.execute(select(happenings).order_by(happenings.c.number)):
            stories.setdefault(row.ticket, []).append(as_happening(row))
    put, finished, left = (told(folder, what) for what in ("put", "finished", "left"))

    assert put.keys() <= every.keys()
    assert all(count == 1 for count in finished.values())
    assert {every[name].status for name in finished} <= {TicketStatus.CLOSED}
    assert {every[name].status for name in left} <= {TicketStatus.LEFT, TicketStatus.WAITING, TicketStatus.CLOSED}
    assert {one.status for one in every.values()} <= {TicketStatus.WAITING, TicketStatus.CLOSED, TicketStatus.LEFT}
    for name, ticket in every.items():
        status, agent = follow(stories.get(name, []))
        assert (status, agent) == (ticket.status, ticket.agent)
    assert queue.waiting() == in_order([one for one in every.values() if one.status is TicketStatus.WAITING])
    assert all(one.state is AgentState.OFF for one in queue.presences())
    return stories
