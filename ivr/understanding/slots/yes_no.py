"""Yes or no, as something to be remembered."""

from collections.abc import Sequence

from ivr.terms import Language
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec
from ivr.understanding.yes_no import SPOKEN, find_answer


class YesNoSlot:
    """`yes` or `no`; taken only when asked for, since every other answer holds one of them."""

    takes: frozenset[str] = frozenset()

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        answer = find_answer(text, moment.language) if moment.asked else None
        return [] if answer is None else [Found("yes" if answer else "no", (0, len(text)))]

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        return SPOKEN[language]
