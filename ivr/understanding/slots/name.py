"""A person's name: "my name is ...", spelled letter by letter, 我叫李小龙, 我姓王, 弓长张."""

from collections.abc import Sequence
from itertools import pairwise

from ivr.terms import Language
from ivr.understanding.slots.name_english import GIVEN_NAMES, SURNAMES, english_names
from ivr.understanding.slots.name_mandarin import CHARACTERS, FAMILY_NAMES, mandarin_names
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec


class NameSlot:
    """The name as it is written (`John Smith`, 李小龙); unasked it is taken only after "my name is", 我叫 and the like."""

    takes: frozenset[str] = frozenset()

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        read = mandarin_names if moment.language is Language.MANDARIN else english_names
        return [Found(name, span) for name, span in read(text, moment.asked)]

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        """Frequent names, and the letters or characters by which any other is told."""
        if language is Language.MANDARIN:
            opened = [f"{way} {name}" for way in ("我 姓", "我 叫", "我 是") for name in FAMILY_NAMES[:60]]
            return (
                *opened,
                *FAMILY_NAMES,
                *(f"{first} {second}" for first, second in pairwise(CHARACTERS)),
            )
        letters = [chr(ord("a") + at) for at in range(26)]
        spelled = [f"{one} {two}" for one in letters for two in letters]
        whole = [f"{given} {surname}" for given, surname in zip(GIVEN_NAMES, SURNAMES * 2, strict=False)]
        opened = [f"{way} {given}" for way in ("my name is", "this is") for given in GIVEN_NAMES]
        return (*GIVEN_NAMES, *SURNAMES, *whole, *opened, *spelled)
