"""Anything the caller says, in the caller's words."""

from ivr.terms import Language
from ivr.understanding.slots.slot_type import Found
from ivr.understanding.spec import SlotSpec


class FreeTextSlot:
    """Taken only when asked for: otherwise every sentence would be one."""

    def find(self, text: str, spec: SlotSpec, language: Language, *, asked: bool) -> Found | None:
        return Found(text, (0, len(text))) if asked and text else None

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        return ()
