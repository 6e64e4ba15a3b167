"""From what is kept of tickets and agents to the facts of an estimate."""

from datetime import timedelta

import pytest

from ivr.handoff.agent import Agent, AgentState
from ivr.handoff.desk import Desk
from ivr.handoff.estimate import Estimate, Grounds
from ivr.handoff.estimates import Estimates
from ivr.handoff.lately import ENOUGH, LATELY, in_words
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan, QueuePlan
from ivr.handoff.ticket import Ticket
from ivr.handoff.waiting import Facts, Overtaking, Standing, estimate
from ivr.testing import FakeClock

PLAN = QueuePlan("general", wrap_up_s=30, ages_s=120)
SAID = Estimate(3, Grounds.LIVE, 100, 250, 90, 240)


class Office:
    """Anne and 李雷 at a desk, and whoever calls."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.queue = MemoryQueue()
        self.desk = Desk(self.queue, DeskPlan({"general": PLAN}), self.clock)
        for name, skills in (("anne", {}), ("li", {"refund": 3})):
            self.queue.enrol(Agent(name, skills=skills))
            self.desk.sign_in(name)
            self.desk.become_available(name)

    def call(self, name: str, priority: str = "normal", skills: tuple[str, ...] = ()) -> Ticket:
        """Somebody calls and waits."""
        ticket = Ticket(name, name, "general", skills, priority, "", "", self.clock())
        self.queue.put(ticket)
        return ticket

    def serve(self, name: str, agent: str, seconds: float) -> None:
        """After four seconds of ringing."""
        self.desk.offer(name, agent, "")
        self.clock.go_on(4)
        self.desk.accept(name, agent)
        self.clock.go_on(seconds)
        self.desk.finish(name, agent, Outcome("solved"))

    def facts(self, ticket: Ticket) -> Facts:
        """All that is known of a ticket's wait."""
        return Estimates(self.desk).facts(ticket)


@pytest.fixture
def office() -> Office:
    """Nine o'clock."""
    return Office()


def test_the_first_call_of_all_gets_an_estimate_and_a_warning(office: Office) -> None:
    """What is usual anywhere is believed, and that is said."""
    said = estimate(office.facts(office.call("T-1")))

    assert (said.place, said.grounds) == (1, Grounds.PRIOR)
    assert 0 < said.half_s <= said.most_s < 60


def test_once_enough_were_served_the_usual_is_forgotten(office: Office) -> None:
    """Ten calls of two minutes; wrap-ups of ten seconds and rings of four, while others waited."""
    for number in range(ENOUGH + 1):
        office.call(f"T-{number}")
    for number in range(ENOUGH + 1):
        office.serve(f"T-{number}", "anne", 120)
        office.clock.go_on(10)
        office.desk.become_available("anne")
    known = office.facts(office.call("T-99"))

    assert known.grounds is Grounds.LIVE
    assert known.handling.over == (120.0,) * (ENOUGH + 1)
    assert known.turnaround.over == (14.0,) * ENOUGH
    assert known.ring_s == 4


def test_only_agents_who_can_take_the_ticket_count(office: Office) -> None:
    """Those away, and those without the skill, do not; those ahead whom others can serve count less."""
    office.call("T-1")
    office.call("T-2", skills=("refund",))
    mine = office.call("T-3", skills=("refund",))
    known = office.facts(mine)
    office.desk.go_away("li")

    assert known.agents == (Standing(AgentState.AVAILABLE, 0, 0),)
    assert [one.share for one in known.ahead] == [0.5, 1.0]
    assert estimate(office.facts(mine)).grounds is Grounds.NOBODY


def test_calls_that_run_are_known_to_last_so_long_at_least(office: Office) -> None:
    """And their agent is busy for so long."""
    office.call("T-1")
    office.desk.offer("T-1", "li", "")
    office.desk.accept("T-1", "li")
    office.clock.go_on(90)
    known = office.facts(office.call("T-2"))

    assert known.handling.running == (90.0,)
    assert Standing(AgentState.BUSY, 90, 0) in known.agents


def test_those_who_hang_up_are_counted(office: Office) -> None:
    """One of two."""
    office.call("T-1")
    office.call("T-2")
    office.clock.go_on(300)
    office.desk.leave("T-1")

    assert all(rate > 0 for rate in office.facts(office.call("T-3")).patience.rates)


def test_more_urgent_callers_come_first_until_the_ticket_has_aged(office: Office) -> None:
    """A normal one counts as urgent after two minutes; a high one is overtaken by nobody."""
    normal = office.call("T-1")
    for number in range(6):
        office.call(f"H-{number}", "high")
    office.clock.go_on(50)

    assert office.facts(normal).overtaking == (Overtaking(6 / 600, 70.0),)
    assert office.facts(office.call("H-9", "high")).overtaking == ()
    office.clock.go_on(70)
    assert office.facts(normal).overtaking == ()


def test_what_was_told_is_learnt_from(office: Office) -> None:
    """Of one who was served, one who hung up and one who still waits."""
    for name in ("T-1", "T-2", "T-3"):
        office.call(name)
        office.desk.tell(name, in_words(SAID))
    office.serve("T-1", "li", 60)
    office.desk.leave("T-2")
    office.clock.go_on(30)
    told = office.facts(office.call("T-4")).told

    assert [(one.waited_s, one.served) for one in told] == [(4, True), (64, False), (94, False)]
    assert {(one.model_half_s, one.model_most_s) for one in told} == {(90, 240)}


def test_what_somebody_else_noted_is_not_taken_for_an_estimate(office: Office) -> None:
    """It is a record for people, too."""
    office.call("T-1")
    office.desk.tell("T-1", "about two minutes, by the model railway")

    assert office.facts(office.call("T-2")).told == ()


def test_what_is_older_than_lately_is_forgotten(office: Office) -> None:
    """Yesterday says little about now."""
    office.call("T-1")
    office.serve("T-1", "anne", 100)
    office.clock.go_on(LATELY.total_seconds() + timedelta(minutes=1).total_seconds())

    assert 100.0 not in office.facts(office.call("T-2")).handling.over


def test_the_first_estimate_of_a_ticket_is_kept(office: Office) -> None:
    """On its record, once; it is what the caller was told."""
    estimates = Estimates(office.desk)
    ticket = office.call("T-1")
    said = estimates(ticket)
    office.clock.go_on(60)
    estimates(ticket)

    assert [(one.what, one.detail) for one in office.queue.history("T-1")] == [("told", in_words(said))]


def test_what_was_looked_up_just_now_is_not_looked_up_again(office: Office) -> None:
    """Who hung up this second is counted a few seconds later; who waits and who works is always as it is now."""
    estimates = Estimates(office.desk)
    mine = office.call("T-2")
    office.call("T-1")
    assert not any(estimates.facts(mine).patience.rates)
    office.desk.leave("T-1")
    office.desk.go_away("li")

    assert len(estimates.facts(mine).agents) == 1
    assert not any(estimates.facts(mine).patience.rates)
    office.clock.go_on(5)
    assert any(estimates.facts(mine).patience.rates)
