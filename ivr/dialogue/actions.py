"""What the dialogue wants done, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from ivr.dialogue.policy import Decision
from ivr.speech.endpointer import Patience
from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.terms import BargeIn, Disposition, EndReason, Language, Temper
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.mood import Mood


@dataclass(frozen=True, slots=True)
class Explain:
    """Tell whoever watches what was understood and decided, and why."""

    node: str
    decision: Decision
    interpretation: Interpretation | None = None
    mood: Mood = field(default_factory=Mood)


@dataclass(frozen=True, slots=True)
class Play:
    """Say this; `barge_in` tells what stops it. Speech over it is heard as the next `Listen` says.

    Without a `language` it is that of the line.
    """

    text: str
    node: str
    barge_in: BargeIn = BargeIn.SPEECH
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Listen:
    """It is the caller's turn."""

    node: str
    expectation: Expectation
    patience: Patience


@dataclass(frozen=True, slots=True)
class LookUp:
    """Search the look-up `source` for `key`; `meanwhile` is what may be said, one after the other, while that takes.

    `ahead` is what may be said after it, with placeholders for what it brings: whoever says it may get ready.
    """

    node: str
    source: str
    key: str
    meanwhile: tuple[Play, ...] = ()
    ahead: tuple[Play, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferTo:
    """Put the caller into an agent queue, with the whole story."""

    node: str
    queue: str
    skills: tuple[str, ...]
    priority: str
    reason: str
    summary: str
    slots: Mapping[str, str] = field(default_factory=dict)
    mood: Temper = Temper.CALM
    number: str = ""  # to call back on; empty where the caller waits
    waits: bool = True  # nobody waits for people who are not there, or who will call back
    phone: str = ""  # the caller's, where it was told
    caller: str = ""  # the same word for the same caller, where that is known
    tried: tuple[str, ...] = ()  # what the line did for the caller, in words
    summaries: Mapping[str, str] = field(default_factory=dict)  # the summary by language of who reads it


class ChosenBy(StrEnum):
    """How the language of a call was found out."""

    HEARD = "heard"  # in what the caller said
    NAMED = "named"  # the caller named it
    ASKED = "asked"  # not yet: the caller is asked
    DEFAULT = "default"  # nothing told it


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """From now on the call is held in this language; None: the caller is asked for it.

    `taken` is what the caller has just said, as it was taken.
    """

    language: Language | None
    by: ChosenBy
    reason: str
    taken: Transcript | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """The caller waits for an agent, hears music or silence, and may say something as `listen` tells.

    It lasts as long as that waits for a first word, and no longer than until something is new.
    """

    listen: Listen
    music: bool = True


@dataclass(frozen=True, slots=True)
class PromiseCall:
    """The caller hangs up, keeps the place, and is called back on this number."""

    node: str
    number: str


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """Record what the caller says, for whoever gets the ticket: for so long at most, or until they stop."""

    node: str
    most_ms: int


@dataclass(frozen=True, slots=True)
class Connect:
    """Caller and agent talk to each other, until one of them has had enough."""

    node: str


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """Put on record what a survey was answered with; nothing, where the caller would not say."""

    node: str
    slot: str
    answer: str


@dataclass(frozen=True, slots=True)
class EndCall:
    """Hang up."""

    disposition: Disposition
    reason: EndReason


Action: TypeAlias = (
    Explain
    | Play
    | Listen
    | LookUp
    | TransferTo
    | Hold
    | PromiseCall
    | TakeMessage
    | Connect
    | NoteAnswer
    | ChooseLanguage
    | EndCall
)
