"""What takes calls: a line in one language, furnished once, and the line that is live just now."""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypeAlias

from ivr.app import (
    interpreter_for,
    lookups_for,
    manner_of,
    model_for,
    open_desk,
    open_flow,
    open_versions,
    open_voice,
    siblings_of,
    today,
)
from ivr.audio.clip import Clip
from ivr.audio.line import Line
from ivr.audio.wavefile_line import RecordedCallLine, RecordedTurnsLine
from ivr.call.attendance import Attended
from ivr.call.exchange import Exchange
from ivr.call.session import Branch, CallSession, Offices, Talk
from ivr.call.spoken import SpokenExchange
from ivr.call.switchboard import Switchboard
from ivr.call.timeline import Timeline
from ivr.call.typed import TypedExchange
from ivr.dialogue.actions import Listen
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Heard
from ivr.dialogue.reception import Tongue
from ivr.errors import ContractError
from ivr.flow.loader import LoadedFlow
from ivr.flow.prompts import constants
from ivr.handoff.desk_queue import DeskQueue
from ivr.lookups.lookup import Lookup
from ivr.prompts.pieces import pieces
from ivr.prompts.voice import Manner, ReadyVoice, When
from ivr.publishing.reference import Reference, read_reference, worth_preparing
from ivr.records.model import CallRecord
from ivr.records.recording import open_recording
from ivr.settings import Settings
from ivr.speech.recognizer import Recognizer
from ivr.speech.transcript import Transcript
from ivr.speech.vad import usual_detector
from ivr.speech.vosk_recognizer import VoskRecognizer
from ivr.terms import Language

NOON = time(12)
"""The time of a call of which only the day is given."""

A_WORD = {Language.ENGLISH: "yes", Language.MANDARIN: "是"}
"""What a voice is tried with; the first Mandarin word takes a while, as its reading is looked up in a dictionary."""


Attending: TypeAlias = Callable[[DeskQueue], Attended]
"""Who attends to the callers in a queue."""


