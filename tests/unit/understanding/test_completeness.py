"""Whether a value may still grow."""

import pytest

from ivr.understanding.completeness import Completeness, completeness, without_digits
from ivr.understanding.interpretation import SlotValue
from ivr.understanding.slots.validation import problem_of_characters
from ivr.understanding.spec import SlotSpec

NUMBER = SlotSpec("number", "digits", length=8)


@pytest.mark.parametrize(
    ("digits", "split", "expected"),
    [
        (8, 0, Completeness.WHOLE),
        (8, 1, Completeness.PART),
        (9, 1, Completeness.WHOLE),
        (10, 1, Completeness.PART),
        (10, 2, Completeness.WHOLE),
    ],
)
def test_digits_that_were_heard_as_two_count_once(digits: int, split: int, expected: Completeness) -> None:
    """Eight of which one is two are seven."""
    heard = "1234567890"[:digits]
    value = SlotValue("number", heard, heard, (0, digits), 1.0, problem_of_characters(heard, NUMBER))

    assert completeness(without_digits(value, split, NUMBER), NUMBER) is expected
