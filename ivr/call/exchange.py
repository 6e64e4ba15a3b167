"""How words go to and fro in a call, by sound or by typing."""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ivr.dialogue.actions import Listen, Play
from ivr.speech.endpointer import Span
from ivr.speech.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Spoke:
    """The caller had a turn; `prompt_heard_ms` is how much of the prompt played before they spoke over it.

    `level_dbfs` is how loud they spoke, in dB below full scale; None where nobody can tell.
    """

    transcript: Transcript
    span: Span
    prompt_heard_ms: int | None = None
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


class Exchange(Protocol):
    """One caller, spoken to and listened to."""

    @property
    def now_ms(self) -> int:
        """Audio time since the call began."""

    @property
    def interrupted(self) -> bool:
        """Whether the caller has begun to speak over a prompt, so that nothing more should be said before listening."""

    def play(self, play: Play, then: Listen | None) -> bool:
        """Say something; speech over it is heard as `then` wants. False when the caller has hung up meanwhile."""

    def listen(self, listen: Listen) -> Reply:
        """Wait for the caller's turn."""

    def close(self) -> None:
        """The call is over."""
