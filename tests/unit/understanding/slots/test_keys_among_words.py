"""Digits that were pressed stand as figures among the words; together they are one value."""

import pytest

from ivr.terms import Language
from ivr.understanding.slot_filling import fill
from ivr.understanding.slots.slot_type import Moment
from ivr.understanding.spec import SlotSpec

DIGITS = SlotSpec("number", "digits", 4)
ORDER = SlotSpec("number", "order_number", 6)
PHONE = SlotSpec("number", "phone", country="GB")
MOBILE = SlotSpec("number", "phone", country="CN")
COUNT = SlotSpec("number", "number")


@pytest.mark.parametrize(
    ("spec", "language", "text", "value"),
    [
        (DIGITS, Language.ENGLISH, "four four 71", "4471"),
        (DIGITS, Language.ENGLISH, "four four 7 1", "4471"),
        (DIGITS, Language.ENGLISH, "44 seven one", "4471"),
        (DIGITS, Language.ENGLISH, "double four and then 71", "4471"),
        (DIGITS, Language.ENGLISH, "4 four 7 one", "4471"),
        (DIGITS, Language.MANDARIN, "四四71", "4471"),
        (DIGITS, Language.MANDARIN, "四四7一", "4471"),
        (DIGITS, Language.MANDARIN, "44七幺", "4471"),
        (DIGITS, Language.MANDARIN, "四四，嗯，71", "4471"),
        (ORDER, Language.ENGLISH, "a b 4471", "AB4471"),
        (ORDER, Language.ENGLISH, "four four 7131", "447131"),
        (ORDER, Language.ENGLISH, "4471 three one", "447131"),
        (ORDER, Language.MANDARIN, "四四7131", "447131"),
        (ORDER, Language.MANDARIN, "4471三一", "447131"),
        (PHONE, Language.ENGLISH, "oh two oh 79460958", "+442079460958"),
        (PHONE, Language.ENGLISH, "0207946 oh nine five eight", "+442079460958"),
        (MOBILE, Language.MANDARIN, "一三八12345678", "+8613812345678"),
        (MOBILE, Language.MANDARIN, "1381234五六七八", "+8613812345678"),
        (COUNT, Language.ENGLISH, "12", "12"),
        (COUNT, Language.MANDARIN, "12", "12"),
    ],
)
def test_pressed_and_spoken_digits_are_one_value(spec: SlotSpec, language: Language, text: str, value: str) -> None:
    """In the order of time, in both languages."""
    found = fill(text, [spec], "number", Moment(language))

    assert (found["number"].value, found["number"].problem) == (value, "")
