"""How words go to and fro in a call, by sound or by typing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ivr.audio.frames import Pcm
from ivr.audio.line import Line
from ivr.call.search import Search
from ivr.dialogue.actions import Hold, Listen, Play
from ivr.dialogue.events import Heard
from ivr.dialogue.outlook import Outlooks
from ivr.prompts.playback import HeardPrompt
from ivr.speech.endpointer import EndedBy, Span
from ivr.speech.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Spoke:
    """The caller had a turn; `prompt_heard` is how much of the prompt played before they stopped it.

    `level_dbfs` is how loud they spoke, in dB below full scale; None where nobody can tell.
    """

    transcript: Transcript
    span: Span
    prompt_heard: HeardPrompt | None = None
    level_dbfs: float | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """The caller said nothing for as long as was waited."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The caller has hung up."""


@dataclass(frozen=True, slots=True)
class Deaf:
    """The caller may have spoken, but the recogniser is broken."""


Reply: TypeAlias = Spoke | Silent | Gone | Deaf


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a caller said for somebody else: by sound, or typed."""

    pcm: Pcm | None
    text: str
    ms: int


Look: TypeAlias = Callable[[], bool]
"""Asked once a second while a caller waits or talks to an agent: whether something is new."""

LOOK_MS = 1000


def never() -> bool:
    """Nothing is ever new."""
    return False


NOISE_MS = 3000
"""A sound without words that lasts so long is no mumbling."""


def as_heard(spoke: Spoke) -> Heard:
    """A turn as the dialogue is told of it."""
    span = spoke.span
    wordless = not spoke.transcript.text and span.end_ms - span.start_ms >= NOISE_MS
    return Heard(
        spoke.transcript,
        spoke.level_dbfs,
        over_prompt=spoke.prompt_heard is not None,
        endless=span.ended_by is EndedBy.MAX or wordless,
    )


class Exchange(Protocol):
    """One caller, spoken to and listened to."""

    @property
    def now_ms(self) -> int:
        """Audio time since the call began."""

    @property
    def interrupted(self) -> bool:
        """Whether the caller has begun to speak over a prompt, so that nothing more should be said before listening."""

    def play(self, play: Play, then: Listen | None, outlook: Outlooks) -> bool:
        """Say something; speech over it is heard as `then` wants. False when the caller has hung up meanwhile."""

    def listen(self, listen: Listen, outlook: Outlooks) -> Reply:
        """Wait for the caller's turn; the outlook on what was said so far tells how long a pause may be."""

    def prepare(self, plays: Sequence[Play]) -> None:
        """These may be said next, perhaps with other words in place of their placeholders."""

    def wait(self, search: Search, ms: int) -> bool:
        """Let the call go on in silence until the search is over, for `ms` at most; False when the caller hangs up."""

    def hold(self, hold: Hold, outlook: Outlooks, look: Look) -> Reply | None:
        """Let the caller wait; None as soon as something is new, and it is not in the middle of the caller's turn."""

    def take_message(self, most_ms: int, look: Look) -> Spoken | None:
        """What the caller says for others, until they stop, it is too long, or something is new; None when they said
        nothing."""

    def join(self, agent: Line | None, look: Look, held: Callable[[], bool]) -> bool:
        """Let the caller talk to an agent until something is new; False when the caller hangs up.

        While it is `held` the caller hears music, and the agent nothing. Without a line of the agent's the two talk by
        other means.
        """

    def close(self) -> None:
        """The call is over."""
