"""What every recogniser offers, and what a listening state tells it to expect."""

from dataclasses import dataclass
from typing import Protocol

from ivr.audio.frames import AudioFrame
from ivr.speech.transcript import Transcript
from ivr.terms import Language


@dataclass(frozen=True, slots=True)
class Expectation:
    """The sentences a caller may well say now; none at all means anything.

    A recogniser made for grammars hears these and mixtures of them; any other is free to ignore them.
    `garbage` lets it say "none of these", which costs it a little of what was meant: not where digits are read.
    `answers` are those sentences that answer what was asked, and much likelier than the `phrases`.
    `only_examples` tells that callers will say much the same in other words, so that a recogniser which needs no
    grammar hears them better without.
    `followers` are words that may follow on any other: "um", "and", 那个.
    Without a `language` it is the recogniser's only one. `beside` is what may be said instead in another language.
    """

    phrases: tuple[str, ...] = ()
    garbage: bool = True
    answers: tuple[str, ...] = ()
    only_examples: bool = False
    followers: tuple[str, ...] = ()
    language: Language | None = None
    beside: "tuple[Expectation, ...]" = ()


class Hearing(Protocol):
    """One utterance being heard, frame by frame."""

    def feed(self, frame: AudioFrame) -> None:
        """Take the next frame. Raises ModelError when the recogniser breaks."""

    def partial(self) -> Transcript:
        """The real words heard so far (noise is none) as text; times and confidences are known at the end only."""

    def draft(self) -> Transcript:
        """The transcript as if the utterance ended here; more may be fed. Raises ModelError."""

    def finish(self) -> Transcript:
        """The transcript of all that was fed. Call once. Raises ModelError."""


class Recognizer(Protocol):
    """Ears that can be opened for one utterance after the other."""

    def open(self, expectation: Expectation) -> Hearing:
        """Start to hear an utterance."""

    def unknown_words(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """The words in `phrases` that this recogniser can never hear, sorted."""
