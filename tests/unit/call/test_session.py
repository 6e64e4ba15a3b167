"""One call's loop, over fakes."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ivr.audio.line import Ear
from ivr.call.exchange import Exchange, Reply, Spoke
from ivr.call.session import Branch, CallSession, Offices
from ivr.call.spoken import SpokenExchange
from ivr.call.tickets import ticket_id
from ivr.call.timeline import CallEvent, Timeline
from ivr.call.typed import TypedExchange
from ivr.dialogue.actions import Action, Listen, Play
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Event
from ivr.dialogue.outlook import Outlooks
from ivr.dialogue.reception import Reception, Tongue
from ivr.errors import DatabaseError, VoiceError
from ivr.flow.line import Finding, Line
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.ticket import Remark, TicketKind
from ivr.lookups.lookup import Lookup
from ivr.prompts.voice import Manner
from ivr.records.model import CallRecord, Turn
from ivr.records.recording import NoRecording
from ivr.records.store import RecordStore
from ivr.speech.bilingual_recognizer import BilingualRecognizer
from ivr.speech.recognizer import Recognizer
from ivr.speech.transcript import Transcript
from ivr.terms import Disposition, EndReason, Language
from ivr.testing import (
    BrokenLookup,
    BrokenQueue,
    BrokenRecognizer,
    CannedRecognizer,
    Conversation,
    FakeClock,
    LoudnessDetector,
    MemoryRecords,
    ScriptedLine,
    SilentVoice,
    StaticLookup,
    hush,
    voice,
)

STARTED = datetime(2026, 3, 2, 8, 59, tzinfo=UTC)
ROWS = {"1234": {"number": "1234", "status": "on its way"}}


@dataclass
class Office:
    """A call's surroundings, and what they saw."""

    model: Conversation
    desk: DeskQueue = field(default_factory=MemoryQueue)
    records: RecordStore = field(default_factory=MemoryRecords)
    orders: Lookup = field(default_factory=lambda: StaticLookup(ROWS))
    entries: list[CallEvent] = field(default_factory=list)

    def session(self, exchange: Exchange) -> CallSession:
        """A call that is about to begin."""
        flow = self.model.flow
        offices = Offices({"orders": self.orders}, self.desk, self.records, FakeClock())
        return CallSession(
            CallRecord("call-1", flow.flow, "v1", flow.language, STARTED),
            Dialogue(flow, self.model.interpreter),
            exchange,
            offices,
            Timeline(self.entries.append),
        )

    def typed(self, *lines: str) -> CallRecord:
        """Hold a call by typing these lines."""
        return self.session(TypedExchange(iter(lines), self.model.flow.language)).run()

    def spoken(self, line: ScriptedLine, recognizer: Recognizer) -> CallRecord:
        """Hold a call by sound."""
        manner = Manner(self.model.flow.language)
        exchange = SpokenExchange(line, SilentVoice(), manner, recognizer, LoudnessDetector(), NoRecording())
        return self.session(exchange).run()

    def events(self) -> list[str]:
        """The names of what happened."""
        return [entry.event for entry in self.entries]

    def details(self, event: str) -> Mapping[str, Any]:
        """The last entry of this name."""
        return next(entry.details for entry in reversed(self.entries) if entry.event == event)


@pytest.fixture
def office(call: Callable[..., Conversation]) -> Office:
    """The English shop's office."""
    return Office(call())


# --- the language ---


@pytest.mark.parametrize(
    ("lines", "language", "status"),
    [
        (["where is my order", "1234"], Language.ENGLISH, "on its way"),
        (["我的订单到哪了", "1234"], Language.MANDARIN, "在路上"),
    ],
)
def test_a_call_is_of_the_language_in_which_it_is_held(
    call: Callable[..., Conversation], office: Office, lines: list[str], language: Language, status: str
) -> None:
    """Its record, its ticket, its version and its tables."""
    models = {one: call(one) for one in Language}
    tables = {
        Language.ENGLISH: StaticLookup(ROWS),
        Language.MANDARIN: StaticLookup({"1234": {"number": "1234", "status": "在路上"}}),
    }
    line = Line(line="shop", languages=list(Language), greet=dict.fromkeys(Language, "Hello. 您好。"))
    session = CallSession(
        CallRecord("call-1", "shop", "v-en", Language.ENGLISH, STARTED),
        Reception(line, [Tongue(one.flow, one.interpreter) for one in models.values()], Finding.DETECT),
        TypedExchange(iter([*lines, "agent", "人工"]), Language.ENGLISH),
        Offices({}, office.desk, office.records, FakeClock()),
        Timeline(office.entries.append),
        branches={one: Branch(f"v-{one}", {"orders": tables[one]}) for one in Language},
    )

    record = session.run()

    assert (record.language, record.flow_version) == (language, f"v-{language}")
    assert office.records.calls() == [record]
    assert [one.language for one in office.desk.waiting()] == [language]
    assert office.details("language") == {
        "language": language, "by": "heard", "text": lines[0], "reason": "it is written so"
    }  # fmt: skip
    assert any(status in entry.details["text"] for entry in office.entries if entry.event == "prompt")


