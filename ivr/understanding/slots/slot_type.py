"""What every slot type offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ivr.terms import Language
from ivr.understanding.spec import SlotSpec


@dataclass(frozen=True, slots=True)
class Moment:
    """In which language and on which day something is said, and whether just this was asked for.

    Where it was `asked` a lone digit is an answer and not chance. Where nobody knows the day there are no dates.
    """

    language: Language
    today: date | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the characters of the text it was read from; `problem` is empty when the value is good.

    `likeness` (0 to 1) is how near the words are to those of the value.
    """

    value: str
    span: tuple[int, int]
    problem: str = ""
    likeness: float = 1.0


class SlotType(Protocol):
    """Finds values of one type in normalised text."""

    takes: frozenset[str]
    """The keys of a slot in a flow file that mean something for this type, besides those that every slot has."""

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        """Every value that may have been said, good or with its problem, the likeliest first."""

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        """Sentences as which values are said, for the run-time grammar of a recogniser."""
