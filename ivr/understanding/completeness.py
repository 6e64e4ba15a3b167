"""Whether a value may still grow: seven digits of eight do, eight of eight do not."""

from dataclasses import replace
from enum import StrEnum

from ivr.understanding.interpretation import SlotValue
from ivr.understanding.slots.phone import is_phone, lacks_digits
from ivr.understanding.slots.validation import problem_of_characters
from ivr.understanding.spec import SlotSpec

OF_CHARACTERS = {"digits", "order_number"}

READ_OUT = {*OF_CHARACTERS, "phone"}
"""Types of values that are read out digit by digit."""

OPEN_ENDED = {"number", "money", "name", "free_text"}
"""Types of whose values nobody can tell whether more follows: "twenty" and "five", "ten dollars" and "fifty"."""

HALVES = {"time_missing", "day_missing"}
"""Problems of a value that only lacks its other half."""


class Completeness(StrEnum):
    """How whole a value is."""

    WHOLE = "whole"  # nothing can follow
    GOOD = "good"  # it is good as it stands
    OPEN = "open"  # nobody can tell
    PART = "part"  # something is missing


def completeness(value: SlotValue, spec: SlotSpec) -> Completeness:
    """How whole a value is for a slot that was asked for."""
    if value.problem:
        return Completeness.PART if _lacks(value, spec) else Completeness.OPEN
    if spec.type in OPEN_ENDED:
        return Completeness.OPEN
    if spec.type in OF_CHARACTERS:
        most = spec.length or spec.max_length
        return Completeness.WHOLE if most and len(value.value) >= most else Completeness.OPEN
    if spec.type == "phone":
        grows = any(is_phone(value.value + digit) for digit in "0123456789")
        return Completeness.OPEN if grows else Completeness.WHOLE
    return Completeness.GOOD


def is_one_off(value: SlotValue, spec: SlotSpec) -> bool:
    """Whether a string of digits is one short or one too long: 幺幺, said quickly, is heard as 幺."""
    return spec.type in OF_CHARACTERS and spec.length is not None and abs(len(value.value) - spec.length) == 1


def without_digits(value: SlotValue, number: int, spec: SlotSpec) -> SlotValue:
    """The value with so many digits less: some were heard that nobody said, it does not matter which."""
    if not number or spec.type not in OF_CHARACTERS:
        return value
    shorter = value.value[:-number]
    return replace(value, value=shorter, problem=problem_of_characters(shorter, spec))


def _lacks(value: SlotValue, spec: SlotSpec) -> bool:
    """Whether its problem is that it is not all there; of a number with a digit too many nobody can tell."""
    match value.problem:
        case "too_short" | "too_long":
            return True
        case "wrong_length":
            return len(value.value) < (spec.min_length or 0)
        case "wrong_phone":
            return lacks_digits(value.value, spec.country)
    return value.problem in HALVES