def test_the_agent_reads_what_was_heard_in_the_callers_language(
    call: Callable[..., Conversation], office: Office
) -> None:
    """And so it is on record, though the other recogniser was surer of its words at first."""
    models = {one: call(one) for one in Language}
    line = Line(line="shop", languages=list(Language), greet=dict.fromkeys(Language, "Hello. 您好。"))
    ears = BilingualRecognizer(
        {
            Language.ENGLISH: CannedRecognizer("will the on", confidence=0.9),
            Language.MANDARIN: CannedRecognizer("转人工", language=Language.MANDARIN, confidence=0.8),
        }
    )
    manner = Manner(Language.ENGLISH)
    caller = ScriptedLine(Ear.OPEN, voice(900), hush(60_000))
    CallSession(
        CallRecord("call-1", "shop", "v-en", Language.ENGLISH, STARTED),
        Reception(line, [Tongue(one.flow, one.interpreter) for one in models.values()], Finding.DETECT),
        SpokenExchange(caller, SilentVoice(), manner, ears, LoudnessDetector(), NoRecording()),
        Offices({}, office.desk, office.records, FakeClock()),
        Timeline(office.entries.append),
        branches={one: Branch(f"v-{one}", {}) for one in Language},
    ).run()

    (ticket,) = office.desk.waiting()
    assert office.details("heard")["text"] == "will the on"
    assert [said.text for said in ticket.transcript if said.who == "caller"] == ["转人工"]
    assert [turn.transcript["text"] for turn in office.records.turns("call-1")] == ["转人工"]


# --- the day ---


def test_the_dialogue_is_told_the_day_of_the_call(office: Office) -> None:
    """It has no clock: the day is given to the call from outside."""
    flow = office.model.flow
    told: list[object] = []

    class Attentive(Dialogue):
        def handle(self, event: Event) -> list[Action]:
            told.append(event)
            return super().handle(event)

    offices = Offices({"orders": office.orders}, office.desk, office.records, FakeClock())
    record = CallRecord("call-1", flow.flow, "v1", flow.language, STARTED)
    dialogue = Attentive(flow, office.model.interpreter)
    exchange = TypedExchange(iter(()), flow.language)
    CallSession(record, dialogue, exchange, offices, Timeline(), today=date(2026, 3, 2)).run()

    assert told[0] == CallStarted(date(2026, 3, 2))


# --- what is told ---


def test_a_call_tells_what_happens_in_order(office: Office) -> None:
    """From the first event to the last."""
    office.typed("where is my order", "1234", "no")

    assert office.events() == [
        "call_started", "prompt",
        "heard", "decision", "prompt",
        "heard", "decision", "lookup", "prompt", "prompt",
        "heard", "decision", "prompt", "call_ended",
    ]  # fmt: skip


def test_every_event_has_its_keys(office: Office) -> None:
    """Programs read them: a key that is renamed breaks somebody's report."""
    office.typed("where is my order", "1234", "agent")
    keys = {entry.event: set(entry.details) for entry in office.entries}

    assert {
        "call_started": {"call", "flow", "version", "language"},
        "prompt": {"node", "text", "reply_start_ms"},
        "heard": {
            "node",
            "text",
            "keys",
            "confidence",
            "speech_start_ms",
            "speech_end_ms",
            "ended_by",
            "barged_in",
            "level_dbfs",
        },
        "decision": {
            "node",
            "kind",
            "intent",
            "score",
            "alternatives",
            "requests",
            "entry",
            "source",
            "slots",
            "hypothesis",
            "mood",
            "signs",
            "reason",
        },
        "lookup": {"node", "source", "outcome", "reason", "took_ms"},
        "transfer": {
            "node",
            "queue",
            "ticket",
            "priority",
            "skills",
            "reason",
            "slots",
            "mood",
            "kind",
            "number",
            "text",
        },
        "call_ended": {"disposition", "reason"},
    } == keys


