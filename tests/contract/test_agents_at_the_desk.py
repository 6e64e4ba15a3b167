"""What every agent queue promises about agents: in memory, in SQLite, in PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from ivr.errors import NotNow
from ivr.handoff.agent import Agent, AgentState
from ivr.handoff.desk import Desk
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.moves import LEASE, Onward, Outcome
from ivr.handoff.plan import DeskPlan, QueuePlan
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Ticket, TicketStatus
from ivr.store.engine import open_engine
from ivr.terms import Language
from ivr.testing import FakeClock

PLAN = DeskPlan({"general": QueuePlan("general", ring_s=5, wrap_up_s=30)})
ANNE = Agent("anne", "Anne Weber", {"refund": 3})
LI = Agent("li", "李雷", {"refund": 5}, ("general",), (Language.MANDARIN,))


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
    """Anne and 李雷 are at the desk and take tickets; two callers wait."""
    made = Desk(queue, PLAN, clock)
    for agent in (ANNE, LI):
        queue.enrol(agent)
        made.sign_in(agent.name)
        made.become_available(agent.name)
    for number in (1, 2):
        queue.put(ticket(number, clock))
    return made


def ticket(number: int, clock: FakeClock, language: Language = Language.MANDARIN) -> Ticket:
    """One of them waits a minute longer than the next."""
    return Ticket(
        id=f"T-{number}",
        call_id=str(number),
        queue="general",
        skills=("refund",),
        priority="normal",
        reason="the caller asked for a person",
        summary="Wants a refund.",
        created=clock() + timedelta(minutes=number),
        language=language,
    )


def standing(desk: Desk, name: str = "T-1") -> tuple[TicketStatus, str]:
    """How a ticket stands, and with whom."""
    found = desk.queue.find(name)
    assert found is not None
    return found.status, found.agent


def state(desk: Desk, agent: str) -> AgentState:
    """What an agent does."""
    return next(one.state for one in desk.queue.presences() if one.agent.name == agent)


def waiting(desk: Desk) -> list[str]:
    """Those who wait, in order."""
    return [one.id for one in desk.queue.waiting()]


def test_agents_come_out_as_they_went_in(desk: Desk) -> None:
    """With skills, queues and languages."""
    assert [one.agent for one in desk.queue.presences()] == [ANNE, LI]


def test_what_is_new_of_an_agent_does_not_disturb_them(desk: Desk) -> None:
    """A skill more, and the same state."""
    desk.queue.enrol(Agent("anne", "Anne Weber", {"refund": 3, "billing": 1}))

    anne = desk.queue.presences()[0]
    assert (anne.agent.skills, anne.state) == ({"refund": 3, "billing": 1}, AgentState.AVAILABLE)


def test_an_offer_is_accepted_and_finished(desk: Desk, clock: FakeClock) -> None:
    """The way of most tickets; each step is on record, with its reason."""
    desk.offer("T-1", "anne", "has the skill refund")
    assert (standing(desk), state(desk, "anne")) == ((TicketStatus.OFFERED, "anne"), AgentState.RINGING)
    desk.accept("T-1", "anne")
    desk.finish("T-1", "anne", Outcome("refunded", "Refunded in full."))

    found = desk.queue.find("T-1")
    assert found is not None
    assert (found.status, found.disposition, found.note) == (TicketStatus.CLOSED, "refunded", "Refunded in full.")
    assert state(desk, "anne") is AgentState.WRAP_UP
    assert [(one.what, one.agent) for one in desk.queue.history("T-1")] == [
        ("offered", "anne"),
        ("accepted", "anne"),
        ("finished", "anne"),
    ]
    assert desk.queue.history("T-1")[0].detail == "has the skill refund"


@pytest.mark.parametrize("refusal", ["decline", "rings out"])
def test_what_is_not_taken_waits_on_at_its_place(desk: Desk, clock: FakeClock, refusal: str) -> None:
    """Before those who came later; who does not answer is away, who declines takes the next one."""
    desk.offer("T-1", "anne", "")
    assert waiting(desk) == ["T-2"]
    if refusal == "decline":
        desk.decline("T-1", "anne")
    else:
        clock.go_on(5)
        desk.tidy()

    assert waiting(desk) == ["T-1", "T-2"]
    assert state(desk, "anne") is (AgentState.AVAILABLE if refusal == "decline" else AgentState.AWAY)
    passed = desk.queue.find("T-1")
    assert passed is not None
    assert passed.passed_over == ("anne",)


def test_nobody_is_with_two_agents(desk: Desk) -> None:
    """The slower one is told so, and nothing has changed for them."""
    desk.offer("T-1", "anne", "")
    with pytest.raises(NotNow, match="T-1 is offered by now"):
        desk.offer("T-1", "li", "")
    with pytest.raises(NotNow, match="not offered to li any more"):
        desk.accept("T-1", "li")

    assert state(desk, "li") is AgentState.AVAILABLE
    assert standing(desk) == (TicketStatus.OFFERED, "anne")


def test_an_agent_without_a_sign_of_life_loses_the_ticket_within_ten_seconds(desk: Desk, clock: FakeClock) -> None:
    """It is back at its place; whoever gives signs keeps theirs."""
    for name, agent in (("T-1", "anne"), ("T-2", "li")):
        desk.offer(name, agent, "")
        desk.accept(name, agent)
    for _ in range(4):
        clock.go_on(3)
        desk.beat("li")
        desk.tidy()

    assert (standing(desk), state(desk, "anne")) == ((TicketStatus.WAITING, ""), AgentState.OFF)
    assert (standing(desk, "T-2"), state(desk, "li")) == ((TicketStatus.CONNECTED, "li"), AgentState.BUSY)
    assert timedelta(seconds=10) > LEASE


def test_a_ticket_is_passed_on_with_its_story(desk: Desk) -> None:
    """To another queue, with the time it has waited and what the agent adds; not back to the one who passed it on."""
    before = desk.queue.find("T-1")
    desk.offer("T-1", "anne", "")
    desk.accept("T-1", "anne")
    desk.pass_on("T-1", "anne", Onward("billing", ("refund",), "high", "Paid twice."))

    found = desk.queue.find("T-1")
    assert found is not None
    assert before is not None
    assert (found.queue, found.priority, found.created, found.note) == (
        "billing",
        "high",
        before.created,
        "Paid twice.",
    )
    assert found.transcript[-1].text == "Paid twice."
    assert desk.queue.claim("li", desk.queue.waiting()[0].created) is not None


def test_another_agent_is_consulted(desk: Desk) -> None:
    """The caller is held; afterwards both go on where they were."""
    desk.offer("T-1", "anne", "")
    desk.accept("T-1", "anne")
    desk.consult("T-1", "anne", "li")
    held = desk.queue.find("T-1")
    assert held is not None
    assert (held.held, held.consulted, state(desk, "li")) == (True, "li", AgentState.BUSY)
    desk.end_consultation("T-1", "anne", "li")

    back = desk.queue.find("T-1")
    assert back is not None
    assert (back.held, back.consulted, state(desk, "li")) == (False, "", AgentState.AVAILABLE)


@pytest.mark.parametrize("end", ["finish", "pass on", "lapse"])
def test_whoever_was_consulted_is_free_when_it_is_over(desk: Desk, clock: FakeClock, end: str) -> None:
    """However the agent who asked comes to its end."""
    desk.offer("T-1", "anne", "")
    desk.accept("T-1", "anne")
    desk.consult("T-1", "anne", "li")
    if end == "finish":
        desk.finish("T-1", "anne", Outcome("refunded"))
    elif end == "pass on":
        desk.pass_on("T-1", "anne", Onward("billing"))
    else:
        clock.go_on(5)
        desk.beat("li")
        clock.go_on(5)
        desk.tidy()

    assert state(desk, "li") is AgentState.AVAILABLE
    found = desk.queue.find("T-1")
    assert found is not None
    assert found.consulted == ""


def test_a_consulted_agent_who_has_gone_leaves_the_ticket_where_it_is(desk: Desk, clock: FakeClock) -> None:
    """With the agent who asked; the caller is held until they resume."""
    desk.offer("T-1", "anne", "")
    desk.accept("T-1", "anne")
    desk.consult("T-1", "anne", "li")
    clock.go_on(5)
    desk.beat("anne")
    clock.go_on(5)
    desk.tidy()

    assert (standing(desk), state(desk, "li")) == ((TicketStatus.CONNECTED, "anne"), AgentState.OFF)
    found = desk.queue.find("T-1")
    assert found is not None
    assert (found.consulted, found.held) == ("", True)


def test_a_caller_who_hangs_up_is_offered_to_nobody(desk: Desk) -> None:
    """While it rings too; the agent is free for the next one."""
    desk.offer("T-1", "anne", "")
    desk.leave("T-1")

    assert standing(desk)[0] is TicketStatus.LEFT
    assert (waiting(desk), state(desk, "anne")) == (["T-2"], AgentState.AVAILABLE)


def test_a_supervisor_makes_a_ticket_more_urgent(desk: Desk) -> None:
    """Or moves it to another queue."""
    desk.redirect("T-2", Onward(priority="high"))
    assert waiting(desk) == ["T-2", "T-1"]
    desk.redirect("T-2", Onward("billing"))

    assert [one.id for one in desk.queue.waiting("billing")] == ["T-2"]


def test_claiming_takes_the_next_one_with_the_right_skills(desk: Desk, clock: FakeClock) -> None:
    """An agent who lacks the language or a skill gets none of them."""
    desk.queue.enrol(Agent("bob", "Bob", {"sales": 1}))
    desk.sign_in("bob")
    desk.become_available("bob")

    claimed = desk.queue.claim("li", clock())
    assert claimed is not None
    assert claimed.id == "T-1"
    assert standing(desk) == (TicketStatus.CONNECTED, "li")
    assert desk.queue.claim("bob", clock()) is None


def test_who_is_not_known_cannot_move(desk: Desk) -> None:
    """Neither agents nor tickets."""
    with pytest.raises(NotNow, match="there is no agent eve"):
        desk.sign_in("eve")
    with pytest.raises(NotNow, match="there is no ticket T-9"):
        desk.redirect("T-9", Onward("billing"))
