"""Public fakes: a call without a microphone, a model, a voice, a database or a clock on the wall."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import numpy as np

from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, LINE_RATE, AudioFrame, Pcm, silence
from ivr.audio.line import Ear
from ivr.dialogue.actions import Action, EndCall, Explain, Hold, Listen, LookUp, Play, TransferTo
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import (
    CallStarted,
    Event,
    Heard,
    HungUp,
    LookupReturned,
    NoInput,
    TransferQueued,
)
from ivr.errors import DatabaseError, ModelError, OperatorError
from ivr.flow.model import Flow
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.ticket import Ticket
from ivr.prompts.voice import Manner, When
from ivr.records.model import CallRecord, Turn
from ivr.speech.endpointer import Outlook
from ivr.speech.keypad import keyed
from ivr.speech.recognizer import Expectation, Hearing
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.interpreter import Interpreter

LOUD = 8_000
"""Sample value of a fake voice: a quarter of full scale."""

QUIET = 1
"""Sample value of a fake prompt: nobody would hear it, but it is not digital silence."""

A = TypeVar("A")


# --- sound ---


def voice(ms: int) -> Pcm:
    """A caller who speaks for `ms`, at a pitch of 200 Hz: what `LoudnessDetector` takes for a voice."""
    half_period = LINE_RATE // 400
    high = np.arange(ms * LINE_RATE // 1000) // half_period % 2 == 0
    return np.where(high, LOUD, -LOUD).astype(np.int16)


def hush(ms: int) -> Pcm:
    """A caller who is silent for `ms`."""
    return silence(ms * LINE_RATE // 1000)


def frames(*sounds: Pcm) -> list[AudioFrame]:
    """Sounds of whole frames, one after the other, as the frames of a call."""
    pcm = np.concatenate(sounds)
    cut = (pcm[at : at + FRAME_SAMPLES] for at in range(0, len(pcm), FRAME_SAMPLES))
    return [AudioFrame(one, LINE_RATE, place * FRAME_MS) for place, one in enumerate(cut)]


class LoudnessDetector:
    """A VoiceDetector to which every frame that is not silence is voice."""

    def is_voice(self, frame: AudioFrame) -> bool:
        return bool(frame.pcm.any())


class ScriptedLine:
    """A live caller who follows a script and hangs up at its end.

    The script is made of sounds (`voice`, `hush`) and of `Ear`s: at an `Ear` the caller is silent until the line
    listens in that way. `played`, `ears`, `stops` and `closed` tell what the line did.
    """

    def __init__(self, *script: Pcm | Ear) -> None:
        self._script = list(script)
        self._now: Iterator[AudioFrame] = iter(())
        self.played: list[Pcm] = []
        self.ears: list[Ear] = []
        self.stops = 0
        self.closed = False

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        self.played.append(played)
        self.ears.append(ear)
        while (frame := next(self._now, None)) is None:
            if not self._script:
                return None
            part = self._script[0]
            if isinstance(part, Ear):
                if part is not ear:
                    return silence()
                self._script.pop(0)
                continue
            self._script.pop(0)
            self._now = iter(frames(part))
        return frame.pcm

    def stop_playing(self) -> None:
        self.stops += 1

    def close(self) -> None:
        self.closed = True


class SilentVoice:
    """A ReadyVoice that takes `ms_per_character` for each character and can hardly be heard.

    `spoken` is what it said, `prepared` what it was told that it may have to say.
    """

    def __init__(self, ms_per_character: int = 20) -> None:
        self._ms = ms_per_character
        self.spoken: list[str] = []
        self.prepared: list[str] = []

    def render(self, text: str, manner: Manner) -> Pcm:
        self.spoken.append(text)
        return np.full(len(text) * self._ms * LINE_RATE // 1000, QUIET, dtype=np.int16)

    def prepare(self, texts: Iterable[str], manner: Manner, when: When = When.SOON) -> None:
        self.prepared += texts

    def close(self) -> None:
        """Nothing is held."""


class CannedHearing:
    """A Hearing that knows beforehand what it will have heard."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self.heard_ms = 0

    def feed(self, frame: AudioFrame) -> None:
        self.heard_ms += FRAME_MS

    def partial(self) -> Transcript:
        return self._transcript

    def draft(self) -> Transcript:
        return self._transcript

    def finish(self) -> Transcript:
        return self._transcript