def test_every_event_is_a_line_of_json_and_time_never_runs_back(office: Office) -> None:
    """What was heard is in the lines as it was heard."""
    office.typed("where is my order", "1234", "agent")
    read = [json.loads(entry.as_json()) for entry in office.entries]

    assert sorted(line["at_ms"] for line in read) == [line["at_ms"] for line in read]
    assert [line["text"] for line in read if line["event"] == "heard"] == ["where is my order", "1234", "agent"]


def test_the_same_call_tells_the_same(call: Callable[..., Conversation]) -> None:
    """Line by line."""
    first, second = Office(call()), Office(call())
    first.typed("mumble", "no", "i want a refund", "broken", "yes", "agent")
    second.typed("mumble", "no", "i want a refund", "broken", "yes", "agent")

    assert [entry.as_json() for entry in first.entries] == [entry.as_json() for entry in second.entries]


# --- what is kept ---


def test_how_a_call_ended_is_on_record(office: Office) -> None:
    """With how long it took, in audio time."""
    ended = office.typed("where is my order", "1234", "no")

    assert [ended] == office.records.calls()
    assert (Disposition.CONTAINED, EndReason.GOODBYE, office.entries[-1].at_ms) == (
        ended.disposition,
        ended.end_reason,
        ended.duration_ms,
    )


def test_every_turn_is_on_record(office: Office) -> None:
    """What was asked, said, understood and decided, and where it led."""
    office.typed("where is my order", "", "1234", "no")
    first, silent, number, _ = office.records.turns("call-1")

    assert (
        first.number,
        first.node_before,
        first.node_after,
        first.transcript["text"],
    ) == (1, "welcome", "order", "where is my order")
    assert (first.prompt, first.decision["intent"]) == ("Hello, I am a machine. What can I do for you?", "track_order")
    assert (silent.number, silent.transcript, silent.decision["reason"]) == (2, {}, "nothing was said")
    assert [slot["value"] for slot in number.interpretation["slots"]] == ["1234"]
    assert {"speech_start_ms", "speech_end_ms", "reply_start_ms"} == set(number.timings)


class Mishearing(TypedExchange):
    """Hears each line as something else first, and what was said only as the second hypothesis."""

    def listen(self, listen: Listen, outlook: Outlooks) -> Reply:
        reply = super().listen(listen, outlook)
        if not isinstance(reply, Spoke):
            return reply
        first = Transcript.typed("guess", reply.transcript.language)
        return replace(reply, transcript=replace(first, alternatives=(reply.transcript,)))


def test_the_hypothesis_that_was_taken_is_on_record(office: Office) -> None:
    """And the agent reads that one."""
    lines = iter(("where is my order", "1234", "agent"))
    office.session(Mishearing(lines, office.model.flow.language)).run()
    first, number, _ = office.records.turns("call-1")
    (ticket,) = office.desk.waiting("general")

    assert (first.transcript["text"], first.transcript["taken"], first.interpretation["text"]) == (
        "guess",
        2,
        "where is my order",
    )
    assert (number.transcript["taken"], office.details("decision")["hypothesis"]) == (2, 2)
    assert [remark.text for remark in ticket.transcript if remark.who == "caller"] == [
        "where is my order",
        "1234",
        "agent",
    ]


class WatchedRecords(MemoryRecords):
    """Notes, for every turn, how much had been told when it was written."""

    def __init__(self, entries: list[CallEvent]) -> None:
        super().__init__()
        self._entries = entries
        self.prompts_before: list[int] = []

    def add(self, turn: Turn) -> None:
        super().add(turn)
        self.prompts_before.append(sum(entry.event == "prompt" for entry in self._entries))


def test_a_turn_is_on_record_before_the_reply_is_spoken(office: Office) -> None:
    """A process that dies while it speaks has lost nothing."""
    office.records = records = WatchedRecords(office.entries)
    office.typed("where is my order", "1234", "no")

    assert records.prompts_before == [1, 2, 4]


# --- look-ups ---


@pytest.mark.parametrize(
    ("orders", "number", "outcome"),
    [
        (StaticLookup(ROWS), "1234", "found"),
        (StaticLookup(ROWS), "4321", "missing"),
        (BrokenLookup(), "1234", "failed"),
    ],
)
def test_what_a_look_up_brought_is_told(office: Office, orders: Lookup, number: str, outcome: str) -> None:
    """Found, missing, or failed; a failure leads to a person and drops nobody."""
    office.orders = orders
    ended = office.typed("where is my order", number, "agent")

    assert outcome == office.details("lookup")["outcome"]
    assert Disposition.TRANSFERRED is ended.disposition


# --- transfers ---


