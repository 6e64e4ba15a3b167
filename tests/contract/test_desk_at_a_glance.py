"""What every agent queue tells those who look at the whole desk: in memory, in SQLite, in PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from ivr.handoff.agent import Agent
from ivr.handoff.desk import Desk
from ivr.handoff.desk_queue import DeskQueue, Length
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan
from ivr.handoff.service_level import Arrival
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Ticket, TicketKind, TicketStatus
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
    """李雷 takes tickets. Two wait for a refund, a minute apart, one for an invoice, and one to be called back."""
    made = Desk(queue, DeskPlan(), clock)
    queue.enrol(Agent("li", "李雷"))
    made.sign_in("li")
    made.become_available("li")
    for number, name in enumerate(("returns", "returns", "billing")):
        queue.put(ticket(number, name, clock() + timedelta(minutes=number)))
    queue.put(ticket(3, "billing", clock() + timedelta(minutes=3), TicketKind.CALLBACK))
    return made


def ticket(number: int, queue: str, created: datetime, kind: TicketKind = TicketKind.CALL) -> Ticket:
    """A caller."""
    return Ticket(f"T-{number}", str(number), queue, (), "normal", "要退款", "想退款。", created, kind=kind)


def test_how_many_wait_where_and_since_when(desk: Desk, clock: FakeClock) -> None:
    """Queues in which nobody waits any more are not there."""
    first = clock()
    assert desk.queue.lengths() == [
        Length("billing", 2, first + timedelta(minutes=2)),
        Length("returns", 2, first),
    ]
    desk.leave("T-0")
    desk.leave("T-1")

    assert [one.queue for one in desk.queue.lengths()] == ["billing"]


def test_tickets_are_found_by_how_they_stand(desk: Desk) -> None:
    """The newest first, of one queue where one is named."""
    desk.leave("T-0")
    waits = [TicketStatus.WAITING]

    assert [one.id for one in desk.queue.standing(waits)] == ["T-3", "T-2", "T-1"]
    assert [one.id for one in desk.queue.standing(waits, "returns")] == ["T-1"]
    assert [one.id for one in desk.queue.standing([*waits, TicketStatus.LEFT], "returns")] == ["T-1", "T-0"]


def test_who_came_and_when_an_agent_was_there(desk: Desk, clock: FakeClock) -> None:
    """The first agent counts, not the second; who is to be called back does not wait on the line."""
    came = [clock() + timedelta(minutes=number) for number in range(3)]
    clock.go_on(30)
    answered = clock()
    desk.offer("T-0", "li", "")
    desk.accept("T-0", "li")
    clock.go_on(300)
    desk.tidy()
    desk.sign_in("li")
    desk.become_available("li")
    desk.claim("li")
    desk.leave("T-1")

    assert desk.queue.arrivals(came[0]) == [
        Arrival("returns", came[0], answered=answered),
        Arrival("returns", came[1], left=clock()),
        Arrival("billing", came[2]),
    ]
    assert [one.created for one in desk.queue.arrivals(came[2])] == [came[2]]


def test_what_happened_is_numbered(desk: Desk) -> None:
    """Whoever saw some of it asks for the rest."""
    assert desk.queue.newest_happening() == 0
    desk.offer("T-0", "li", "he is free")
    seen = desk.queue.newest_happening()
    desk.accept("T-0", "li")
    desk.leave("T-1")

    assert [(one.ticket, one.what) for one in desk.queue.happenings(seen)] == [("T-0", "accepted"), ("T-1", "left")]
    assert desk.queue.happenings(desk.queue.newest_happening()) == []


def test_what_is_said_twice_is_done_once(desk: Desk) -> None:
    """An agent's program whose answer was lost asks again."""
    desk.offer("T-0", "li", "")
    for _ in range(2):
        desk.accept("T-0", "li")
    for _ in range(2):
        desk.finish("T-0", "li", Outcome("refunded", "退款已办"))

    assert [one.what for one in desk.queue.history("T-0")] == ["offered", "accepted", "finished"]


def test_claiming_by_name(desk: Desk) -> None:
    """The next one, until nothing is left."""
    claimed = desk.claim("li")
    assert claimed is not None
    assert (claimed.id, claimed.status) == ("T-0", TicketStatus.CONNECTED)
