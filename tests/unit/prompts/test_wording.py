"""The words of a prompt."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import ContractError
from ivr.prompts.spoken_values import FILTERS
from ivr.prompts.wording import fill, fill_known, house_wording, placeholders
from ivr.terms import Language

EN, ZH = Language.ENGLISH, Language.MANDARIN

TROUBLE = (
    "no_match", "no_input", "slot_no_match", "slot_no_input", "too_short", "too_long", "not_that", "slot_again",
    "confirm_intent", "confirm_slot",
)  # fmt: skip
"""What a caller may hear several times in a call."""


def test_values_are_filled_in() -> None:
    """By name, with and without a filter, and never twice: what a value holds is no template."""
    values = {"order.number": "1234", "name": "{order.number}"}

    assert fill("{order.number} is {order.number|digits} of {name}", values, EN) == "1234 is 1 2 3 4 of {order.number}"


def test_what_is_known_may_be_filled_in_alone() -> None:
    """The rest waits, filters and all."""
    assert fill_known("{a|digits} and {b.c|date}", {"a": "12"}, EN) == "1 2 and {b.c|date}"


def test_a_value_that_is_not_known_is_our_mistake() -> None:
    """It is not read out with its braces."""
    with pytest.raises(ContractError, match=r"a prompt speaks of 'order\.eta', which has no value here"):
        fill("It comes {order.eta}.", {}, EN)


def test_the_placeholders_of_a_text() -> None:
    """Names and filters; other braces are none."""
    assert placeholders("{order.number|digits} {name} {} { a } {1}") == [("order.number", "digits"), ("name", "")]


@pytest.mark.parametrize(
    ("shape", "value", "english", "mandarin"),
    [
        ("digits", "1234", "1 2 3 4", "一二三四"),
        ("digits", "12345678", "1 2 3 4, 5 6 7 8", "一二三四，五六七八"),
        ("digits", "12345", "1 2 3 4 5", "一二三四五"),
        ("digits", "123450", "1 2 3, 4 5 0", "一二三，四五零"),
        ("digits", "13812345678", "1 3 8, 1 2 3 4, 5 6 7 8", "一三八，一二三四，五六七八"),
        ("digits", "1234567890123", "1 2 3 4, 5 6 7, 8 9 0, 1 2 3", "一二三四，五六七，八九零，一二三"),
        ("number", "9999", "9999", "9999"),
        ("number", "-12345.50", "minus 12,345.50", "负12,345.50"),
        ("time", "10:05", "10:05 in the morning", "上午10点05分"),
        ("digits", "", "", ""),
        ("digits", "A1", "A 1", "A一"),
        ("date", "2026-03-02", "Monday, March 2", "3月2日，星期一"),
        ("date", "2026-12-31", "Thursday, December 31", "12月31日，星期四"),
        ("date", "soon", "soon", "soon"),
        ("date", "2026-02-30", "2026-02-30", "2026-02-30"),
        ("money", "12.50", "12 dollars and 50 cents", "12元5角"),
        ("money", "1", "1 dollar", "1元"),
        ("money", "1.01", "1 dollar and 1 cent", "1元零1分"),
        ("money", "12.34", "12 dollars and 34 cents", "12元3角4分"),
        ("money", "0.50", "50 cents", "5角"),
        ("money", "1260000", "1,260,000 dollars", "1260000元"),
        ("money", "-0.00", "0 dollars", "0元"),
        ("money", "0", "0 dollars", "0元"),
        ("money", "-3.20", "minus 3 dollars and 20 cents", "负3元2角"),
        ("money", "free", "free", "free"),
        ("money", "NaN", "NaN", "NaN"),
        ("money", "Infinity", "Infinity", "Infinity"),
    ],
)
def test_values_are_said_as_people_say_them(shape: str, value: str, english: str, mandarin: str) -> None:
    """And what is no number or date is read as it stands."""
    assert (english, mandarin) == (FILTERS[shape](value, EN), FILTERS[shape](value, ZH))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("shape", FILTERS)
@given(value=st.one_of(st.text(), st.text(string.digits + ".-eE+ _NaInf")))
def test_no_value_breaks_a_filter(shape: str, language: Language, value: str) -> None:
    """A table may hold anything."""
    assert isinstance(FILTERS[shape](value, language), str)


def test_both_languages_say_the_same_things() -> None:
    """The same keys, with the same number of variants and the same values in each."""
    english, mandarin = house_wording(EN), house_wording(ZH)

    assert list(english) == list(mandarin)
    for key in english:
        assert [set(placeholders(text)) for text in english[key]] == [set(placeholders(text)) for text in mandarin[key]]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("key", TROUBLE)
def test_trouble_is_told_in_three_ways_at_least(language: Language, key: str) -> None:
    """All different: no caller hears the same error twice in a call."""
    variants = house_wording(language)[key]

    assert len(variants) >= 3
    assert len(set(variants)) == len(variants)
    assert all(text.strip() for text in variants)


def test_each_language_is_written_in_its_own_script() -> None:
    """No sentence was forgotten in translation."""
    english = "".join(text for texts in house_wording(EN).values() for text in texts)
    mandarin = "".join(text for texts in house_wording(ZH).values() for text in texts)

    assert english.isascii()
    assert not set(mandarin.replace("{", "}").split("}")[::2]) & set(string.ascii_letters)