def test_a_ticket_holds_the_whole_story(office: Office) -> None:
    """Before the agent says hello."""
    ended = office.typed("where is my order", "1234", "agent")
    (ticket,) = office.desk.waiting("general")

    assert Disposition.TRANSFERRED is ended.disposition
    assert (ticket_id("call-1"), "call-1", FakeClock()()) == (ticket.id, ticket.call_id, ticket.created)
    assert (ticket.slots, ticket.skills, ticket.priority) == ({"number": "1234"}, ("english",), "normal")
    assert Remark("line", 0, "Hello, I am a machine. What can I do for you?") == ticket.transcript[0]
    assert [remark.text for remark in ticket.transcript if remark.who == "caller"] == [
        "where is my order",
        "1234",
        "agent",
    ]


def test_the_ticket_is_told_and_its_place_spoken(office: Office) -> None:
    """The caller hears where they stand."""
    office.typed("agent")

    assert ticket_id("call-1") == office.details("transfer")["ticket"]
    assert office.details("prompt")["text"] == "You are next in line. Please hold."


def test_a_promise_to_call_back_is_a_ticket_with_the_number(call: Callable[..., Conversation]) -> None:
    """Of a kind of its own: nobody holds the line."""
    changes = {
        "lookups:\n": "  phone: {type: phone, country: US, ask: What is your phone number?}\nlookups:\n",
        "    collect: [story]\n": "    collect: [phone]\n",
        "transfer: {queue: complaints, priority: low, skills: [patience], say: I pass that on.}": (
            "callback: {queue: complaints, number: phone}"
        ),
    }
    office = Office(call(changes=changes))
    office.typed("i want to complain", "four one five five five five two six seven one")

    waiting = office.desk.waiting()
    assert [(one.kind, one.number) for one in waiting] == [(TicketKind.CALLBACK, "+14155552671")]
    assert office.details("transfer")["number"] == "+14155552671"


@pytest.mark.parametrize(("said", "answer"), [("four", "4"), ("no thanks", "")])
def test_what_a_survey_was_answered_with_is_told_and_on_record(
    call: Callable[..., Conversation], said: str, answer: str
) -> None:
    """On the turn that answered it; of one who would not say it is on record that they were asked."""
    changes = {
        "lookups:\n": "  rating: {type: number, min: 1, max: 5, ask: How was it?}\nlookups:\n",
        "  bye:\n": "  bye:\n    survey: {slot: rating}\n",
    }
    office = Office(call(changes=changes))
    office.typed("where is my order", "1234", "no", said)

    assert office.details("survey") == {"node": "bye", "slot": "rating", "answer": answer}
    assert [turn.survey for turn in office.records.turns("call-1")] == [
        {},
        {},
        {},
        {"slot": "rating", "answer": answer},
    ]
    assert office.details("call_ended")["disposition"] == "contained"


def test_the_name_of_a_ticket_follows_from_its_call() -> None:
    """A call that is replayed has the same ticket, another call another one, and both can be said aloud."""
    assert ticket_id("a") == ticket_id("a")
    assert ticket_id("a") != ticket_id("b")
    assert len(ticket_id("a")) == 10


def test_a_transfer_that_fails_is_told_honestly(office: Office) -> None:
    """No ticket, no "please hold"."""
    office.desk = BrokenQueue()
    ended = office.typed("agent")

    assert (ended.disposition, ended.end_reason) == (Disposition.FAILED, EndReason.FAILURE)
    assert "cannot reach our people" in office.details("prompt")["text"]
    assert "transfer" not in office.events()


class DyingRecords(MemoryRecords):
    """A store whose database is gone after the call has begun."""

    def add(self, turn: Turn) -> None:
        raise DatabaseError("the database cannot be used")


def test_records_that_fail_do_not_cut_the_caller_off(office: Office) -> None:
    """The caller is told, and the operator too."""
    office.records = DyingRecords()
    with pytest.raises(DatabaseError):
        office.typed("where is my order", "1234")

    assert "cannot reach our people" in office.details("prompt")["text"]
    assert office.events()[-1] == "call_ended"


class DeadRecords(MemoryRecords):
    """A store whose database was never there."""

    def start(self, call: CallRecord) -> None:
        raise DatabaseError("the database cannot be used")


def test_a_line_is_let_go_of_when_a_call_cannot_even_begin(office: Office) -> None:
    """No open device stays behind."""
    office.records, line = DeadRecords(), ScriptedLine(hush(60_000))
    with pytest.raises(DatabaseError):
        office.spoken(line, CannedRecognizer())

    assert line.closed


# --- by sound ---


