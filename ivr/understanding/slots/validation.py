"""Whether a value is what its slot asks for: a problem's name, or nothing."""

import re
from decimal import Decimal
from functools import cache

from ivr.understanding.slots.checksum import CHECKSUMS
from ivr.understanding.spec import SlotSpec

OF_CHARACTERS = frozenset({"length", "min_length", "max_length", "pattern", "checksum"})
"""The keys that `problem_of_characters` minds."""

OF_AMOUNTS = frozenset({"min", "max"})
"""The keys that `problem_of_amount` minds."""


def problem_of_characters(value: str, spec: SlotSpec) -> str:
    """Length, pattern and check digit of a string of digits or letters."""
    size = len(value)
    if spec.length is not None and size != spec.length:
        return "too_short" if size < spec.length else "too_long"
    if size < (spec.min_length or 0) or (spec.max_length is not None and size > spec.max_length):
        return "wrong_length"
    if spec.pattern and not _compiled(spec.pattern).fullmatch(value):
        return "wrong_pattern"
    if spec.checksum and not CHECKSUMS[spec.checksum](value):
        return "wrong_checksum"
    return ""


def problem_of_amount(amount: Decimal, spec: SlotSpec) -> str:
    """Whether it lies between the least and the most that is taken."""
    if spec.minimum is not None and amount < Decimal(str(spec.minimum)):
        return "too_small"
    if spec.maximum is not None and amount > Decimal(str(spec.maximum)):
        return "too_large"
    return ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
