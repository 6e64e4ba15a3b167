"""Slot types: one module each, one small registry."""

from collections.abc import Mapping

from ivr.understanding.slots.choice import ChoiceSlot
from ivr.understanding.slots.digits import DigitsSlot
from ivr.understanding.slots.free_text import FreeTextSlot
from ivr.understanding.slots.slot_type import SlotType

SLOT_TYPES: Mapping[str, SlotType] = {
    "digits": DigitsSlot(),
    "choice": ChoiceSlot(),
    "free_text": FreeTextSlot(),
}
"""The `type:` of a slot in a flow file."""
