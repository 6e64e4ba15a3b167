"""What every agent queue promises about callers who wait: in memory, in SQLite, in PostgreSQL."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from ivr.errors import NotNow
from ivr.handoff.agent import Agent
from ivr.handoff.caller_moves import CALLBACK_LASTS, LINE_LEASE
from ivr.handoff.desk import RETRY, Desk
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.moves import MOST_ATTEMPTS, Onward
from ivr.handoff.plan import DeskPlan, QueuePlan
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Ticket, TicketKind, TicketStatus
from ivr.store.engine import open_engine
from ivr.testing import FakeClock

PLAN = DeskPlan({"general": QueuePlan("general", wrap_up_s=0)})
PASSED = Onward(priority="normal")
NUMBER = "+8613800138000"


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
    """李雷 takes tickets, and two callers wait."""
    made = Desk(queue, PLAN, clock)
    queue.enrol(Agent("li", "李雷"))
    made.sign_in("li")
    made.become_available("li")
    for number in (1, 2):
        queue.put(ticket(number, clock))
    return made


def ticket(number: int, clock: FakeClock) -> Ticket:
    """A caller whose story is told in both languages."""
    return Ticket(
        f"T-{number}",
        str(number),
        "general",
        (),
        "normal",
        "要退款",
        "想退款。",
        clock(),
        summaries={"en": "Wants it."},
    )


def stands(desk: Desk, name: str = "T-1") -> Ticket:
    """The ticket as it is kept."""
    found = desk.queue.find(name)
    assert found is not None
    return found


def taken(desk: Desk, clock: FakeClock) -> Ticket:
    """The next ticket, with 李雷."""
    claimed = desk.queue.claim("li", clock())
    assert claimed is not None
    return claimed


def test_the_story_is_kept_in_both_languages(desk: Desk) -> None:
    """An agent reads it in their own; who reads another, as it was told."""
    assert stands(desk).summary_in("en") == "Wants it."
    assert stands(desk).summary_in("zh") == "想退款。"


def test_who_is_to_be_called_back_keeps_the_place(desk: Desk, clock: FakeClock) -> None:
    """The caller hangs up, and is the next one all the same."""
    desk.call_back("T-1", NUMBER)

    assert [one.id for one in desk.queue.waiting()] == ["T-1", "T-2"]
    assert (stands(desk).kind, stands(desk).number) == (TicketKind.CALLBACK, NUMBER)
    assert taken(desk, clock).id == "T-1"


def test_a_voice_message_keeps_the_place(desk: Desk) -> None:
    """Whoever gets the ticket finds it."""
    desk.leave_message("T-1", "call.message.wav")

    assert (stands(desk).kind, stands(desk).voice_message) == (TicketKind.MESSAGE, "call.message.wav")
    assert [one.id for one in desk.queue.waiting()] == ["T-1", "T-2"]


def test_who_has_more_to_tell_keeps_the_place(desk: Desk, clock: FakeClock) -> None:
    """The story is new, the moment at which the wait began is not."""
    began = stands(desk).created
    clock.go_on(60)
    desk.renew(replace(ticket(1, clock), summary="想退款，还要发票。", slots={"order_number": "12345678"}))

    assert stands(desk).created == began
    assert stands(desk).summary == "想退款，还要发票。"
    assert stands(desk).slots == {"order_number": "12345678"}


@pytest.mark.parametrize(("number", "kind"), [(NUMBER, TicketKind.CALLBACK), ("", TicketKind.LOST)])
def test_nobody_is_lost_with_the_line(desk: Desk, clock: FakeClock, number: str, kind: TicketKind) -> None:
    """The program that held the call is gone: the ticket waits on, and says so."""
    desk.queue.put(replace(ticket(1, clock), number=number))
    desk.sign_out("li")
    desk.keep_line("T-1")
    clock.go_on(LINE_LEASE.total_seconds())
    assert desk.tidy() == []
    clock.go_on(1)
    desk.tidy()

    assert (stands(desk).kind, stands(desk).status) == (kind, TicketStatus.WAITING)
    assert [one.what for one in desk.queue.history("T-1")] == ["line_lost"]
    assert stands(desk, "T-2").kind is TicketKind.CALL, "it never had a line"
    desk.keep_line("T-1")
    assert stands(desk).kind is TicketKind.CALL, "the caller was there all the time"


def test_a_line_that_gives_signs_of_life_is_not_lost(desk: Desk, clock: FakeClock) -> None:
    """However long the caller waits."""
    for _ in range(10):
        desk.keep_line("T-1")
        clock.go_on(LINE_LEASE.total_seconds())
        desk.tidy()

    assert stands(desk).kind is TicketKind.CALL


def test_a_callback_is_tried_again_and_expires(desk: Desk, clock: FakeClock) -> None:
    """Nobody is called for ever; and not again at once."""
    desk.call_back("T-1", NUMBER)
    for _ in range(MOST_ATTEMPTS):
        assert taken(desk, clock).id == "T-1"
        desk.no_reply("T-1", "li")
        clock.go_on(RETRY.total_seconds() - 1)
        desk.beat("li")
        assert taken(desk, clock).id == "T-2", "the other one, while the callback is not due"
        desk.pass_on("T-2", "li", PASSED)
        desk.redirect("T-2", PASSED)
        clock.go_on(1)

    assert stands(desk).status is TicketStatus.EXPIRED
    assert stands(desk).attempts == MOST_ATTEMPTS
    with pytest.raises(NotNow):
        desk.call_back("T-1", NUMBER)


def test_an_old_callback_expires(desk: Desk, clock: FakeClock) -> None:
    """Whoever asked two days ago has found another way, or has nobody to thank."""
    desk.call_back("T-1", NUMBER)
    clock.go_on(CALLBACK_LASTS.total_seconds() + 1)
    desk.tidy()

    assert stands(desk).status is TicketStatus.EXPIRED
    assert stands(desk, "T-2").status is TicketStatus.WAITING, "a caller on the line waits as long as they like"
