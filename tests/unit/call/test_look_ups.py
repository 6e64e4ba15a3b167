"""Look-ups that take their time: the call goes on, and the caller is told what they wait for."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from datetime import UTC, datetime

import pytest

from ivr.audio.frames import FRAME_MS
from ivr.audio.line import Ear
from ivr.call.search import Search, searching
from ivr.call.session import FILLER_AFTER_MS, FILLER_AGAIN_MS, Branch, CallSession, Offices, Talk
from ivr.call.spoken import SpokenExchange
from ivr.call.timeline import CallEvent, Timeline
from ivr.call.typed import MS_PER_CHARACTER, TypedExchange
from ivr.dialogue.actions import Play
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.reception import Reception, Tongue
from ivr.errors import OperatorError
from ivr.flow.line import Finding, Line
from ivr.handoff.memory_queue import MemoryQueue
from ivr.lookups.lookup import Lookup
from ivr.prompts.voice import Manner
from ivr.prompts.wording import house_wording
from ivr.records.model import CallRecord
from ivr.records.recording import NoRecording
from ivr.terms import Disposition, EndReason, Language
from ivr.testing import (
    CannedRecognizer,
    Conversation,
    FakeClock,
    LoudnessDetector,
    MemoryRecords,
    ScriptedLine,
    SilentVoice,
    StaticLookup,
    hush,
)

STARTED = datetime(2026, 3, 2, 8, 59, tzinfo=UTC)
ROWS = {"1234": {"number": "1234", "status": "on its way"}}
EN, ZH = Language.ENGLISH, Language.MANDARIN
FILLERS = {language: house_wording(language)["looking_up"] for language in Language}


class SlowLookup:
    """Answers, or fails, when it is let."""

    at_once = False

    def __init__(self, *, fails: bool = False) -> None:
        self.let = threading.Event()
        self._fails = fails

    def find(self, key: str) -> Mapping[str, str] | None:
        assert self.let.wait(10)
        if self._fails:
            raise OperatorError("no answer within 2000 ms")
        return ROWS.get(key)


class WaitingExchange(TypedExchange):
    """A typed call in which time passes while something is looked up; `answer_ms` later it is found.

    A caller whose patience is at its end hangs up meanwhile.
    """

    def __init__(
        self, lines: Sequence[str], language: Language, lookup: SlowLookup, answer_ms: int, patience_ms: int = 60_000
    ) -> None:
        super().__init__(iter(lines), language)
        self._lookup = lookup
        self._answer_ms = answer_ms
        self._patience_ms = patience_ms
        self._waited_ms = 0

    def wait(self, search: Search, ms: int) -> bool:
        for _ in range(0, ms, FRAME_MS):
            if search.done():
                break
            if self._waited_ms >= self._patience_ms:
                return False
            self._now_ms += FRAME_MS
            self._waited_ms += FRAME_MS
            if self._waited_ms >= self._answer_ms:
                self._lookup.let.set()
                wait([search], 10)
        return True


class Office:
    """Holds calls about one order, and keeps what was told."""

    def __init__(self, models: Mapping[Language, Conversation]) -> None:
        self.models = models
        self.entries: list[CallEvent] = []
        self.records = MemoryRecords()

    def hold(
        self, exchange: TypedExchange, lookup: Lookup, *, replay: bool = False, talk: Talk | None = None
    ) -> CallRecord:
        """A call over this exchange."""
        first = next(iter(self.models.values()))
        return CallSession(
            CallRecord("call-1", "shop", "v1", first.flow.language, STARTED),
            talk or Dialogue(first.flow, first.interpreter),
            exchange,
            Offices({"orders": lookup}, MemoryQueue(), self.records, FakeClock(), replay),
            Timeline(self.entries.append),
            branches={one: Branch("v1", {"orders": lookup}) for one in self.models} if talk else {},
        ).run()

    def after_the_number(self) -> list[tuple[str, str]]:
        """What happened from the number on, and with which words or outcome."""
        heard = max(place for place, one in enumerate(self.entries) if one.details.get("text") in ("1234", "一二三四"))
        named = [(one.event, one.details.get("text", one.details.get("outcome", ""))) for one in self.entries]
        return [one for one in named[heard + 1 :] if one[0] in ("prompt", "lookup", "call_ended")]

    @property
    def took_ms(self) -> int:
        """How long the look-up took."""
        (took,) = (one.details["took_ms"] for one in self.entries if one.event == "lookup")
        return int(took)


@pytest.fixture
def office(call: Callable[..., Conversation]) -> Office:
    """The English shop's office."""
    return Office({EN: call()})


