"""Several values in one sentence."""

from datetime import date
from itertools import pairwise

import pytest

from ivr.terms import Language
from ivr.understanding.slot_filling import fill
from ivr.understanding.slots.slot_type import Moment
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import normalise

EN, ZH = Language.ENGLISH, Language.MANDARIN
SPECS = [
    SlotSpec("when", "date_time"),
    SlotSpec("day", "date"),
    SlotSpec("time", "time"),
    SlotSpec("order", "digits", 8),
    SlotSpec("code", "order_number", pattern="[A-Z]{2}[0-9]+"),
    SlotSpec("price", "money"),
    SlotSpec("count", "number"),
    SlotSpec("phone", "phone"),
    SlotSpec("name", "name"),
]


def told(said: str, language: Language, *names: str, asked: str = "") -> dict[str, str]:
    """The values of the named slots (or of all) that a sentence fills."""
    specs = [spec for spec in SPECS if not names or spec.name in names]
    filled = fill(normalise(said), specs, asked, Moment(language, date(2026, 3, 4)))
    return {name: found.value for name, found in filled.items()}


@pytest.mark.parametrize(
    ("said", "language", "values"),
    [
        (
            "my name is john smith my order is one two three four five six seven eight and i paid fifty dollars",
            EN,
            {"name": "John Smith", "order": "12345678", "price": "50.00 USD"},
        ),
        (
            "call me back at four one five five five five two six seven one tomorrow at half past three",
            EN,
            {"phone": "+14155552671", "when": "2026-03-05T15:30"},
        ),
        ("i want two jackets for thirty euros", EN, {"count": "2", "price": "30.00 EUR"}),
        ("order a b one two for friday", EN, {"code": "AB12", "day": "2026-03-06"}),
        (
            "我叫李小龙订单号一二三四五六七八付了五十块",
            ZH,
            {"name": "李小龙", "order": "12345678", "price": "50.00 CNY"},
        ),
        ("明天下午三点半打幺三八一二三四五六七八", ZH, {"when": "2026-03-05T15:30", "phone": "+8613812345678"}),
        ("要两件三十块的", ZH, {"price": "30.00 CNY"}),
    ],
)
def test_every_value_of_a_sentence_is_found_and_no_word_is_read_twice(
    said: str, language: Language, values: dict[str, str]
) -> None:
    """The more specific type has the words: a price is no quantity, a phone number no order number."""
    found = told(said, language)

    assert {name: found.get(name) for name in values} == values
    spans = sorted(one.span for one in fill(normalise(said), SPECS, "", Moment(language, date(2026, 3, 4))).values())
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_two_slots_of_a_type_are_filled_in_the_order_of_the_sentence() -> None:
    """From Monday to Friday."""
    specs = [SlotSpec("start", "date"), SlotSpec("end", "date")]
    filled = fill("from monday to friday", specs, "", Moment(EN, date(2026, 3, 4)))

    assert {name: found.value for name, found in filled.items()} == {"start": "2026-03-09", "end": "2026-03-06"}


def test_what_is_asked_for_goes_before_an_equal_and_never_goes_empty() -> None:
    """Three digits are too few for an order, and a quantity otherwise; but the order was asked for."""
    assert told("one two three", EN, "order", "count", asked="order")["order"] == "123"
    assert told("three", EN, "count", "time", asked="count") == {"count": "3"}


def test_without_a_day_there_are_no_dates() -> None:
    """Nobody knows what tomorrow is."""
    assert fill("tomorrow", [SlotSpec("day", "date")], "day", Moment(EN)) == {}
