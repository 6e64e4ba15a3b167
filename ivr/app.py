"""The composition root: with `house`, `adaptation` and `replay` the only place that names adapters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.call.recorded_turns import RecordedCallers
from ivr.errors import AuthorError, ModelError, Problem, WrongUse
from ivr.flow import lookup as flow_lookup
from ivr.flow.checks.hearing import unheard
from ivr.flow.desk_file import LoadedDesk, load_desk
from ivr.flow.linter import check
from ivr.flow.loader import LoadedFlow, chatter, everywhere, load_flow
from ivr.flow.model import Flow
from ivr.flow.names import EVERYWHERE
from ivr.flowtest.remembering import Remembering
from ivr.flowtest.suite import Bench
from ivr.handoff.desk_queue import DeskQueue
from ivr.lookups.environment import from_environment
from ivr.lookups.lookup import Lookup, Unasked
from ivr.lookups.table_lookup import TableLookup
from ivr.prompts.cache import CachedVoice
from ivr.prompts.piper_voice import voice_names
from ivr.prompts.prompt_folder import PromptFolder
from ivr.prompts.voice import Manner, ReadyVoice
from ivr.prompts.voice_names import ESPEAK_VOICES, USUAL_VOICE, language_of_file
from ivr.prompts.voices import Voices
from ivr.publishing.publisher import Publisher
from ivr.publishing.reference import read_reference
from ivr.publishing.version_store import VersionStore
from ivr.records.store import RecordStore
from ivr.settings import Settings, read_settings
from ivr.speech.model_store import ModelDir, find_model, installed_names
from ivr.speech.recognizer import Expectation
from ivr.speech.segmentation import unknown_words
from ivr.speech.transcription import Conditions, Heard, Listening, Unheard
from ivr.speech.vosk_recognizer import VoskRecognizer, read_vocabulary
from ivr.speech.workers import hear_files
from ivr.terms import Language
from ivr.understanding.embeddings import Embedder
from ivr.understanding.interpreter import Interpreter
from ivr.understanding.knowledge import EntrySpec
from ivr.understanding.person import AGENT
from ivr.understanding.spec import IntentSpec, SlotSpec

if TYPE_CHECKING:
    from ivr.console.parts import Parts
    from ivr.handoff.desk import Desk as AgentsDesk
    from ivr.speech.model_shelf import ModelShelf
    from ivr.store.bell import SqlBell

USUAL_FLOW = "retail"


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
    folder = folder_of(wanted, settings)
    return sorted(folder.glob("flow.*.yaml")) if folder else [find_flow(wanted, settings)]


def folder_of(wanted: str, settings: Settings) -> Path | None:
    """The folder of a line that is named as a whole, by its name or its folder; None where one flow of it is named.

    Raises WrongUse when there is none.
    """
    alone = read_reference(wanted) or Path(wanted).is_file() or (not Path(wanted).is_dir() and "." in wanted)
    return None if alone else find_flow(wanted, settings).parent


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


def siblings_of(loaded: LoadedFlow) -> list[LoadedFlow]:
    """The same line in other languages, as far as it can be read: agents of those languages are told its names."""
    try:
        return list(other_languages(loaded, loaded.files()[0]))
    except AuthorError:
        return []


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
        return RecordedCallers(open_voice(settings), manner_of(loaded.flow, settings), recognizer)

    return Bench(loaded.flow, Remembering(interpreter_for(loaded.flow, settings)), trial_lookups(loaded), ears)


def manner_of(flow: Flow, settings: Settings) -> Manner:
    """How a flow's line speaks on this machine. Raises SettingError."""
    name = flow.voice.name or settings.voice_of(flow.language)
    return Manner(flow.language, name, flow.voice.rate, flow.voice.volume)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that is kept in the database."""

    queue: DeskQueue
    records: RecordStore


def open_desk(settings: Settings) -> Desk:
    """The agent queue and the records. Raises DatabaseError."""
    from ivr.handoff.sql_queue import SqlQueue  # late, as in the next: many commands need no database
    from ivr.records.sql_store import SqlStore
    from ivr.store.engine import open_engine

    engine = open_engine(settings.database_url)
    return Desk(SqlQueue(engine), SqlStore(engine))


def read_desk(settings: Settings) -> LoadedDesk:
    """What the desk file says; as usual where there is none. Raises AuthorError."""
    return load_desk(settings.desk_file) if settings.desk_file else LoadedDesk()


def open_agents_desk(settings: Settings) -> "AgentsDesk":
    """Where agents work, by the desk file; its agents are known from now on. Raises AuthorError, DatabaseError."""
    from ivr.handoff.desk import Desk as AgentsDesk  # late, as in the next

    loaded = read_desk(settings)
    desk = AgentsDesk(open_desk(settings).queue, loaded.plan, partial(datetime.now, UTC))
    desk.seat(loaded.agents)
    return desk


def open_console(settings: Settings, flows: Sequence[str] = ()) -> "Parts":
    """What the console works with; agents are shown the answers that these `flows` have in any language.

    Raises AuthorError, DatabaseError, SettingError, WrongUse.
    """
    from ivr.console.parts import Parts  # late, as in the next
    from ivr.console.suggestions import Suggestions
    from ivr.store.bell import SqlBell
    from ivr.store.engine import open_engine

    desk, engine = open_agents_desk(settings), open_engine(settings.database_url)
    suggestions = Suggestions(open_flow(flow, settings).flow for flow in flows)
    return replace(Parts.over(engine, desk, desk.now), bell=SqlBell(engine), suggest=suggestions)


def open_bell(settings: Settings) -> "SqlBell":
    """What rings when something happens at the desk. Raises DatabaseError."""
    from ivr.store.bell import SqlBell
    from ivr.store.engine import open_engine

    return SqlBell(open_engine(settings.database_url))


def open_versions(settings: Settings) -> VersionStore:
    """The published versions. Raises DatabaseError."""
    from ivr.publishing.sql_versions import SqlVersions
    from ivr.store.engine import open_engine

    return SqlVersions(open_engine(settings.database_url))


def publisher(settings: Settings, store: VersionStore) -> Publisher:
    """Who publishes flows, and opens what was published."""
    return Publisher(
        store, settings.versions_dir, lambda loaded: interpreter_for(loaded.flow), lambda: datetime.now(UTC)
    )


def open_voice(settings: Settings) -> ReadyVoice:
    """The speaking voice, with its cache."""
    folder = PromptFolder(settings.cache_dir / "prompts", settings.prompt_cache_mb)
    voices = Voices(settings.voice_files_dir)
    return CachedVoice(voices, folder, edition=voices.edition)


VOICE_FILE = "Piper"
"""The kind of the voices that are files."""


@dataclass(frozen=True, slots=True)
class VoiceThere:
    """A voice of this machine; the `usual` one speaks where a flow names none."""

    name: str
    language: str
    voice: str
    kind: str
    usual: bool


def voices_of(settings: Settings) -> list[VoiceThere]:
    """Every voice of this machine. Raises SettingError."""
    usual = {language: settings.voice_of(language) or USUAL_VOICE[language] for language in Language}
    found = [
        (name, language, voice, "espeak-ng") for language in Language for name, voice in ESPEAK_VOICES[language].items()
    ]
    for name in voice_names(settings.voice_files_dir):
        found += [(name, language, name, VOICE_FILE) for language in Language if language_of_file(name) == language]
    return [VoiceThere(name, lang.value, voice, kind, usual[lang] == name) for name, lang, voice, kind in found]


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
