"""What is meant instead, where a wish is taken back."""

import pytest

from ivr.terms import Language
from ivr.understanding.meant import meant_instead


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no i meant the refund", "the refund"),
        ("no no i mean my address", "my address"),
        ("sorry i meant to cancel my order", "cancel my order"),
        ("i said i want a refund", "a refund"),
        ("no i was talking about the invoice", "the invoice"),
        ("that's not what i want i want a refund", "i want a refund"),
        ("not that the refund", "the refund"),
        ("not the refund i mean the invoice", "the invoice"),
        ("you got me wrong i'm asking about my refund", "my refund"),
        ("what i meant was the opening hours", "the opening hours"),
        ("no i want a refund", ""),
        ("no", ""),
        ("no i meant the other order", ""),
        ("i meant another one", ""),
        ("where is my order", ""),
        ("the driver said i mean it", ""),
        ("", ""),
    ],
)
def test_what_is_meant_instead_in_english(said: str, meant: str) -> None:
    """The words after "I meant"; another thing of the same kind is no other wish."""
    assert meant_instead(said, Language.ENGLISH) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("不是我要的是退款", "退款"),
        ("不对我说的是改地址", "改地址"),
        ("我说的是我要退款", "退款"),
        ("你听错了我要退款", "退款"),
        ("错了我想取消订单", "取消订单"),
        ("不是不是我的意思是开发票", "开发票"),
        ("我要退款", ""),
        ("不是", ""),
        ("不是我要的是另一个订单", ""),
        ("我的订单到哪了", ""),
    ],
)
def test_what_is_meant_instead_in_chinese(said: str, meant: str) -> None:
    """The words after 我要的是."""
    assert meant_instead(said, Language.MANDARIN) == meant
