"""What every agent queue tells of how tickets went through it: in memory, in SQLite, in PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from ivr.handoff.agent import Agent
from ivr.handoff.desk import Desk
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Ticket, TicketStatus
from ivr.store.engine import open_engine
from ivr.testing import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    """Nine o'clock."""
    return FakeClock()


@pytest.fixture(params=("memory", "sqlite", "postgresql"))
def queue(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[DeskQueue]:
    """An empty queue of each kind."""
    if request.param == "memory":
        yield MemoryQueue()
        return
    engine = open_engine(database(request.param))
    yield SqlQueue(engine)
    engine.dispose()


@pytest.fixture
def desk(queue: DeskQueue, clock: FakeClock) -> Desk:
    """李雷 takes tickets; one caller was served for two minutes, one hung up, one waits, one is in another queue."""
    made = Desk(queue, DeskPlan(), clock)
    queue.enrol(Agent("li", "李雷"))
    made.sign_in("li")
    made.become_available("li")
    for number, name in enumerate(("general", "general", "general", "bills")):
        put(queue, clock, number, name)
        clock.go_on(1)
    made.tell("T-0", "about two minutes")
    made.offer("T-0", "li", "")
    clock.go_on(4)
    made.accept("T-0", "li")
    clock.go_on(120)
    made.finish("T-0", "li", Outcome("solved"))
    made.leave("T-1")
    return made


def put(queue: DeskQueue, clock: FakeClock, number: int, name: str) -> None:
    """A caller comes."""
    queue.put(Ticket(f"T-{number}", str(number), name, (), "normal", "", "Wants a refund.", clock()))


def test_what_happened_to_each_ticket_is_told(desk: Desk, clock: FakeClock) -> None:
    """Of one queue, the oldest first."""
    start = clock() - timedelta(seconds=128)
    lately = desk.queue.lately("general", start)

    assert [one.ticket for one in lately] == ["T-0", "T-1", "T-2"]
    assert [one.status for one in lately] == [TicketStatus.CLOSED, TicketStatus.LEFT, TicketStatus.WAITING]
    assert [one.what for one in lately[0].happenings] == ["told", "offered", "accepted", "finished"]
    assert [("li", start + timedelta(seconds=8), clock())] == list(lately[0].services())
    assert [start + timedelta(seconds=8), None, None] == [one.served() for one in lately]
    assert [start + timedelta(seconds=8), clock(), None] == [one.ended() for one in lately]


def test_what_is_long_over_is_left_out(desk: Desk, clock: FakeClock) -> None:
    """Who still waits counts, since whenever."""
    clock.go_on(100)

    assert [one.ticket for one in desk.queue.lately("general", clock() - timedelta(seconds=60))] == ["T-2"]


def test_a_call_that_lasts_has_no_end(desk: Desk, clock: FakeClock) -> None:
    """An agent has it since then."""
    clock.go_on(60)
    desk.become_available("li")
    desk.queue.claim("li", clock())

    assert [("li", clock(), None)] == list(desk.queue.lately("general", clock())[0].services())
