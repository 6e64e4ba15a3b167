"""Agents' programs over HTTP, on SQLite and PostgreSQL: nobody is with two agents."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher

from ivr.console.factory import create_app
from ivr.console.parts import Parts
from ivr.console.passwords import Passwords
from ivr.console.rights import Right, Role
from ivr.console.staff import AT_THE_MACHINE, Staff
from ivr.handoff.desk import Desk
from ivr.handoff.plan import DeskPlan
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Remark, Ticket
from ivr.store.engine import open_engine
from ivr.terms import Language
from tests.unit.console.program import Program

AGENTS = ("anne", "李雷", "mei", "wei")
CALLERS = 6


@pytest.fixture(params=("sqlite", "postgresql"))
def programs(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[dict[str, Program]]:
    """A program of each agent, and one of the supervisor; callers wait for a refund."""
    engine = open_engine(database(request.param))
    desk = Desk(SqlQueue(engine), DeskPlan(), lambda: datetime.now(UTC))
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    parts = Parts.over(engine, desk, lambda: datetime.now(UTC), cheap)
    app, staff = create_app(parts), Staff(parts, AT_THE_MACHINE)

    def program(name: str, role: Role, *scopes: Right) -> Program:
        staff.add(name, "", [role], "four words are enough", Language.MANDARIN)
        return Program(app.test_client(), staff.give_token(name, "", scopes, timedelta(days=1))[1])

    for number in range(CALLERS):
        story = {"slots": {"order_number": str(number)}, "transcript": (Remark("caller", 0, "我要退款"),)}
        created = datetime.now(UTC) - timedelta(minutes=5 - number)
        desk.queue.put(
            Ticket(f"T-{number}", str(number), "returns", (), "normal", "要退款", "想退款。", created, **story)  # type: ignore[arg-type]
        )
    agents = {name: program(name, Role.AGENT, Right.DESK) for name in AGENTS}
    yield agents | {"chief": program("chief", Role.SUPERVISOR, Right.WATCH, Right.STEER)}
    engine.dispose()


def test_agents_at_the_same_time(programs: dict[str, Program]) -> None:
    """Four claim at once, work through all callers, and every caller was with one agent; the supervisor sees it."""

    def work(name: str) -> list[str]:
        program, served = programs[name], list[str]()
        program.post("/me/state", {"state": "available"})
        while (answer := program.ask("POST", "/claim")).status_code == 200:
            story = answer.json
            assert story is not None
            assert story["transcript"] == [{"who": "caller", "at_ms": 0, "text": "我要退款"}]
            served.append(story["id"])
            program.post(f"/tickets/{story['id']}/finish", {"disposition": "refunded", "note": "已退款"})
            program.post("/me/state", {"state": "available"})
        assert answer.status_code == 204
        return served

    with ThreadPoolExecutor(len(AGENTS)) as pool:
        served = [ticket for tickets in pool.map(work, AGENTS) for ticket in tickets]

    assert sorted(served) == [f"T-{number}" for number in range(CALLERS)]
    chief = programs["chief"]
    closed = chief.get("/tickets?status=closed")["tickets"]
    assert {one["id"] for one in closed} == set(served)
    [line] = chief.get("/queues?since=2000-01-01T00:00:00Z")["queues"]
    assert (line["waiting"], line["service_level"]["due"]) == (0, CALLERS)
    beijing = datetime.now(timezone(timedelta(hours=8))) - timedelta(minutes=2, seconds=30)
    [line] = chief.get(f"/queues?since={quote(beijing.isoformat())}")["queues"]
    assert line["service_level"]["due"] == 3


def test_two_accept_the_same(programs: dict[str, Program]) -> None:
    """One has it, the other is told so."""
    anne, chief = programs["anne"], programs["chief"]
    anne.post("/me/state", {"state": "available"})
    ticket = anne.post("/claim")["id"]
    programs["mei"].post("/me/state", {"state": "available"})

    assert programs["mei"].post(f"/tickets/{ticket}/accept", status=409)["fix"] is not None
    assert anne.post(f"/tickets/{ticket}/accept")["ticket"]["agent"] == "anne"
    assert [one["what"] for one in chief.get(f"/tickets/{ticket}")["history"]] == ["accepted"]
