"""Which of two languages a caller speaks, from what the recognisers of both made of the same sound.

Each recogniser finds words of its own language in everything. In the wrong language it hesitates between many (their
`share` is small) and the words make no wish. Callers are asked unless one language is far ahead: a call in the wrong
language costs far more than a question. docs/lines.md tells how often these limits
are sure, how often wrong, and that they were chosen on the recordings told of there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.person import asks_for_person
from ivr.understanding.text import normalise

LEAST = 0.4
"""Evidence from which a sentence can tell its language."""

AHEAD = 0.3
"""How far its evidence must be ahead of the other's."""

CLEARER = 0.1
"""How much clearer its words alone must have been heard than the other's."""

WORDS = 2
"""One word resembles some word of every language."""

A_WISH = 0.5
"""Probability of an intent from which words are worth taking up once the language is known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was heard in one language, and what it may mean."""

    transcript: Transcript
    interpretation: Interpretation

    @property
    def clearness(self) -> float:
        """How clearly the words were heard, 0 to 1."""
        return self.transcript.confidence * sqrt(self.transcript.share) if self.transcript.text else 0.0

    @property
    def meaning(self) -> float:
        """The probability of the likeliest intent."""
        return max((score for _, score in self.interpretation.ranked), default=0.0)

    @property
    def evidence(self) -> float:
        """How much speaks for its language, 0 to 1."""
        return self.clearness * self.meaning


Readings = Mapping[Language, Reading]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The language, or None where that is not sure, and why."""

    language: Language | None
    reason: str


def judged(readings: Readings) -> Verdict:
    """The language of an utterance. Who asks for a person, in whichever language, is never asked for another."""
    first, second = sorted(readings, key=lambda language: -readings[language].evidence)[:2]
    best, other = readings[first], readings[second]
    told = f"evidence for {first} {best.evidence:.2f}, for {second} {other.evidence:.2f}"
    asking = [one for one in readings if asks_for_person(normalise(readings[one].transcript.text))]
    if asking:
        return Verdict(max(asking, key=lambda one: readings[one].clearness), f"a person was asked for; {told}")
    if best.evidence < LEAST:
        return Verdict(None, f"no wish was understood in either language: {told}")
    if best.evidence - other.evidence < AHEAD or best.clearness - other.clearness < CLEARER:
        return Verdict(None, f"it may be either language: {told}")
    if len(best.transcript.words) < WORDS:
        return Verdict(None, f"one word is too few to tell: {told}")
    return Verdict(first, told)


def likelier(readings: Readings) -> Language:
    """The language for which more speaks; the first of them where nothing does."""
    return max(readings, key=lambda language: readings[language].evidence)
