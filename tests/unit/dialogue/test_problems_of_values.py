"""What the line says of a value that is no good."""

from collections.abc import Callable

import pytest

from ivr.dialogue.phrasing import Phrasing
from ivr.dialogue.state import CallState
from ivr.flow.loader import LoadedFlow
from ivr.terms import Language
from ivr.understanding.interpretation import SlotValue

FLOW = """\
flow: tiny
language: %s
start: hello
hand_over: {queue: desk}
intents: {}
slots:
  code: {type: digits, min_length: 4, max_length: 6, checksum: luhn, ask: x}
  order: {type: order_number, pattern: "[A-Z]{2}[0-9]{2}", ask: x}
  price: {type: money, min: 5, max: 99.5, currency: EUR, ask: x}
  people: {type: number, min: 2, max: 8, ask: x}
  visit: {type: date_time, when: future, min: 9.5, max: 17, ask: x}
  born: {type: date, when: past, ask: x}
  phone: {type: phone, country: GB, ask: x}
nodes:
  hello: {say: Hello., end: true}
"""


@pytest.mark.parametrize(
    ("name", "value", "problem", "english", "mandarin"),
    [
        ("code", "123", "wrong_length",
         "I heard 1 2 3, that is 3 letters or digits, and it has 4 to 6. Please say it again.",
         "我听到的是一二三，一共3位，应该是4到6位，请再说一遍。"),
        ("price", "3.00 EUR", "too_small", "I heard 3 euros. It must be at least 5 euros.",
         "我听到的是3欧元，至少要5欧元。"),
        ("price", "100.00 EUR", "too_large",
         "I heard 100 euros. It can be at most 99 euros and 50 cents.", "我听到的是100欧元，最多是99.5欧元。"),
        ("price", "5.00 USD", "wrong_currency",
         "I heard 5 dollars, but I need the amount in euros.", "我听到的是5美元，请用欧元说金额。"),
        ("people", "9", "too_large", "I heard 9. It can be at most 8.", "我听到的是9，最多是8。"),
        ("visit", "2026-03-05T08:00", "too_early",
         "I heard Thursday, March 5, 2026, at 8 o'clock in the morning, which is too early. It can be from 9:30 in the "
         "morning on.", "我听到的是2026年3月5日，星期四，早上8点，太早了，上午9点30分以后才可以。"),
        ("visit", "2026-03-05", "time_missing", "Thursday, March 5, 2026, and at what time?",
         "2026年3月5日，星期四，请问几点？"),
        ("visit", "15:30", "day_missing",
         "3:30 in the afternoon, and on which day?", "下午3点30分，请问是哪一天？"),
        ("phone", "123", "wrong_phone",
         "I heard 1 2 3, but there is no such phone number. Please say it again.",
         "我听到的是一二三，没有这个电话号码，请再说一遍。"),
    ],
)  # fmt: skip
def test_a_problem_is_told_with_what_was_heard_and_what_is_wanted(
    name: str, value: str, problem: str, english: str, mandarin: str, *, load: Callable[[str], LoadedFlow]
) -> None:
    """In the words of the language, with the limits of the slot."""
    heard = SlotValue(name, value, "", (0, 0), 1.0, problem)
    told = {language: Phrasing(load(FLOW % language).flow, CallState()).problem(heard) for language in Language}

    assert (english, mandarin) == (told[Language.ENGLISH], told[Language.MANDARIN])


@pytest.mark.parametrize("language", Language)
def test_a_number_of_ones_own_country_is_read_without_its_code(
    language: Language, load: Callable[[str], LoadedFlow]
) -> None:
    """In the groups in which it is written there."""
    phrasing = Phrasing(load(FLOW % language).flow, CallState())
    read = phrasing.read_back(SlotValue("phone", "+442079460123", "", (0, 0), 1.0))

    assert read == ("0 2 0, 7 9 4 6, 0 1 2 3" if language is Language.ENGLISH else "零二零，七九四六，零一二三")
