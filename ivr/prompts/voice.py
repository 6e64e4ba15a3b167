"""What every voice offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from ivr.audio.frames import Pcm
from ivr.terms import Language


@dataclass(frozen=True, slots=True)
class Manner:
    """How to speak: `name` is a voice of the speaking program (empty: its usual one for the language),
    `rate` is in words a minute, `volume` 0..1."""

    language: Language
    name: str = ""
    rate: int = 150
    volume: float = 0.9


class Voice(Protocol):
    """Renders text as speech."""

    def render(self, text: str, manner: Manner) -> Pcm:
        """The text as mono int16 at `LINE_RATE`; the same text and manner give the same samples.

        Raises VoiceError when the voice cannot speak.
        """

    def close(self) -> None:
        """Nothing more will be said."""


class When(IntEnum):
    """How soon a text will be said."""

    SOON = 0  # in a call that is being held
    SOMETIME = 1  # perhaps, in some call


class ReadyVoice(Voice, Protocol):
    """A voice that can be told what it will say."""

    def prepare(self, texts: Iterable[str], manner: Manner, when: When = When.SOON) -> None:
        """Make texts ready in the background, the soonest first; never fails. `render` of them then takes no time."""
