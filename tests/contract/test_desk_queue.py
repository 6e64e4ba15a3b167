"""What every agent queue promises: in memory, in SQLite, in PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from ivr.errors import DatabaseError
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Remark, Ticket, TicketKind
from ivr.store.engine import open_engine
from ivr.terms import Language, Temper
from ivr.testing import FakeClock

URLS = ("memory", "sqlite", "postgresql")
clock = FakeClock()


@pytest.fixture(params=URLS)
def queue(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[DeskQueue]:
    """An empty queue of each kind."""
    if request.param == "memory":
        yield MemoryQueue()
        return
    engine = open_engine(database(request.param))
    yield SqlQueue(engine)
    engine.dispose()


def ticket(name: str, priority: str = "normal", queue: str = "general", after_s: int = 0) -> Ticket:
    """A ticket of the call `name` that was written so many seconds after nine."""
    return Ticket(
        id=f"T-{name}",
        call_id=name,
        queue=queue,
        skills=("english", "billing"),
        priority=priority,
        reason="the caller asked for a person",
        summary="Wants to know where your order is.",
        created=clock() + timedelta(seconds=after_s),
        slots={"number": "1234"},
        mood=Temper.ANNOYED,
        kind=TicketKind.CALLBACK,
        number="+442079460018",
        language=Language.MANDARIN,
        transcript=(Remark("line", 0, "您好"), Remark("caller", 1200, 'it\'s "late"\n')),
    )


def names(queue: DeskQueue, of: str | None = None) -> list[str]:
    """The calls that wait, in order."""
    return [ticket.call_id for ticket in queue.waiting(of)]


def test_an_empty_queue_has_nobody_waiting(queue: DeskQueue) -> None:
    """Of one name, or at all."""
    assert queue.waiting() == []
    assert queue.waiting("general") == []


def test_a_ticket_comes_out_as_it_went_in(queue: DeskQueue) -> None:
    """Every field of it, in any script."""
    queue.put(ticket("a"))

    assert [ticket("a")] == queue.waiting()


def test_first_come_first_served(queue: DeskQueue) -> None:
    """By the time at which the tickets were written, whatever the order in which they arrive here."""
    assert [queue.put(ticket(name, after_s=at)) for name, at in (("c", 30), ("a", 10), ("b", 20))] == [1, 1, 2]
    assert names(queue) == ["a", "b", "c"]


def test_urgent_ones_come_first(queue: DeskQueue) -> None:
    """And low ones last; within one priority first come, first served."""
    for at, (name, priority) in enumerate([("a", "low"), ("b", "normal"), ("c", "high"), ("d", "high")]):
        queue.put(ticket(name, priority, after_s=at))

    assert names(queue) == ["c", "d", "b", "a"]


def test_the_place_is_the_place_in_the_order_of_serving(queue: DeskQueue) -> None:
    """Who is urgent is told so, and nobody is told a place that is not theirs."""
    assert [
        queue.put(ticket(name, priority, after_s=at))
        for at, (name, priority) in enumerate([("a", "normal"), ("b", "normal"), ("c", "high"), ("d", "low")])
    ] == [1, 2, 1, 4]


def test_queues_do_not_mix(queue: DeskQueue) -> None:
    """A place counts in its own queue, and each is listed for itself or all together."""
    assert [queue.put(ticket("a")), queue.put(ticket("b", queue="billing", after_s=1))] == [1, 1]
    assert (
        names(queue, "general"),
        names(queue, "billing"),
        names(queue),
        names(queue, "gone"),
    ) == (["a"], ["b"], ["a", "b"], [])


def test_a_call_never_has_two_tickets(queue: DeskQueue) -> None:
    """A recorded call that is replayed replaces its own, also in another queue."""
    queue.put(ticket("a"))
    queue.put(ticket("b", after_s=1))

    assert queue.put(ticket("a", queue="billing", after_s=2)) == 1
    assert (names(queue, "general"), names(queue, "billing")) == (["b"], ["a"])


def test_tickets_of_the_same_moment_have_an_order_too(queue: DeskQueue) -> None:
    """The same each time it is asked for."""
    for name in ("b", "c", "a"):
        queue.put(ticket(name))

    assert names(queue) == ["a", "b", "c"]


def test_a_database_that_is_not_one_is_told_without_its_secrets(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file that is no database is named; what to do is said."""
    path = tmp_path_factory.mktemp("bad") / "calls.sqlite"
    path.write_bytes(b"this is no database, and long enough to be taken for one by nobody" * 20)
    with pytest.raises(
        DatabaseError, match=r"calls\.sqlite cannot be used .*Check that it is there and can be written"
    ):
        open_engine(f"sqlite:///{path}")