def turn(ms: int = 600) -> Iterator[Any]:
    """The caller waits until the line listens, and speaks."""
    yield from (Ear.OPEN, voice(ms), hush(1600))


def test_a_whole_call_by_sound(office: Office) -> None:
    """The same as by typing, with times."""
    line = ScriptedLine(hush(20), *turn(), *turn(), *turn(), Ear.SHUT, hush(60_000))
    ended = office.spoken(line, CannedRecognizer("where is my order", "one two three four", "no"))

    assert (ended.disposition, ended.end_reason) == (Disposition.CONTAINED, EndReason.GOODBYE)
    assert line.closed


def test_speaking_over_a_prompt_is_told_with_how_much_of_it_was_heard(office: Office) -> None:
    """The words over it are the turn."""
    line = ScriptedLine(Ear.OVER_PROMPT, hush(200), voice(600), hush(60_000))
    office.spoken(line, CannedRecognizer("agent"))
    told = office.details("heard")

    assert (told["text"], told["barged_in"]) == ("agent", True)
    assert 200 < told["prompt_heard_ms"] < 900


def test_a_caller_who_is_never_heard(office: Office) -> None:
    """Is asked, asked again, and told goodbye."""
    ended = office.spoken(ScriptedLine(hush(120_000)), CannedRecognizer())

    assert (ended.disposition, ended.end_reason) == (Disposition.ABANDONED, EndReason.SILENCE)


def test_a_line_that_is_deaf_hands_over(office: Office) -> None:
    """A human is one sentence away even when no sentence can be heard."""
    ended = office.spoken(ScriptedLine(*turn(), hush(60_000)), BrokenRecognizer())

    assert Disposition.TRANSFERRED is ended.disposition
    assert [ticket.priority for ticket in office.desk.waiting("general")] == ["high"]


@pytest.mark.parametrize(
    ("script", "texts", "disposition"),
    [
        ((hush(100),), (), Disposition.ABANDONED),
        ((*turn(), Ear.SHUT, hush(100)), ("goodbye",), Disposition.ABANDONED),
        ((*turn(), Ear.OVER_PROMPT, hush(100)), ("where is my order",), Disposition.ABANDONED),
    ],
    ids=["first prompt", "last prompt", "question"],
)
def test_hanging_up_while_the_line_speaks_ends_the_call_on_record(
    office: Office, script: tuple[Any, ...], texts: tuple[str, ...], disposition: Disposition
) -> None:
    """Whichever prompt it was: the record is closed, the line let go of, and the end told once."""
    line = ScriptedLine(*script)
    ended = office.spoken(line, CannedRecognizer(*texts))

    assert disposition is ended.disposition
    assert [ended] == office.records.calls()
    assert (office.events().count("call_ended"), line.closed) == (1, True)


class HoarseExchange(TypedExchange):
    """A conversation whose voice breaks at the second prompt."""

    prompts = 0

    def play(self, play: Play, then: Listen | None, outlook: Outlooks) -> bool:
        self.prompts += 1
        if self.prompts == 2:
            raise VoiceError("the voice is gone")
        return super().play(play, then, outlook)


def test_a_voice_that_breaks_in_mid_call_leaves_a_failed_call_on_record(office: Office) -> None:
    """The operator is told, and the record does not stay open."""
    exchange = HoarseExchange(iter(["where is my order"]), Language.ENGLISH)

    with pytest.raises(VoiceError):
        office.session(exchange).run()

    assert [(call.disposition, call.end_reason) for call in office.records.calls()] == [
        (Disposition.FAILED, EndReason.FAILURE)
    ]
    assert office.entries[-1].event == "call_ended"


class ImpatientExchange(TypedExchange):
    """Whoever watches presses Ctrl-C at the caller's first turn."""

    def listen(self, listen: Listen, outlook: Outlooks) -> Reply:
        raise KeyboardInterrupt


def test_a_call_that_is_broken_off_by_hand_ends_on_record(office: Office) -> None:
    """For the record the caller has left."""
    with pytest.raises(KeyboardInterrupt):
        office.session(ImpatientExchange(iter([]), Language.ENGLISH)).run()

    assert [call.end_reason for call in office.records.calls()] == [EndReason.HUNG_UP]


def test_a_chinese_call(call: Callable[..., Conversation]) -> None:
    """From hello to the agent."""
    office = Office(call(Language.MANDARIN))
    office.typed("我的订单到哪了", "一二三四", "人工")
    (ticket,) = office.desk.waiting()

    assert ticket.slots == {"number": "1234"}
    assert "查询订单" in ticket.summary
