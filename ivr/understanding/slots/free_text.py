"""Anything the caller says, in the caller's words."""

from collections.abc import Sequence

from ivr.terms import Language
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec


class FreeTextSlot:
    """Taken only when asked for: otherwise every sentence would be one."""

    takes: frozenset[str] = frozenset()

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        return [Found(text, (0, len(text)))] if moment.asked and text else []

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        return ()
