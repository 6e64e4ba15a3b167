"""Pronunciations as people write them."""

import pytest

from ivr.speech.pronunciation.spelling import MOST_VARIANTS, PhoneSpelling, PinyinSpelling, combine

TONES = PinyinSpelling({"pin1": [("p", "in1")], "pin4": [("p", "in4")], "lv4": [("l", "v4")], "ma5": [("m", "a5")]})
NO_TONES = PinyinSpelling({"pin": [("p", "in")], "lv": [("l", "v")]})


@pytest.mark.parametrize(("piece", "unit"), [("AE", "AE"), ("ae", "AE"), ("AE1", "AE"), ("k", "K")])
def test_phones_may_have_any_case_and_a_stress(piece: str, unit: str) -> None:
    """As they stand in other people's dictionaries."""
    assert PhoneSpelling(("AE", "K")).variants(piece) == ((unit,),)


def test_an_unknown_phone_gets_a_hint() -> None:
    """The nearest, or all."""
    phones = PhoneSpelling(("AE", "K", "NG"))

    assert phones.variants("KK") == ()
    assert phones.near("KK") == "Did you mean 'K'?"
    assert phones.near("zz") == "There is: AE, K, NG"


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("pin1", [("p", "in1")]),
        ("PIN1", [("p", "in1")]),
        ("pin", [("p", "in1"), ("p", "in4")]),  # every tone that there is
        ("lü4", [("l", "v4")]),
        ("lu:4", [("l", "v4")]),
        ("pin3", []),
        ("pan1", []),
    ],
)
def test_syllables_with_and_without_tones(piece: str, said: list[tuple[str, ...]]) -> None:
    """A tone that is written must be there."""
    assert list(TONES.variants(piece)) == said


def test_a_model_without_tones_takes_syllables_with_them() -> None:
    """The tone is not heard by it."""
    assert NO_TONES.variants("pin1") == NO_TONES.variants("pin") == (("p", "in"),)


def test_pieces_are_combined_up_to_a_limit() -> None:
    """Each with each, in order and without repeats."""
    two = (("a",), ("b",))

    assert combine([two, (("c",),)]) == (("a", "c"), ("b", "c"))
    assert combine([(("a",), ("a",))]) == (("a",),)
    assert combine([two] * 5) == ()
    assert len(combine([two] * 4)) == MOST_VARIANTS