SAID = ["where is my order", "1234"]
ANSWER = ("prompt", "Order 1 2 3 4 is on its way.")


def test_what_is_found_soon_is_told_without_a_word_before(office: Office) -> None:
    """Half a second is nothing."""
    slow = SlowLookup()
    office.hold(WaitingExchange(SAID, EN, slow, 500), slow)

    assert office.after_the_number()[:2] == [("lookup", "found"), ANSWER]
    assert office.took_ms == 500


def test_a_caller_who_waits_is_told_what_for(office: Office) -> None:
    """Once, after 0.8 s; the answer waits until that is said."""
    slow = SlowLookup()
    office.hold(WaitingExchange(SAID, EN, slow, 900), slow)

    assert office.after_the_number()[:3] == [("prompt", FILLERS[EN][0]), ("lookup", "found"), ANSWER]
    assert office.took_ms == 900 + len(FILLERS[EN][0]) * MS_PER_CHARACTER[EN]
    filler, lookup = (
        next(one for one in office.entries if (one.event, one.details.get("text", "")) == wanted)
        for wanted in (("prompt", FILLERS[EN][0]), ("lookup", ""))
    )
    assert filler.at_ms == lookup.at_ms - office.took_ms + FILLER_AFTER_MS


def test_a_caller_who_waits_long_is_told_in_other_words_each_time(office: Office) -> None:
    """Every eight seconds."""
    slow = SlowLookup()
    office.hold(WaitingExchange(SAID, EN, slow, FILLER_AFTER_MS + 2 * FILLER_AGAIN_MS + 100), slow)

    assert office.after_the_number()[:4] == [*(("prompt", text) for text in FILLERS[EN]), ("lookup", "found")]


def test_a_look_up_that_fails_late_leads_where_the_flow_says(office: Office) -> None:
    """As one that fails at once."""
    slow = SlowLookup(fails=True)
    ended = office.hold(WaitingExchange(SAID, EN, slow, 4200), slow)

    assert office.after_the_number()[:2] == [("prompt", FILLERS[EN][0]), ("lookup", "failed")]
    assert ended.disposition is Disposition.TRANSFERRED


@pytest.mark.parametrize("patience_ms", [0, 700, 5000])
def test_who_hangs_up_meanwhile_has_left(office: Office, patience_ms: int) -> None:
    """And that is on record at once, though the answer is still to come."""
    slow = SlowLookup()
    ended = office.hold(WaitingExchange(SAID, EN, slow, 60_000, patience_ms), slow)
    slow.let.set()

    assert (ended.disposition, ended.end_reason) == (Disposition.ABANDONED, EndReason.HUNG_UP)
    assert "lookup" not in [one.event for one in office.entries]
    assert office.records.calls() == [ended]


class SameThread(StaticLookup):
    """Is asked by the call itself."""

    def find(self, key: str) -> Mapping[str, str] | None:
        assert threading.current_thread() is threading.main_thread()
        return super().find(key)


class SlowService(SameThread):
    """Would be asked beside a call that is held live."""

    at_once = False


@pytest.mark.parametrize(("lookup", "replay"), [(SameThread(ROWS), False), (SlowService(ROWS), True)])
def test_a_table_and_a_replay_take_no_time(office: Office, lookup: Lookup, *, replay: bool) -> None:
    """Whoever was recorded does not hear how long a service takes today."""
    office.hold(TypedExchange(iter(SAID), EN), lookup, replay=replay)

    assert office.after_the_number()[:2] == [("lookup", "found"), ANSWER]
    assert office.took_ms == 0


def test_a_flow_may_say_it_in_its_own_words_and_in_mandarin(call: Callable[..., Conversation]) -> None:
    """As all house wording."""
    own = Office({EN: call(changes={"nodes:\n": "wording: {looking_up: Let me see.}\nnodes:\n"})})
    slow = SlowLookup()
    own.hold(WaitingExchange(SAID, EN, slow, 900), slow)
    mandarin = Office({ZH: call(ZH)})
    slow = SlowLookup()
    mandarin.hold(WaitingExchange(["我的订单到哪了", "一二三四"], ZH, slow, 900), slow)

    assert own.after_the_number()[0] == ("prompt", "Let me see.")
    assert mandarin.after_the_number()[:2] == [("prompt", FILLERS[ZH][0]), ("lookup", "found")]


