"""How long a prompt takes to say, from its text alone: what the two usual voices were measured to take."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.terms import Language

USUAL_RATE = 150
"""Words a minute at which the pace was measured."""

PAUSES = frozenset(".,?!;:。，、？！；：")


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for a letter or character, for a digit that is read out, and for a pause."""

    letter: float
    digit: float
    pause: float


PACES: Mapping[Language, Pace] = {
    Language.ENGLISH: Pace(0.066, 0.38, 0.50),
    Language.MANDARIN: Pace(0.289, 0.33, 0.40),
}
"""Fitted to 24 prompts of the sample line at 150 and 200 words a minute: some 4 % off in English, 6 % in Mandarin."""


def seconds(text: str, language: Language, rate: int = USUAL_RATE) -> float:
    """About how long the voice of a language takes for a text at a rate in words a minute."""
    pace = PACES[language]
    taken = sum(
        pace.digit if one.isdigit() else pace.letter if one.isalnum() else pace.pause if one in PAUSES else 0.0
        for one in text
    )
    return taken * USUAL_RATE / rate
