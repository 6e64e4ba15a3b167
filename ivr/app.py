"""The composition root: the only place that names adapters."""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.audio.clip import Clip
from ivr.audio.line import Line
from ivr.audio.wavefile_line import RecordedCallLine, RecordedTurnsLine
from ivr.call.exchange import Exchange
from ivr.call.recorded_turns import RecordedCallers
from ivr.call.session import CallSession, Offices
from ivr.call.spoken import SpokenExchange
from ivr.call.switchboard import Switchboard
from ivr.call.timeline import Timeline
from ivr.call.typed import TypedExchange
from ivr.dialogue.dialogue import Dialogue
from ivr.errors import AuthorError, ContractError, ModelError, Problem, VoiceError, WrongUse
from ivr.flow import lookup as flow_lookup
from ivr.flow.checks.hearing import unheard
from ivr.flow.linter import check
from ivr.flow.loader import LoadedFlow, chatter, everywhere, load_flow
from ivr.flow.model import Flow
from ivr.flow.names import EVERYWHERE
from ivr.flow.vocabulary import acronyms, house_texts, own_texts
from ivr.flowtest.backtest import PastCall
from ivr.flowtest.remembering import Remembering
from ivr.flowtest.suite import Bench
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.sql_queue import SqlQueue
from ivr.lookups.environment import from_environment
from ivr.lookups.lookup import Lookup, Unasked
from ivr.lookups.table_lookup import TableLookup
from ivr.prompts.cache import CachedVoice
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner, Voice
from ivr.publishing.files import lay_out
from ivr.publishing.publisher import Publisher
from ivr.publishing.reference import Reference, read_reference, worth_preparing
from ivr.publishing.sql_versions import SqlVersions
from ivr.publishing.version import Files
from ivr.publishing.version_store import VersionStore
from ivr.records.model import CallRecord
from ivr.records.recording import NoRecording, Recording, WaveRecording
from ivr.records.sql_store import SqlStore
from ivr.records.store import RecordStore
from ivr.settings import Settings, read_settings
from ivr.speech.adaptation import open_kit, write_adapted
from ivr.speech.model_store import ModelDir, find_model, installed_names
from ivr.speech.pronunciation.author_lexicon import read_author_lexicon
from ivr.speech.pronunciation.pronouncer import Pronounced, english_guesser, mandarin_guesser, pronounce
from ivr.speech.pronunciation.spelling import PhoneSpelling, PinyinSpelling
from ivr.speech.recognizer import Expectation, Recognizer
from ivr.speech.segmentation import segment, unknown_words
from ivr.speech.transcription import Conditions, Heard, Listening, Unheard
from ivr.speech.vad import WebRtcVoiceDetector
from ivr.speech.vosk_recognizer import VoskRecognizer, read_vocabulary
from ivr.speech.workers import hear_files
from ivr.store.engine import open_engine
from ivr.terms import Language
from ivr.understanding.embeddings import Embedder
from ivr.understanding.interpreter import Interpreter, Understanding
from ivr.understanding.knowledge import EntrySpec
from ivr.understanding.person import AGENT
from ivr.understanding.spec import IntentSpec, SlotSpec
from ivr.understanding.text import normalise

if TYPE_CHECKING:
    from ivr.speech.model_shelf import ModelShelf

USUAL_FLOW = "retail"
NOON = time(12)
"""The time of a call of which only the day is given."""


def today() -> date:
    """The day by the clock of this machine, where it stands."""
    return datetime.now(UTC).astimezone().date()


def find_flow(wanted: str, settings: Settings) -> Path:
    """The flow file called `wanted`: a path, or a sample line's name with or without its language (`retail.zh`).

    Raises WrongUse when there is none, and names the nearest.
    """
    path = Path(wanted)
    if path.is_file():
        return path
    name, _, language = wanted.partition(".")
    folder = path if path.is_dir() else settings.flows_dir / name
    sample = folder / f"flow.{Language.ENGLISH if path.is_dir() else language or Language.ENGLISH}.yaml"
    if sample.is_file():
        return sample
    there = sorted(file.name for file in folder.glob("flow.*.yaml"))
    if there:
        raise WrongUse(f"{wanted}: there is no {sample.name} in {folder}", f"There is: {', '.join(there)}")
    lines = sorted({file.parent.name for file in settings.flows_dir.glob("*/flow.*.yaml")})
    near = get_close_matches(path.name if path.suffix else name, lines, 1, 0.5)
    hint = f"Did you mean '{near[0]}'?" if near else f"Sample lines: {', '.join(lines)}."
    raise WrongUse(f"{wanted}: there is no such flow", f"{hint} A flow is a YAML file or the name of a sample line")


