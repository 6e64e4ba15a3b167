"""Numbers are read as Mandarin speakers read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.recipe.mandarin import numbers

VALUES = {digit: value for value, digit in enumerate(numbers.DIGITS)} | {"两": 2}
POWERS = {"十": 10, "百": 100, "千": 1000}


def value_of(text: str) -> int:
    """Work out a count again: digits times powers, groups of four, 万亿 as one group."""
    total = group = digit = 0
    for character in text.replace("万亿", "兆"):
        if character in POWERS:
            group += (digit or 1) * POWERS[character]
            digit = 0
        elif character in "万亿兆":
            total += (group + digit) * {"万": 10**4, "亿": 10**8, "兆": 10**12}[character]
            group = digit = 0
        else:
            digit = VALUES[character]
    return total + group + digit


@given(st.integers(0, 10**16 - 1), st.sampled_from("二两"))
def test_a_count_can_be_worked_out_again(number: int, two: str) -> None:
    """Reading a count and working it out gives the number."""
    assert value_of(numbers.count(number, two=two)) == number


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (10_100, "一万零一百"),
        (100_010, "十万零一十"),
        (30_050_000, "三千零五万"),
        (2_222_222, "两百二十二万两千两百二十二"),
        (200_000_000, "两亿"),
    ],
)
def test_counts(number: int, spoken: str) -> None:
    """One nought for any number of them inside, none at the end, no 一 before 十 at the beginning."""
    assert numbers.count(number, two="两") == spoken


def test_digits_on_the_telephone() -> None:
    """1 is often 幺, and 0 may be written 〇."""
    assert numbers.digit_string("10086") == "一零零八六"
    assert numbers.digit_string("10086", one="幺", nought="〇") == "幺〇〇八六"


@pytest.mark.parametrize(
    ("fen", "spoken", "formal"),
    [
        (1250, "十二块五毛", "十二元五角"),
        (1205, "十二块零五分", "十二元零五分"),
        (50, "五毛", "五角"),
        (20_000, "二百块", "二百元"),
        (0, "零块", "零元"),
    ],
)
def test_money(fen: int, spoken: str, formal: str) -> None:
    """Amounts are said with 块 and 毛, and written out with 元 and 角."""
    assert numbers.money(fen) == spoken
    assert numbers.money(fen, spoken=False) == formal


def test_dates_and_times() -> None:
    """A year is read digit by digit; quarters and halves of an hour have names."""
    assert numbers.date(11, 21, 2026) == "二零二六年十一月二十一号"
    assert numbers.date(2, 3, formal=True) == "二月三日"
    assert numbers.time_of_day(14, 30) == "下午两点半"
    assert numbers.time_of_day(8, 5) == "早上八点零五分"
    assert numbers.time_of_day(12, 15) == "中午十二点一刻"


def test_decimals_and_percentages() -> None:
    """The digits after the point are read one by one."""
    assert numbers.decimal(3, "14") == "三点一四"
    assert numbers.percentage(35) == "百分之三十五"
