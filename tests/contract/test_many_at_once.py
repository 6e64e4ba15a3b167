"""Many who change the same tickets and agents at once: nobody gets what another has, nobody waits in a circle."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from ivr.errors import DatabaseError
from ivr.handoff.agent import Agent
from ivr.handoff.desk import Desk
from ivr.handoff.moves import After, Before, Outcome
from ivr.handoff.plan import DeskPlan, QueuePlan
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Ticket
from ivr.store.engine import TRIES, open_engine, settled
from ivr.testing import FakeClock

PLAN = DeskPlan({"general": QueuePlan("general", wrap_up_s=0)})
clock = FakeClock()
SECONDS = itertools.count(1)


@pytest.fixture(params=("sqlite", "postgresql"))
def desk(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[Desk]:
    """Eight agents are free."""
    engine = open_engine(database(request.param))
    made = Desk(SqlQueue(engine), PLAN, clock)
    for name in "abcdefgh":
        made.queue.enrol(Agent(name, skills={"refund": 3}))
        made.sign_in(name)
        made.become_available(name)
    yield made
    engine.dispose()


def renew(it: Before) -> After:
    """A step that writes the ticket and both agents."""
    until = clock() + timedelta(seconds=next(SECONDS))
    return After(
        "", replace(it.ticket, lease=until), replace(it.presence, lease=until), "", replace(it.other, lease=until)
    )


def put(desk: Desk, number: int, *skills: str) -> None:
    """A caller waits."""
    created = clock() + timedelta(seconds=number)
    desk.queue.put(Ticket(f"T-{number:03}", str(number), "general", skills, "normal", "asked", "", created))


def test_no_ticket_is_claimed_twice(desk: Desk) -> None:
    """Eight agents claim and finish until nothing is left; who lacks a skill is passed by, and that ticket stays."""
    for number in range(60):
        put(desk, number, "sales" if number % 20 == 0 else "refund")

    def work(agent: str) -> list[str]:
        mine = []
        while (ticket := desk.queue.claim(agent, clock())) is not None:
            mine.append(ticket.id)
            desk.finish(ticket.id, agent, Outcome("done"))
        return mine

    with ThreadPoolExecutor(8) as pool:
        claimed = [name for mine in pool.map(work, "abcdefgh") for name in mine]

    assert sorted(claimed) == [f"T-{number:03}" for number in range(60) if number % 20]
    assert [one.id for one in desk.queue.waiting()] == ["T-000", "T-020", "T-040"]


def test_a_claim_looks_past_any_number_of_tickets_for_others(desk: Desk) -> None:
    """The one that the agent can take stands behind two hundred."""
    for number in range(200):
        put(desk, number, "sales")
    put(desk, 200, "refund")

    claimed = desk.queue.claim("a", clock())
    assert claimed is not None
    assert claimed.id == "T-200"


def test_agents_who_consult_each_other_do_not_wait_in_a_circle(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each asks the other about a ticket of their own at the same moment, again and again: nothing is to be undone."""
    monkeypatch.setattr("ivr.store.engine.TRIES", 1)
    for number, agent in enumerate("ab"):
        put(desk, number, "refund")
        desk.queue.claim(agent, clock())

    def touch(agent: str, ticket: str, other: str) -> None:
        for _ in range(60):
            desk.queue.change(renew, clock(), ticket, agent, other)

    with ThreadPoolExecutor(4) as pool:
        ways = [("a", "T-000", "b"), ("b", "T-001", "a")] * 2
        done = [pool.submit(touch, *way) for way in ways]

    assert [one.exception() for one in done] == [None] * 4


@pytest.mark.parametrize(("times", "gives_up"), [(TRIES - 1, False), (TRIES, True)])
def test_a_transaction_that_was_undone_is_made_again(
    times: int, gives_up: bool, database: Callable[[str], str]
) -> None:
    """PostgreSQL says that another one came first; after so many times the operator is told."""
    engine, tried = open_engine(database("postgresql")), []

    def step(connection: object) -> str:
        tried.append(connection)
        if len(tried) <= times:
            with engine.begin() as other:
                other.execute(text("DO $$ BEGIN RAISE EXCEPTION 'undone' USING ERRCODE = '40001'; END $$"))
        return "made"

    if gives_up:
        with pytest.raises(DatabaseError, match="SerializationFailure"):
            settled(engine, step)
    else:
        assert settled(engine, step) == "made"
    engine.dispose()

    assert len(tried) == min(times + 1, TRIES)