class CannedRecognizer:
    """A Recognizer that hears `texts`, one an utterance, and afterwards nothing; an empty text is a noise.

    `expected` holds what it was told to expect, `hearings` what it was given to hear.
    """

    def __init__(self, *texts: str, language: Language = Language.ENGLISH, confidence: float = 1.0) -> None:
        self._texts = iter(texts)
        self._language = language
        self._confidence = confidence
        self.expected: list[Expectation] = []
        self.hearings: list[CannedHearing] = []

    def open(self, expectation: Expectation) -> Hearing:
        text = next(self._texts, "")
        self.expected.append(expectation)
        self.hearings.append(CannedHearing(Transcript(text, self._language, self._confidence if text else 0.0)))
        return self.hearings[-1]

    def unknown_words(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        return ()


def nobody_knows(_transcript: Transcript, _over_prompt_ms: int) -> Outlook:
    """The outlook of a dialogue that has none."""
    return Outlook.OPEN


class BrokenRecognizer:
    """A Recognizer that breaks with the first frame of every utterance."""

    def open(self, expectation: Expectation) -> Hearing:
        raise ModelError("the speech model failed while listening")

    def unknown_words(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        return ()


# --- offices ---


class FakeClock:
    """A clock on the wall that stands still unless it is told to go on."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self._now

    def go_on(self, seconds: float) -> None:
        """So many seconds later."""
        self._now += timedelta(seconds=seconds)


class StaticLookup:
    """A Lookup over the rows given; `asked` holds the keys that were searched for."""

    at_once = True

    def __init__(self, rows: Mapping[str, Mapping[str, str]]) -> None:
        self._rows = rows
        self.asked: list[str] = []

    def find(self, key: str) -> Mapping[str, str] | None:
        self.asked.append(key)
        return self._rows.get(key)


class BrokenLookup:
    """A Lookup that fails each time."""

    at_once = True

    def find(self, key: str) -> Mapping[str, str] | None:
        raise OperatorError("the table cannot be read")


class BrokenQueue(MemoryQueue):
    """A DeskQueue whose database is gone."""

    def put(self, ticket: Ticket) -> int:
        raise DatabaseError("the database cannot be used")

    def waiting(self, queue: str | None = None) -> list[Ticket]:
        raise DatabaseError("the database cannot be used")


class MemoryRecords:
    """A RecordStore in memory."""

    def __init__(self) -> None:
        self._calls: dict[str, CallRecord] = {}
        self._turns: dict[str, list[Turn]] = {}

    def start(self, call: CallRecord) -> None:
        self._calls[call.id] = call
        self._turns[call.id] = []

    def add(self, turn: Turn) -> None:
        self._turns[turn.call_id].append(turn)

    def end(self, call: CallRecord) -> None:
        self._calls[call.id] = call

    def calls(self) -> list[CallRecord]:
        return sorted(self._calls.values(), key=lambda call: (call.started, call.id))

    def turns(self, call_id: str) -> list[Turn]:
        return sorted(self._turns.get(call_id, ()), key=lambda turn: turn.number)


# --- dialogue ---


@dataclass
class Conversation:
    """A dialogue without a call around it: say something and see what it does.

    Look-ups are answered from `rows` at once, transfers with a place in the queue.
    `actions` are those since the last thing said; `history` all of them.
    """

    flow: Flow
    interpreter: Interpreter
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)
    history: list[Action] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dialogue = Dialogue(self.flow, self.interpreter)

    def start(self, today: date | None = None, now: datetime | None = None) -> "Conversation":
        """The caller is on the line, on the day that is `today`, at the moment that is `now`."""
        return self.tell(CallStarted(today, now))

    def say(
        self, *texts: str, confidence: float = 1.0, level_dbfs: float | None = None, over_prompt: bool = False
    ) -> "Conversation":
        """The caller says these sentences, a turn each."""
        for text in texts:
            heard = Transcript(text, self.flow.language, confidence if text else 0.0)
            self.tell(Heard(heard, level_dbfs, over_prompt))
        return self

    def press(self, keys: str) -> "Conversation":
        """The caller presses these keys and says nothing."""
        return self.tell(Heard(keyed(keys, self.flow.language)))

    def silent(self, times: int = 1) -> "Conversation":
        """The caller says nothing, so many turns."""
        for _ in range(times):
            self.tell(NoInput())
        return self

    def hang_up(self) -> "Conversation":
        """The caller leaves."""
        return self.tell(HungUp())

    def tell(self, event: Event) -> "Conversation":
        """Something happens; look-ups and transfers that follow from it are answered."""
        self.actions = []
        following: Event | None = event
        while following is not None:
            actions = self.dialogue.handle(following)
            self.actions += actions
            self.history += actions
            last = actions[-1] if actions else None
            following = None
            if isinstance(last, LookUp):
                following = LookupReturned(self.rows.get(last.key))
            elif isinstance(last, TransferTo):
                following = TransferQueued(1)
        return self

    @property
    def node(self) -> str:
        """Where the dialogue is."""
        return self.dialogue.node

    @property
    def said(self) -> str:
        """What the line said since the caller spoke."""
        return " ".join(play.text for play in self.plays)

    @property
    def plays(self) -> list[Play]:
        """The prompts since the caller spoke."""
        return _only(Play, self.actions)

    @property
    def listens(self) -> bool:
        """Whether it is the caller's turn."""
        return bool(self.actions) and isinstance(self.actions[-1], Listen)

    @property
    def listen(self) -> Listen:
        """How the caller is listened to."""
        return _only(Listen, self.actions)[-1]

    @property
    def hold(self) -> Hold:
        """How the caller who waits is held."""
        return _only(Hold, self.actions)[-1]

    @property
    def explained(self) -> Explain:
        """The last decision since the caller spoke."""
        return _only(Explain, self.actions)[-1]

    @property
    def transfer(self) -> TransferTo | None:
        """The transfer, where the caller was given to a person."""
        return next(iter(_only(TransferTo, self.history)), None)

    @property
    def end(self) -> EndCall | None:
        """How the call ended, once it has."""
        return next(iter(_only(EndCall, self.history)), None)


def _only(kind: type[A], actions: Sequence[Action]) -> list[A]:
    return [action for action in actions if isinstance(action, kind)]
