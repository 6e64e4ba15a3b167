"""What the router does with every agent queue: in memory, in SQLite, in PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.handoff.agent import Agent, AgentState
from ivr.handoff.desk import Desk
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan, QueuePlan
from ivr.handoff.router import Router
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Remark, Ticket, TicketStatus
from ivr.store.engine import open_engine
from ivr.terms import Language
from ivr.testing import FakeClock

PLAN = DeskPlan({"general": QueuePlan("general", ring_s=5, wrap_up_s=0, sticky_s=60)})


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
    """A desk where nobody is yet."""
    return Desk(queue, PLAN, clock)


def comes(desk: Desk, *names: str) -> None:
    """Agents come to the desk and take tickets."""
    for name in names:
        desk.queue.enrol(Agent(name, skills={"refund": 4}, languages=(Language.MANDARIN,)))
        desk.sign_in(name)
        desk.become_available(name)


def waits(desk: Desk, number: int, caller: str = "") -> None:
    """A caller who came so many seconds after nine."""
    desk.queue.put(
        Ticket(
            id=f"T-{number}",
            call_id=str(number),
            queue="general",
            skills=("refund",),
            priority="normal",
            reason="",
            summary="想退款。",
            created=FakeClock()() + timedelta(seconds=number),
            transcript=(Remark("caller", 0, "我要退款"),),
            slots={"order_number": "11235813"},
            language=Language.MANDARIN,
            caller=caller,
        )
    )


def made(router: Router) -> list[tuple[str, str]]:
    """The offers of a step."""
    return [(one.ticket.id, one.agent.name) for one in router.step()]


def test_a_step_makes_every_offer_there_is(desk: Desk) -> None:
    """With its reason on record, in the agent's language."""
    comes(desk, "anne", "li")
    for number in (3, 1, 2):
        waits(desk, number)
    router = Router(desk)

    assert made(router) == [("T-1", "anne"), ("T-2", "li")]
    assert made(router) == []
    assert desk.queue.history("T-1")[0].detail == "会处理“refund”（4级），会说普通话，空闲0秒，2位空闲人员中最久"


def test_looking_makes_no_offer(desk: Desk) -> None:
    """It is only told what would be."""
    comes(desk, "anne")
    waits(desk, 1)
    router = Router(desk)

    assert [one.ticket.id for one in router.outlook()] == ["T-1"]
    assert made(router) == [("T-1", "anne")]


def test_who_declines_gets_the_next_one_at_the_next_step(desk: Desk) -> None:
    """And the declined ticket goes to somebody else, before those who came later."""
    comes(desk, "anne")
    for number in (1, 2, 3):
        waits(desk, number)
    router = Router(desk)
    assert made(router) == [("T-1", "anne")]
    desk.decline("T-1", "anne")
    comes(desk, "li")

    assert made(router) == [("T-1", "li"), ("T-2", "anne")]


def test_what_rang_out_is_offered_to_another(desk: Desk, clock: FakeClock) -> None:
    """In the same step in which that is noticed."""
    comes(desk, "anne")
    waits(desk, 1)
    router = Router(desk)
    router.step()
    comes(desk, "li")
    assert made(router) == []
    clock.go_on(5)

    assert made(router) == [("T-1", "li")]


def test_a_returning_caller_gets_the_agent_of_last_time(desk: Desk, clock: FakeClock) -> None:
    """The last one of several, though others have been idle for longer; a stranger gets the longest idle."""
    comes(desk, "anne")
    clock.go_on(3)
    comes(desk, "li")
    router = Router(desk)
    for number, agent in ((1, "anne"), (2, "li"), (3, "anne")):
        clock.go_on(2)
        waits(desk, number, caller="+1")
        desk.queue.claim(agent, clock())
        desk.finish(f"T-{number}", agent, Outcome("done"))
    assert desk.queue.last_agents(["+1", "+2"]) == {"+1": "anne"}
    waits(desk, 4, caller="+1")

    assert made(router) == [("T-4", "anne")]
    desk.decline("T-4", "anne")
    waits(desk, 5, caller="+2")
    assert made(router) == [("T-4", "li"), ("T-5", "anne")]


def test_bare_tickets_are_those_that_wait_without_their_stories(desk: Desk) -> None:
    """All else is there."""
    waits(desk, 1)
    waits(desk, 2)
    desk.leave("T-2")
    (whole,) = desk.queue.waiting()

    assert desk.queue.bare() == [replace(whole, summary="", transcript=(), slots={}, summaries={}, tried=())]


def test_what_somebody_else_was_faster_with_is_skipped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another router has made the first offer meanwhile: the agent whose offer came too late gets the next ticket."""
    comes(desk, "anne", "li")
    for number in (1, 2, 3):
        waits(desk, number)
    router, real = Router(desk), desk.offer

    def too_late(ticket: str, agent: str, why: str) -> object:
        monkeypatch.setattr(desk, "offer", real)
        real("T-1", "li", "by another router")
        return real(ticket, agent, why)

    monkeypatch.setattr(desk, "offer", too_late)

    assert made(router) == [("T-2", "anne")]
    standing = {name: desk.queue.find(name) for name in ("T-1", "T-2", "T-3")}
    assert [one and (one.status, one.agent) for one in standing.values()] == [
        (TicketStatus.OFFERED, "li"),
        (TicketStatus.OFFERED, "anne"),
        (TicketStatus.WAITING, ""),
    ]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_routers_of_several_machines_never_offer_a_ticket_twice(
    kind: str, database: Callable[[str], str], clock: FakeClock
) -> None:
    """Four at once, each with connections of its own: every agent has one ticket, every ticket one agent."""
    url = database(kind)
    engines = [open_engine(url) for _ in range(4)]
    desks = [Desk(SqlQueue(engine), PLAN, clock) for engine in engines]
    comes(desks[0], *(f"agent_{number}" for number in range(12)))
    for number in range(20):
        waits(desks[0], number)
    with ThreadPoolExecutor(4) as machines:
        offered = [offer for offers in machines.map(lambda desk: Router(desk).step(), desks) for offer in offers]

    assert len({one.ticket.id for one in offered}) == len({one.agent.name for one in offered}) == len(offered) == 12
    ringing = [one for one in desks[0].queue.presences() if one.state is AgentState.RINGING]
    assert {(one.ticket, one.agent.name) for one in ringing} == {(one.ticket.id, one.agent.name) for one in offered}
    for engine in engines:
        engine.dispose()
