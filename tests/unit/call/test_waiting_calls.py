"""Calls whose caller waits for an agent, over fakes: by typing, with a desk in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ivr.call.attendance import Attended, nobody_can_tell
from ivr.call.phases import LEADS_TO, Phase, onward
from ivr.call.session import CallSession, Offices
from ivr.call.tickets import ticket_id
from ivr.call.timeline import CallEvent, Timeline
from ivr.call.typed import TypedExchange
from ivr.dialogue.dialogue import Dialogue
from ivr.errors import ContractError, DatabaseError
from ivr.handoff.agent import Agent
from ivr.handoff.desk import Desk
from ivr.handoff.estimates import Estimates
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan
from ivr.handoff.ticket import Ticket, TicketKind, TicketStatus
from ivr.records.model import CallRecord
from ivr.terms import Disposition, Language
from ivr.testing import Conversation, FakeClock, MemoryRecords, StaticLookup

STARTED = datetime(2026, 3, 2, 8, 59, tzinfo=UTC)
TICKET = ticket_id("call-1")
EN, ZH = Language.ENGLISH, Language.MANDARIN
AGENT = {EN: "agent", ZH: "人工"}
CALL_ME_BACK = {EN: "call me back", ZH: "给我回电话"}
NUMBER = {EN: "4155552671#", ZH: "13812345678#"}
YES = {EN: "yes", ZH: "对"}
MESSAGE = {EN: ("leave a message", "the parcel is broken"), ZH: ("留言", "包裹坏了")}


@dataclass
class Office:
    """A desk with 李雷, at which a call is held."""

    model: Conversation
    messages: Path
    queue: MemoryQueue = field(default_factory=MemoryQueue)
    clock: FakeClock = field(default_factory=FakeClock)
    entries: list[CallEvent] = field(default_factory=list)
    estimated: bool = False

    def __post_init__(self) -> None:
        self.desk = Desk(self.queue, DeskPlan(), self.clock)
        self.queue.enrol(Agent("li", "李雷", {"english": 3, "chinese": 3}))
        self.desk.sign_in("li")
        self.desk.become_available("li")

    def hold(self, lines: Iterator[str]) -> CallRecord:
        """Hold a call by typing; the desk may be changed between its lines."""
        flow = self.model.flow
        orders = StaticLookup({"1234": {"number": "1234", "status": "on its way"}})
        estimates = Estimates(self.desk) if self.estimated else nobody_can_tell
        attended = Attended(self.desk, self.messages, estimates)
        return CallSession(
            CallRecord("call-1", flow.flow, "v1", flow.language, STARTED),
            Dialogue(flow, self.model.interpreter),
            TypedExchange(lines, flow.language),
            Offices({"orders": orders}, self.queue, MemoryRecords(), self.clock, attended=attended),
            Timeline(self.entries.append),
        ).run()

    @property
    def ticket(self) -> Ticket:
        """The caller's ticket."""
        found = self.queue.find(TICKET)
        assert found is not None
        return found

    @property
    def events(self) -> list[str]:
        """What happened once the ticket was written, but for what was said."""
        names = [one.event for one in self.entries]
        return [name for name in names[names.index("transfer") :] if name not in ("prompt", "heard", "decision")]

    def details(self, event: str) -> dict[str, Any]:
        """The last entry of this name."""
        return dict(next(one.details for one in reversed(self.entries) if one.event == event))


@pytest.fixture(params=[EN, ZH])
def office(request: pytest.FixtureRequest, call: Callable[..., Conversation], tmp_path: Path) -> Office:
    """The shop's office, in each language."""
    return Office(call(request.param), tmp_path)


def test_a_caller_waits_until_an_agent_takes_them(office: Office) -> None:
    """And is with the agent until the agent is done."""
    language = office.model.flow.language

    def lines() -> Iterator[str]:
        yield AGENT[language]
        assert office.ticket.status is TicketStatus.WAITING
        assert office.ticket.line_lease
        office.queue.claim("li", office.clock())
        yield ""
        office.desk.finish(TICKET, "li", Outcome("solved"))
        yield ""

    record = office.hold(lines())

    assert record.disposition is Disposition.TRANSFERRED
    assert office.events == ["transfer", "waiting", "connected", "agent_finished", "call_ended"]
    assert office.details("waiting") == {"ticket": TICKET, "queue": "general", "place": 1, "minutes": None}
    assert office.details("connected") == {"ticket": TICKET, "agent": "李雷"}
    assert (office.ticket.status, office.ticket.disposition) == (TicketStatus.CLOSED, "solved")


def test_the_wait_is_told_as_the_desk_knows_it(office: Office) -> None:
    """And what was told is on the ticket's record."""
    office.estimated = True
    office.hold(iter([AGENT[office.model.flow.language]]))

    assert office.details("waiting")["place"] == 1
    assert office.details("waiting")["minutes"] >= 1
    assert next(one.what for one in office.queue.history(TICKET)) == "told"