def find_flows(wanted: str, settings: Settings) -> list[Path]:
    """The flow files called `wanted`: a file or a line in one language, or every language of a line or folder.

    Raises WrongUse when there is none.
    """
    first = find_flow(wanted, settings)
    alone = Path(wanted).is_file() or (not Path(wanted).is_dir() and "." in wanted)
    return [first] if alone else sorted(first.parent.glob("flow.*.yaml"))


def open_flow(wanted: str, settings: Settings) -> LoadedFlow:
    """Load and check a flow: of a file, of a sample line, or a published one (`live:retail`, `retail@3`).

    Raises WrongUse when there is none, AuthorError when it cannot take calls, DatabaseError.
    """
    if reference := read_reference(wanted):
        store = open_versions(settings)
        loaded = publisher(settings, store).open(reference.pick(store.versions(reference.line)))
    else:
        loaded = load_flow(find_flow(wanted, settings))
    if problems := check(loaded):
        raise AuthorError(problems)
    return loaded


@cache
def open_embedder(models_dir: Path) -> Embedder:
    """The embedder of English sentences, loaded once. Raises OperatorError."""
    from ivr.understanding.embedding_model import load_embedder  # late: 90 MB

    return load_embedder(models_dir)


def other_languages(loaded: LoadedFlow, path: Path) -> Iterator[LoadedFlow]:
    """The flows of the same line in other languages, beside it. Raises AuthorError when one cannot be read."""
    for language in Language:
        beside = path.with_name(f"flow.{language}.yaml")
        if language is not loaded.flow.language and path.name.startswith("flow.") and beside.is_file():
            yield load_flow(beside)


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the understanding of a flow is trained from: from the same lessons it is the same."""

    language: Language
    intents: tuple[IntentSpec, ...]
    slots: tuple[SlotSpec, ...]
    knowledge: tuple[EntrySpec, ...]
    embeddings: bool


def lessons_of(flow: Flow) -> Lessons:
    """What is learnt from one flow."""
    intents = {**everywhere(flow.language), **flow.intents}
    return Lessons(
        flow.language,
        tuple(
            IntentSpec(name, tuple(intent.examples), intent.request and (name not in EVERYWHERE or name == AGENT))
            for name, intent in intents.items()
        ),
        tuple(slot.spec(name) for name, slot in flow.slots.items()),
        tuple(EntrySpec(name, tuple(entry.questions)) for name, entry in flow.knowledge.items()),
        flow.understanding.embeddings,
    )


def learn(lessons: Lessons, settings: Settings | None = None) -> Interpreter:
    """The understanding of whoever is taught so.

    Raises OperatorError when sentence embeddings are wanted and this machine has none.
    """
    embedder = open_embedder((settings or read_settings()).models_dir) if lessons.embeddings else None
    language = lessons.language
    return Interpreter(
        lessons.intents, lessons.slots, chatter(language), language, lessons.knowledge, embedder=embedder
    )


def interpreter_for(flow: Flow, settings: Settings | None = None) -> Interpreter:
    """The understanding of one flow, trained from its examples. Raises OperatorError."""
    return learn(lessons_of(flow), settings)


def lookups_for(loaded: LoadedFlow) -> dict[str, Lookup]:
    """The look-ups of calls. Raises SettingError when the environment lacks what a service is to be sent."""
    secrets = from_environment(variable for one in loaded.flow.lookups.values() for variable in one.variables)
    services = {name: _service(one, secrets) for name, one in loaded.flow.lookups.items() if one.url}
    return trial_lookups(loaded) | services


def trial_lookups(loaded: LoadedFlow) -> dict[str, Lookup]:
    """The look-ups of trials: tables are searched, and no service hears of what was made up or said in other calls."""
    unasked: dict[str, Lookup] = dict.fromkeys(loaded.flow.lookups, Unasked())
    keys = {name: lookup.key for name, lookup in loaded.flow.lookups.items()}
    return unasked | {name: TableLookup(path, keys[name]) for name, path in loaded.tables().items()}


def _service(lookup: flow_lookup.Lookup, secrets: Mapping[str, str]) -> Lookup:
    from ivr.lookups.http_lookup import HttpLookup, Patience  # late: most lines have tables

    patience = Patience(lookup.timeout_ms, lookup.retries, flow_lookup.PAUSE_MS)
    return HttpLookup(lookup.url or "", lookup.headers_with(secrets), lookup.fields, patience)


def bench_for(loaded: LoadedFlow, settings: Settings) -> Bench:
    """A flow set up for its cases. The speech model is loaded for the first recording; that raises ModelError."""

    @cache
    def ears() -> RecordedCallers:
        recognizer = VoskRecognizer(model_for(settings, loaded.flow.language))
        return RecordedCallers(open_voice(settings), manner_of(loaded.flow), recognizer)

    return Bench(loaded.flow, Remembering(interpreter_for(loaded.flow, settings)), trial_lookups(loaded), ears)


def manner_of(flow: Flow) -> Manner:
    """How a flow's line speaks."""
    return Manner(flow.language, flow.voice.name, flow.voice.rate, flow.voice.volume)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that is kept in the database."""

    queue: DeskQueue
    records: RecordStore


def open_desk(settings: Settings) -> Desk:
    """The agent queue and the records. Raises DatabaseError."""
    engine = open_engine(settings.database_url)
    return Desk(SqlQueue(engine), SqlStore(engine))


def open_versions(settings: Settings) -> VersionStore:
    """The published versions. Raises DatabaseError."""
    return SqlVersions(open_engine(settings.database_url))


def publisher(settings: Settings, store: VersionStore) -> Publisher:
    """Who publishes flows, and opens what was published."""
    return Publisher(
        store, settings.versions_dir, lambda loaded: interpreter_for(loaded.flow), lambda: datetime.now(UTC)
    )


def past_calls(flow: Flow, database: str) -> list[PastCall]:
    """The calls of a flow in a database, an SQLite file or a URL, the oldest first.

    Raises WrongUse when there is no such file, DatabaseError.
    """
    if "://" not in database:
        if not Path(database).is_file():
            raise WrongUse(f"{database}: there is no such file", "Name the database of past calls, or its URL")
        database = f"sqlite:///{database}"
    records = SqlStore(open_engine(database))
    calls = [call for call in records.calls() if (call.flow, call.language) == (flow.flow, flow.language)]
    return [PastCall(call.id, call.started, tuple(records.turns(call.id))) for call in calls]


@dataclass(frozen=True, slots=True)
class Side:
    """A flow that calls are replayed on: it needs no voice, no ears and no database."""

    flow: Flow
    understanding: Understanding
    lookups: Mapping[str, Lookup]


def open_sides(live: Files, draft: Files) -> tuple[Side, Side]:
    """Two flows from their files, wherever this process runs; what they teach alike is learnt once.

    Raises AuthorError, OperatorError.
    """
    settings = read_settings()
    one, other = (load_flow(lay_out(files, settings.versions_dir)) for files in (live, draft))
    learnt = cache(lambda lessons: Remembering(learn(lessons, settings)))
    return (
        Side(one.flow, learnt(lessons_of(one.flow)), trial_lookups(one)),
        Side(other.flow, learnt(lessons_of(other.flow)), trial_lookups(other)),
    )


def open_voice(settings: Settings) -> Voice:
    """The speaking voice, with its cache."""
    return CachedVoice(Pyttsx3Voice(), settings.cache_dir / "prompts", edition="pyttsx3-3")


def model_for(settings: Settings, language: Language) -> ModelDir:
    """The speech model for a language. Raises ModelError, also for a model of another language."""
    model = _model(settings, language)
    if model.language is not language:
        message = f"{model.path.name} hears '{model.language}', and the flow speaks '{language}'"
        raise ModelError(message, "Name a model of the flow's language with --model")
    return model


def model_for_files(settings: Settings, language: Language | None) -> ModelDir:
    """The speech model for files: in `language`, or (None) whatever language the model has, English when none is named.

    Raises ModelError, also for a model of another language.
    """
    model = _model(settings, language or Language.ENGLISH)
    if language is not None and model.language is not language:
        message = f"{model.path.name} hears '{model.language}', not '{language}'"
        raise ModelError(message, "Leave --language out, or name another model with --model")
    return model


def _model(settings: Settings, language: Language) -> ModelDir:
    """The model of the settings; without one the starter for `language`."""
    unpacked, official = settings.cache_dir / "models", settings.official_models_dir
    return find_model(settings.model or None, language, settings.models_dir, unpacked, official)


def hear(
    model: ModelDir, paths: Sequence[Path], expectation: Expectation, conditions: Conditions, jobs: int
) -> Iterator[Heard | Unheard]:
    """What a model hears in sound files, in their order, `jobs` at a time. Raises ModelError when it cannot load."""
    return hear_files(Listening(partial(VoskRecognizer, model), expectation, conditions), paths, jobs)


def unheard_phrases(model: ModelDir, expectation: Expectation) -> tuple[str, ...]:
    """The words of a grammar that a model cannot hear."""
    return unknown_words(expectation.phrases, read_vocabulary(model.path))


def model_shelf(settings: Settings) -> "ModelShelf":
    """Every speech model that has a name. Raises ModelError."""
    from ivr.speech.model_folder import ModelFolder  # late: brings the network client
    from ivr.speech.model_shelf import ModelShelf

    return ModelShelf(settings.models_dir, ModelFolder(settings.official_models_dir, settings.models_url))


def installed_models(settings: Settings) -> list[str]:
    """The names of the official models that are installed."""
    return installed_names(settings.official_models_dir)


def unheard_words(loaded: LoadedFlow, settings: Settings) -> list[Problem]:
    """Every word of the author's examples and choices that the speech model cannot hear. Raises ModelError."""
    model = model_for(settings, loaded.flow.language)
    return sorted(unheard(loaded, model.path.name, read_vocabulary(model.path)))


