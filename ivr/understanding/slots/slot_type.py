"""What every slot type offers."""

from dataclasses import dataclass
from typing import Protocol

from ivr.terms import Language
from ivr.understanding.spec import SlotSpec


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the characters of the text it was read from; `problem` is empty when the value is good."""

    value: str
    span: tuple[int, int]
    problem: str = ""


class SlotType(Protocol):
    """Finds values of one type in normalised text."""

    def find(self, text: str, spec: SlotSpec, language: Language, *, asked: bool) -> Found | None:
        """The value said, good or with its problem; None when none was said.

        `asked` tells that the caller was asked for just this, so that a lone digit is an answer and not chance.
        """

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        """Sentences as which values are said, for the run-time grammar of a recogniser."""
