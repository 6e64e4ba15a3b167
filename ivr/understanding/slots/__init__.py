"""Slot types: one module each, one small registry."""

from collections.abc import Mapping

from ivr.understanding.slots.choice import ChoiceSlot
from ivr.understanding.slots.date import DateSlot
from ivr.understanding.slots.date_time import DateTimeSlot
from ivr.understanding.slots.digits import DigitsSlot
from ivr.understanding.slots.free_text import FreeTextSlot
from ivr.understanding.slots.money import MoneySlot
from ivr.understanding.slots.name import NameSlot
from ivr.understanding.slots.number import NumberSlot
from ivr.understanding.slots.order_number import OrderNumberSlot
from ivr.understanding.slots.phone import PhoneSlot
from ivr.understanding.slots.slot_type import SlotType
from ivr.understanding.slots.time_of_day import TimeSlot
from ivr.understanding.slots.yes_no import YesNoSlot

SLOT_TYPES: Mapping[str, SlotType] = {
    "date_time": DateTimeSlot(),
    "phone": PhoneSlot(),
    "money": MoneySlot(),
    "date": DateSlot(),
    "time": TimeSlot(),
    "order_number": OrderNumberSlot(),
    "digits": DigitsSlot(),
    "choice": ChoiceSlot(),
    "name": NameSlot(),
    "number": NumberSlot(),
    "yes_no": YesNoSlot(),
    "free_text": FreeTextSlot(),
}
"""The `type:` of a slot in a flow file; of two that may read the same words the more specific comes first."""
