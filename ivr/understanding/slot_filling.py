"""Which slot gets which words of a sentence: every value that is said, and no word twice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec

OF_THE_WHOLE = {"free_text", "yes_no"}
"""Types that read a whole answer and leave its words to others."""

MASKED = {"digits", "order_number", "number", "money", "date", "time", "date_time", "phone", "name"}
"""Types whose values say nothing about what the caller wants: any other number would do as well."""

UNMISTAKABLE = {"digits", "order_number", "phone"}
"""Types whose good values are taken whenever they are said; the words of others stand in many sentences that are about
something else ("monday", "two")."""

_RANK = {name: place for place, name in enumerate(SLOT_TYPES)}

Filled = dict[str, Found]
_Candidate = tuple[SlotSpec, int, Found]


def fill(text: str, specs: Iterable[SlotSpec], asked: str, moment: Moment) -> Filled:
    """The value of each slot that a normalised text tells.

    Where two read the same words the good value goes before the flawed one, then the more specific type; but the slot
    that was `asked` for gets what it can read before it goes empty.
    """
    candidates = [
        (spec, place, found)
        for spec in specs
        for place, found in enumerate(SLOT_TYPES[spec.type].find(text, spec, replace(moment, asked=spec.name == asked)))
    ]
    candidates.sort(key=lambda one: (one[2].problem != "", _RANK[one[0].type], one[0].name != asked, one[1]))
    filled = _share(candidates)
    wanted = [one for one in candidates if one[0].name == asked]
    if wanted and asked not in filled:
        filled = _share([*wanted, *candidates])
    return filled


def _share(candidates: Sequence[_Candidate]) -> Filled:
    """One after the other, each to a slot that is empty and of words that are free."""
    filled: Filled = {}
    taken: list[tuple[int, int]] = []
    for spec, _, found in candidates:
        start, end = found.span
        if spec.name in filled or any(start < last and first < end for first, last in taken):
            continue
        filled[spec.name] = found
        if spec.type not in OF_THE_WHOLE:
            taken.append(found.span)
    return filled