def test_a_line_in_two_languages_says_it_in_the_callers(call: Callable[..., Conversation]) -> None:
    """With the voice of that language."""
    models = {one: call(one) for one in Language}
    line = Line(line="shop", languages=list(Language), greet=dict.fromkeys(Language, "Hello. 您好。"))
    reception = Reception(line, [Tongue(one.flow, one.interpreter) for one in models.values()], Finding.DETECT)
    office, slow = Office(models), SlowLookup()
    office.hold(WaitingExchange(["我的订单到哪了", "1234"], EN, slow, 900), slow, talk=reception)

    assert office.after_the_number()[0] == ("prompt", FILLERS[ZH][0])
    assert office.took_ms == 900 + len(FILLERS[ZH][0]) * MS_PER_CHARACTER[ZH]


def test_what_may_follow_is_made_ready_while_it_is_looked_up(call: Callable[..., Conversation]) -> None:
    """What is known already stands in it; the voice gets only what does not hang on the answer."""
    prepared: list[str] = []

    class Preparing(WaitingExchange):
        def prepare(self, plays: Sequence[Play]) -> None:
            prepared.extend(play.text for play in plays)

    slow = SlowLookup()
    changes = {"Order {order.number|digits} is": "Order {slot.number|digits} is"}
    Office({EN: call(changes=changes)}).hold(Preparing(SAID, EN, slow, 500), slow)

    assert prepared == ["Order 1 2 3 4 is {order.status}.", "There is no such order."]


# --- the exchanges ---


@pytest.fixture
def searched() -> Iterator[tuple[SlowLookup, Search]]:
    """A search that waits to be let."""
    slow = SlowLookup()
    yield slow, searching(slow, "1234", meanwhile=True)
    slow.let.set()


def test_by_typing_a_wait_is_as_long_as_it_is(searched: tuple[SlowLookup, Search]) -> None:
    """What is there at once takes no time."""
    slow, search = searched
    exchange = TypedExchange(iter([]), EN)

    assert exchange.wait(search, 40)
    assert (exchange.now_ms, search.done()) == (40, False)
    slow.let.set()
    assert exchange.wait(search, 10_000)
    assert (exchange.now_ms, search.result()) == (40, ROWS["1234"])


def _spoken(line: ScriptedLine) -> SpokenExchange:
    return SpokenExchange(line, SilentVoice(), Manner(EN), CannedRecognizer(), LoudnessDetector(), NoRecording())


def test_by_sound_the_line_goes_on_in_silence(searched: tuple[SlowLookup, Search]) -> None:
    """Frame by frame, and nobody listens; once there is an answer not even for a frame."""
    slow, search = searched
    line = ScriptedLine(hush(1000))
    exchange = _spoken(line)

    assert exchange.wait(search, 100)
    assert (exchange.now_ms, line.ears, any(played.any() for played in line.played)) == (100, [Ear.SHUT] * 5, False)
    slow.let.set()
    wait([search], 10)
    assert exchange.wait(search, 100)
    assert exchange.now_ms == 100


def test_by_sound_hanging_up_is_noticed_meanwhile() -> None:
    """At the very frame."""
    exchange = _spoken(ScriptedLine(hush(60)))

    assert not exchange.wait(Future(), 1000)
    assert exchange.now_ms == 60


def test_by_sound_the_voice_makes_ready_what_holds_no_value() -> None:
    """In its pieces."""
    voice = SilentVoice()
    exchange = SpokenExchange(
        ScriptedLine(), voice, Manner(EN), CannedRecognizer(), LoudnessDetector(), NoRecording(), {ZH: Manner(ZH)}
    )
    exchange.prepare(
        [
            Play("Order 1 2 3 4, then, is {status}. Shall we try?", "order"),
            Play("没查到，对不起您。", "order", language=ZH),
        ]
    )

    prepared = [text.strip() for text in voice.prepared]
    assert prepared == ["Order 1 2 3 4, then,", "Shall we try?", "没查到，", "对不起您。"]