class House:
    """One flow, ready to take calls; what is costly is made once."""

    def __init__(
        self,
        loaded: LoadedFlow,
        settings: Settings,
        *,
        by_sound: bool = True,
        replay: bool = False,
        today: date | None = None,
        now: datetime | None = None,
        neighbour: "House | None" = None,
        lookups: Mapping[str, Lookup] | None = None,
        attending: Attending | None = None,
    ) -> None:
        """Open the database and train the understanding; meanwhile load the ears, if calls come `by_sound`.

        `replay` tells that the callers have spoken (or typed) beforehand, `today` the day on which calls are held,
        `now` the moment, by the clock of whatever hours are asked about. None is each call's own, by the clock of this
        machine; of a day alone it is noon. Ears and voice are shared with a `neighbour` of the same language.
        Trials have `lookups` of their own. With `attending` callers wait on the line for agents.

        Raises DatabaseError, ModelError.
        """
        self._loaded = loaded
        self._settings = settings
        self._lookups = lookups
        self._attending = attending
        self._others = [other.flow for other in siblings_of(loaded)] if attending else []
        self._today = now.date() if now else today
        self._now = now or (datetime.combine(today, NOON) if today else None)
        self._manner = manner_of(loaded.flow, settings)
        self._ears: Future[VoskRecognizer] | None = None
        self._model = ""
        if neighbour:
            self._ears, self._model = neighbour._ears, neighbour._model
            self._furnish(replay, neighbour)
            self._try_voice()
        elif by_sound:
            model = model_for(settings, loaded.flow.language)
            self._model = model.path.name
            with ThreadPoolExecutor(1, "load-model") as loader:
                self._ears = loader.submit(VoskRecognizer, model)
                self._furnish(replay)
            self._try_voice()
        else:
            self._furnish(replay)

    def _try_voice(self) -> None:
        """Raises VoiceError when the voice cannot speak: before anybody calls."""
        self._voice.render(A_WORD[self.language], self._manner)

    def rehearse(self) -> None:
        """Make everything ready that is said without a value, and what a first caller would wait for.

        Raises VoiceError, ModelError.
        """
        for piece in constants(self._loaded.flow):
            self._voice.render(piece, self._manner)
        self._hear_and_understand()

    def rehearse_meanwhile(self, greeting: str = "") -> None:
        """The same in the background, while calls are taken already; a `greeting` first, if the line has its own."""
        texts = [*pieces(greeting, self.language), *constants(self._loaded.flow)]
        self._voice.prepare(texts, self._manner, When.SOMETIME)
        with_nobody = ThreadPoolExecutor(1, "rehearse")
        with_nobody.submit(self._hear_and_understand)  # what goes wrong here goes wrong in a call, and is told there
        with_nobody.shutdown(wait=False)

    def _hear_and_understand(self) -> None:
        """Do once what makes the first turn of a process take longer than the next ones. Raises ModelError."""
        talk = self.dialogue()
        for action in talk.handle(CallStarted(self._today or today(), self._now)):
            if isinstance(action, Listen):
                if self._ears is not None:
                    self._ears.result().open(action.expectation)
                talk.handle(Heard(Transcript(next(iter(action.expectation.phrases), "hello"), self.language, 1.0)))

    def close(self) -> None:
        """No more calls; the neighbours of this house have none either."""
        self._voice.close()

    def _furnish(self, replay: bool, neighbour: "House | None" = None) -> None:
        settings, loaded = self._settings, self._loaded
        desk = open_desk(settings)
        lookups = lookups_for(loaded) if self._lookups is None else self._lookups
        attended = self._attending(desk.queue) if self._attending else None
        self._offices = Offices(lookups, desk.queue, desk.records, lambda: datetime.now(UTC), replay, attended)
        self._interpreter = interpreter_for(loaded.flow, settings)
        self._interpreter.learn_knowledge(loaded.flow.in_force(self._today or today()))
        self._voice: ReadyVoice = neighbour._voice if neighbour else open_voice(settings)

    @property
    def language(self) -> Language:
        """The language of the flow."""
        return self._loaded.flow.language

    @property
    def manner(self) -> Manner:
        """How the flow's line speaks."""
        return self._manner

    @property
    def branch(self) -> Branch:
        """What a line has in the flow's language."""
        return Branch(self._loaded.version, self._offices.lookups)

    @property
    def tongue(self) -> Tongue:
        """What a line does in the flow's language."""
        return Tongue(self._loaded.flow, self._interpreter)

    @property
    def recognizer(self) -> VoskRecognizer:
        """The ears for the flow's language. Raises ModelError."""
        if self._ears is None:
            raise ContractError("this house was made for typing, and has no ears")
        return self._ears.result()

    def dialogue(self) -> Dialogue:
        """A new call's conversation."""
        return Dialogue(self._loaded.flow, self._interpreter, self._others)

    @property
    def kind(self) -> str:
        """What makes calls of this house: its flow's version, its ears, and a voice that the flow does not name."""
        voice = "" if self._loaded.flow.voice.name else self._manner.name
        return f"{self._loaded.version} {self._model}" + (f" {voice}" if voice else "")

    def recorded_call(self, clips: Sequence[Clip], kind: str | None = None) -> tuple[str, Line]:
        """The id and the line of a recorded call: one clip is a whole call, several are its turns."""
        digest = hashlib.sha256(f"{kind or self.kind} {len(clips)}".encode())
        for clip in clips:
            digest.update(clip.pcm.tobytes())
        line = RecordedCallLine(clips[0]) if len(clips) == 1 else RecordedTurnsLine(clips)
        return digest.hexdigest()[:16], line

    def spoken(
        self, call_id: str, line: Line, timeline: Timeline, out: Path | None = None, ears: Recognizer | None = None
    ) -> CallSession:
        """A call by sound, heard by `ears` or by the flow's own.

        Raises ModelError, and WrongUse when `out` cannot be written.
        """
        return self.session(call_id, self.by_sound(line, ears or self.recognizer, out), timeline)

    def by_sound(
        self, line: Line, ears: Recognizer, out: Path | None, manners: Mapping[Language, Manner] | None = None
    ) -> Exchange:
        """A conversation by sound, in the house's manner and in those of other languages."""
        recording, detector = open_recording(out), usual_detector()
        return SpokenExchange(line, self._voice, self._manner, ears, detector, recording, manners or {})

    def typed(self, call_id: str, lines: Iterator[str], timeline: Timeline) -> CallSession:
        """A call by typing."""
        return self.session(call_id, self.by_typing(lines), timeline)

    def by_typing(self, lines: Iterator[str]) -> Exchange:
        """A conversation by typing."""
        return TypedExchange(lines, self._loaded.flow.language)

    def typed_id(self, lines: Sequence[str], kind: str | None = None) -> str:
        """The id of a call that was typed beforehand: the same lines are the same call."""
        text = "\n".join((kind or self._loaded.version, "typed", *lines))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def session(
        self,
        call_id: str,
        exchange: Exchange,
        timeline: Timeline,
        talk: Talk | None = None,
        branches: Mapping[Language, Branch] | None = None,
    ) -> CallSession:
        """A call, held by the flow's dialogue or by whoever chooses among that and those of other `branches`."""
        flow = self._loaded.flow
        call = CallRecord(call_id, flow.flow, self._loaded.version, flow.language, datetime.now(UTC))
        day = self._today or today()
        return CallSession(
            call,
            talk or self.dialogue(),
            exchange,
            self._offices,
            timeline,
            today=day,
            now=self._now or call.started,
            branches=branches or {},
        )


@contextmanager
def taking_calls(
    wanted: str,
    settings: Settings,
    tell: Callable[[str], None],
    *,
    replay: bool = False,
    today: date | None = None,
    now: datetime | None = None,
    attending: Attending | None = None,
) -> Iterator[Callable[[], House]]:
    """Asked before each call by sound, gives the house that takes it: always the same, or what is live just then.

    `tell` hears of a version that was published and cannot take calls. Raises what `House` and `open_flow` raise.
    """
    house = House(open_flow(wanted, settings), settings, replay=replay, today=today, now=now, attending=attending)
    reference = read_reference(wanted)
    with closing(house):
        house.rehearse_meanwhile()
        if reference is None or reference.number is not None:
            yield lambda: house
            return
        store = open_versions(settings)
        live = Reference(reference.line, house.language, None)

        def prepare(name: str) -> House:
            loaded = open_flow(name, settings)
            ready = House(loaded, settings, replay=replay, today=today, now=now, neighbour=house, attending=attending)
            ready.rehearse()
            return ready

        switchboard = Switchboard(lambda: worth_preparing(store.versions(live.line), live), prepare, tell)
        with closing(switchboard):
            yield lambda: switchboard.taking


def new_call_id() -> str:
    """The id of a live call."""
    return uuid.uuid4().hex[:16]