@dataclass(frozen=True, slots=True)
class Adapted:
    """A model that was made for one flow.

    `unheard` are words of the flow that nobody could pronounce; `free_text` its slots that any words would answer.
    """

    path: Path
    words: tuple[Pronounced, ...]
    unheard: tuple[str, ...]
    free_text: tuple[str, ...]


def adapt_model(
    loaded: LoadedFlow, settings: Settings, lexicon: Path | None = None, out: Path | None = None
) -> Adapted:
    """Make a model of just the flow's words, from the starter or the model that the settings name.

    Raises AuthorError for the lexicon file, ModelError when the model cannot be adapted, OperatorError when words
    cannot be guessed, WrongUse when `out` cannot be written.
    """
    flow = loaded.flow
    starter = model_for(settings, flow.language)
    kit = open_kit(starter)
    spelling = PinyinSpelling(kit.syllables) if kit.syllables else PhoneSpelling(kit.graphs.units)
    author = read_author_lexicon(lexicon, spelling, normalise) if lexicon else {}
    own = [text for _, text in own_texts(flow)]
    known = frozenset({*author, *kit.lexicon})
    sentences = [segment(normalise(text), known) for text in (*own, *house_texts(flow))]
    guess = mandarin_guesser(spelling) if kit.syllables else english_guesser(acronyms(own))
    words = pronounce(chain.from_iterable(sentences), author, kit.lexicon, guess)
    heard = {one.word for one in words}
    about = {
        "flow": flow.flow,
        "flow_version": loaded.version,
        "lexicon_sha256": hashlib.sha256(lexicon.read_bytes()).hexdigest() if lexicon else None,
        "words": len(words),
    }
    path = out or settings.official_models_dir / f"{flow.flow}-{flow.language}"
    sayable = [one for one in sentences if heard.issuperset(one)]
    write_adapted(starter, kit, words, sayable, about=about, out=path)
    unheard = sorted(set(chain.from_iterable(sentences[: len(own)])) - heard)
    free_text = (name for name, slot in flow.slots.items() if slot.type == "free_text")
    return Adapted(path, words, tuple(unheard), tuple(free_text))


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
    ) -> None:
        """Open the database and train the understanding; meanwhile load the ears, if calls come `by_sound`.

        `replay` tells that the callers have spoken (or typed) beforehand, `today` the day on which calls are held,
        `now` the moment, by the clock of whatever hours are asked about. None is each call's own, by the clock of this
        machine; of a day alone it is noon. Ears and voice are shared with a `neighbour` of the same language.

        Raises DatabaseError, ModelError.
        """
        self._loaded = loaded
        self._settings = settings
        self._today = now.date() if now else today
        self._now = now or (datetime.combine(today, NOON) if today else None)
        self._manner = manner_of(loaded.flow)
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
        """Raises AuthorError when the flow names a voice that cannot speak."""
        try:
            self._voice.render("a", self._manner)
        except VoiceError as error:
            if not self._manner.name:
                raise
            fix = "Leave it out for the usual voice; British English is gmw/en, Mandarin sit/cmn-latn-pinyin"
            message = f"voice.name: {error.message}"
            raise AuthorError([self._loaded.places.problem(("voice", "name"), "wrong-voice", message, fix)]) from error

    def close(self) -> None:
        """No more calls; the neighbours of this house have none either."""
        self._voice.close()

    def _furnish(self, replay: bool, neighbour: "House | None" = None) -> None:
        settings, loaded = self._settings, self._loaded
        desk = open_desk(settings)
        self._offices = Offices(lookups_for(loaded), desk.queue, desk.records, lambda: datetime.now(UTC), replay)
        self._interpreter = interpreter_for(loaded.flow, settings)
        self._interpreter.learn_knowledge(loaded.flow.in_force(self._today or today()))
        self._voice: Voice = neighbour._voice if neighbour else open_voice(settings)

    @property
    def language(self) -> Language:
        """The language of the flow."""
        return self._loaded.flow.language

    @property
    def recognizer(self) -> VoskRecognizer:
        """The ears for the flow's language. Raises ModelError."""
        if self._ears is None:
            raise ContractError("this house was made for typing, and has no ears")
        return self._ears.result()

    def dialogue(self) -> Dialogue:
        """A new call's conversation."""
        return Dialogue(self._loaded.flow, self._interpreter)

    def recorded_call(self, clips: Sequence[Clip]) -> tuple[str, Line]:
        """The id and the line of a recorded call: one clip is a whole call, several are its turns."""
        digest = hashlib.sha256(f"{self._loaded.version} {self._model} {len(clips)}".encode())
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
        recognizer = ears or self.recognizer
        recording: Recording = NoRecording() if out is None else WaveRecording(out)
        exchange = SpokenExchange(line, self._voice, self._manner, recognizer, WebRtcVoiceDetector(), recording)
        return self._session(call_id, exchange, timeline)

    def typed(self, call_id: str, lines: Iterator[str], timeline: Timeline) -> CallSession:
        """A call by typing."""
        return self._session(call_id, TypedExchange(lines, self._loaded.flow.language), timeline)

    def typed_id(self, lines: Sequence[str]) -> str:
        """The id of a call that was typed beforehand: the same lines are the same call."""
        text = "\n".join((self._loaded.version, "typed", *lines))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _session(self, call_id: str, exchange: Exchange, timeline: Timeline) -> CallSession:
        flow = self._loaded.flow
        call = CallRecord(call_id, flow.flow, self._loaded.version, flow.language, datetime.now(UTC))
        day = self._today or today()
        return CallSession(
            call, self.dialogue(), exchange, self._offices, timeline, today=day, now=self._now or call.started
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
) -> Iterator[Callable[[], House]]:
    """Asked before each call by sound, gives the house that takes it: always the same, or what is live just then.

    `tell` hears of a version that was published and cannot take calls. Raises what `House` and `open_flow` raise.
    """
    house = House(open_flow(wanted, settings), settings, replay=replay, today=today, now=now)
    reference = read_reference(wanted)
    with closing(house):
        if reference is None or reference.number is not None:
            yield lambda: house
            return
        store = open_versions(settings)
        live = Reference(reference.line, house.language, None)

        def prepare(name: str) -> House:
            loaded = open_flow(name, settings)
            return House(loaded, settings, replay=replay, today=today, now=now, neighbour=house)

        switchboard = Switchboard(lambda: worth_preparing(store.versions(live.line), live), prepare, tell)
        with closing(switchboard):
            yield lambda: switchboard.taking


def new_call_id() -> str:
    """The id of a live call."""
    return uuid.uuid4().hex[:16]
