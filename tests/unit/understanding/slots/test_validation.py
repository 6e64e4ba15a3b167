"""What makes a value a good one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.terms import Language
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.checksum import CHECKSUMS
from ivr.understanding.slots.slot_type import Moment
from ivr.understanding.spec import SlotSpec

GOOD = {
    "luhn": ("79927398713", "4111111111111111", "0"),
    "ean": ("4006381333931", "73513537", "0"),
    "mod97": ("539007547034RF18",),
    "iban": ("DE89370400440532013000", "GB82WEST12345698765432"),
    "resident_id": ("11010519491231002X", "440524188001010014"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in GOOD.items() for value in values])
def test_a_good_number_has_its_check_digit(name: str, value: str) -> None:
    """Numbers from the standards and their handbooks."""
    assert CHECKSUMS[name](value)


@pytest.mark.parametrize(("name", "value"), [(name, values[0]) for name, values in GOOD.items()])
@given(data=st.data())
def test_one_wrong_digit_is_noticed(name: str, value: str, data: st.DataObject) -> None:
    """Any digit, anywhere."""
    at = data.draw(st.sampled_from([at for at, character in enumerate(value) if character.isdigit()]))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != value[at]]))

    assert not CHECKSUMS[name](value[:at] + digit + value[at + 1 :])


@pytest.mark.parametrize("name", CHECKSUMS)
@given(value=st.text(max_size=40))
def test_no_text_breaks_a_checksum(name: str, value: str) -> None:
    """Whatever a value may be."""
    assert CHECKSUMS[name](value) in (True, False)


@pytest.mark.parametrize(
    ("spec", "said", "problem"),
    [
        (SlotSpec("x", "digits", 4), "one two three", "too_short"),
        (SlotSpec("x", "digits", 4), "one two three four five", "too_long"),
        (SlotSpec("x", "digits", min_length=4, max_length=6), "one two three", "wrong_length"),
        (SlotSpec("x", "digits", min_length=4, max_length=6), "one two three four five six seven", "wrong_length"),
        (SlotSpec("x", "digits", min_length=4, max_length=6), "one two three four five", ""),
        (SlotSpec("x", "digits", checksum="luhn"), "four five three nine", "wrong_checksum"),
        (SlotSpec("x", "order_number", pattern="[A-Z]{2}[0-9]{2}"), "a one two", "wrong_pattern"),
        (SlotSpec("x", "order_number", pattern="[A-Z]{2}[0-9]{2}"), "a b one two", ""),
        (SlotSpec("x", "number", minimum=2), "one", "too_small"),
        (SlotSpec("x", "number", maximum=8), "nine", "too_large"),
        (SlotSpec("x", "number", minimum=2, maximum=8), "eight", ""),
        (SlotSpec("x", "money", minimum=5.5), "five dollars", "too_small"),
        (SlotSpec("x", "money", maximum=100), "a hundred and one dollars", "too_large"),
        (SlotSpec("x", "money", currency="EUR"), "five dollars", "wrong_currency"),
        (SlotSpec("x", "money", currency="EUR"), "five", ""),
        (SlotSpec("x", "date", when="future"), "yesterday", "in_the_past"),
        (SlotSpec("x", "date", when="past"), "tomorrow", "in_the_future"),
        (SlotSpec("x", "date", when="past"), "monday", ""),
        (SlotSpec("x", "time", minimum=9.5), "nine o'clock", "too_early"),
        (SlotSpec("x", "time", maximum=17), "six p m", "too_late"),
        (SlotSpec("x", "date_time", minimum=9, maximum=17), "tomorrow at eight in the evening", "too_late"),
        (SlotSpec("x", "date_time"), "tomorrow", "time_missing"),
        (SlotSpec("x", "date_time"), "at three", "day_missing"),
        (SlotSpec("x", "phone"), "one two three four five", "wrong_phone"),
        (SlotSpec("x", "phone", country="GB"), "oh two oh seven nine four six oh one two three", ""),
    ],
)  # fmt: skip
def test_a_flawed_value_is_told_with_its_problem(spec: SlotSpec, said: str, problem: str) -> None:
    """By the name of the wording that tells the caller."""
    found = SLOT_TYPES[spec.type].find(said, spec, Moment(Language.ENGLISH, date(2026, 3, 4), asked=True))

    assert problem == found[0].problem