def test_who_hangs_up_leaves_the_queue(office: Office) -> None:
    """Nobody is offered a caller who is gone."""
    record = office.hold(iter([AGENT[office.model.flow.language], ""]))

    assert record.disposition is Disposition.ABANDONED
    assert office.ticket.status is TicketStatus.LEFT


def test_hanging_up_with_the_agent_leaves_the_ticket_to_them(office: Office) -> None:
    """They finish it."""

    def lines() -> Iterator[str]:
        yield AGENT[office.model.flow.language]
        office.queue.claim("li", office.clock())
        yield ""

    record = office.hold(lines())

    assert record.disposition is Disposition.TRANSFERRED
    assert office.ticket.status is TicketStatus.CONNECTED
    assert [one.what for one in office.queue.history(TICKET)][-1] == "hung_up"


def test_a_callback_keeps_the_place(office: Office) -> None:
    """The ticket waits on when the call is over."""
    language = office.model.flow.language
    record = office.hold(iter([AGENT[language], CALL_ME_BACK[language], NUMBER[language], YES[language]]))

    assert record.disposition is Disposition.TRANSFERRED
    assert office.events == ["transfer", "waiting", "callback", "call_ended"]
    assert (office.ticket.status, office.ticket.kind) == (TicketStatus.WAITING, TicketKind.CALLBACK)
    assert office.ticket.number == office.details("callback")["number"]
    assert office.ticket.line_lease is None


def test_an_agent_may_be_quicker_than_a_callback(office: Office) -> None:
    """Who was just taken is not called back."""
    language = office.model.flow.language

    def lines() -> Iterator[str]:
        yield AGENT[language]
        yield CALL_ME_BACK[language]
        yield NUMBER[language]
        office.queue.claim("li", office.clock())
        yield YES[language]
        office.desk.finish(TICKET, "li", Outcome("solved"))
        yield ""

    office.hold(lines())

    assert "callback" not in office.events
    assert office.ticket.kind is TicketKind.CALL


def test_what_is_typed_as_a_message_is_read_by_the_agent(office: Office) -> None:
    """At the caller's place."""
    language = office.model.flow.language
    office.hold(iter([AGENT[language], *MESSAGE[language]]))

    assert (office.ticket.status, office.ticket.kind) == (TicketStatus.WAITING, TicketKind.MESSAGE)
    assert office.ticket.transcript[-1].text == MESSAGE[language][1]
    assert office.details("message")["ms"] > 0


def test_who_tries_the_line_again_keeps_the_place(office: Office) -> None:
    """The story grows, the moment since which they wait does not; who leaves content leaves the queue."""
    language = office.model.flow.language
    again, order = {EN: ("try again", "where is my order"), ZH: ("再试一次", "我的订单到哪了")}[language]
    seen: list[Ticket] = []

    def lines() -> Iterator[str]:
        yield AGENT[language]
        seen.append(office.ticket)
        office.clock.go_on(5)
        yield again
        yield order
        yield "1234"
        yield AGENT[language]
        seen.append(office.ticket)

    office.hold(lines())

    first, then = seen
    assert then.created == first.created
    assert then.slots == {"number": "1234"}
    assert len(then.transcript) > len(first.transcript)
    assert office.events.count("waiting") == 2
    assert office.ticket.status is TicketStatus.LEFT


def test_an_agent_may_come_in_while_the_line_is_tried_again(office: Office) -> None:
    """The caller waited for one."""
    language = office.model.flow.language

    def lines() -> Iterator[str]:
        yield AGENT[language]
        yield {EN: "try again", ZH: "再试一次"}[language]
        office.queue.claim("li", office.clock())
        yield ""
        office.desk.finish(TICKET, "li", Outcome("solved"))
        yield ""

    office.hold(lines())

    assert office.events[-3:] == ["connected", "agent_finished", "call_ended"]


class Forgetful(MemoryQueue):
    """A queue whose database is away for a while."""

    away = False

    def find(self, ticket: str) -> Ticket | None:
        if self.away:
            raise DatabaseError("the database cannot be used")
        return super().find(ticket)


def test_a_database_that_is_away_for_a_while_ends_no_wait(call: Callable[..., Conversation], tmp_path: Path) -> None:
    """It is asked again a second later."""
    queue = Forgetful()
    office = Office(call(), tmp_path, queue)

    def lines() -> Iterator[str]:
        yield "agent"
        queue.away = True
        yield ""
        queue.away = False
        office.queue.claim("li", office.clock())
        yield ""
        office.desk.finish(TICKET, "li", Outcome("solved"))
        yield ""

    assert office.hold(lines()).disposition is Disposition.TRANSFERRED


def test_phases_lead_on_and_never_back_from_the_end() -> None:
    """A call that has ended becomes nothing else."""
    assert set(LEADS_TO) == set(Phase)
    assert onward(Phase.WAITING, Phase.CONNECTED) is Phase.CONNECTED
    for phase in set(Phase) - {Phase.ENDED}:
        assert onward(phase, Phase.ENDED) is Phase.ENDED
        with pytest.raises(ContractError):
            onward(Phase.ENDED, phase)
