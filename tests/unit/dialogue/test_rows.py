"""What was looked up: one row at a time, and whose it is."""

from collections.abc import Callable

import pytest

from ivr.flow.loader import LoadedFlow
from ivr.terms import Language
from ivr.testing import Conversation
from tests.conftest import ENGLISH, MANDARIN

SERVICE = 'orders: {url: "https://shop.example/{key}", fields: {status: status, gift: "gift?"}}'
SHOPS = {
    language: text.replace("orders: {table: orders.csv, key: number}", SERVICE).replace(
        "{order.number|digits}", "{slot.number}"
    )
    for language, text in ((Language.ENGLISH, ENGLISH), (Language.MANDARIN, MANDARIN))
}
ROWS = {"1234": {"status": "late", "gift": "a pen"}, "4321": {"status": "here"}}
SAID = {
    Language.ENGLISH: ("where is my order 1234", "four three two one"),
    Language.MANDARIN: ("查询订单一二三四", "四三二一"),
}

Load = Callable[[str], LoadedFlow]
Call = Callable[..., Conversation]


@pytest.mark.parametrize("language", SHOPS)
def test_a_second_row_leaves_nothing_of_the_first(load: Load, call: Call, language: Language) -> None:
    """A field that only the first one has is not known of the second."""
    gifted = "  gifted: {say: '{order.gift}', forget: [number], go: order}\n  no_order:\n"
    branch = "on_missing: no_order}\n    branch: [{value: order.gift, known: true, go: gifted}]"
    shop = SHOPS[language].replace("on_missing: no_order}", branch).replace("  no_order:\n", gifted)
    talk = Conversation(load(shop).flow, call(language).interpreter, rows=ROWS).start()

    first, second = (talk.say(text).said for text in SAID[language])

    assert ("a pen" in first, "a pen" in second, "4321" in second) == (True, False, True)


@pytest.mark.parametrize(
    ("language", "again", "told"),
    [
        (Language.ENGLISH, "where is my order 4321", "(1234) status late"),
        (Language.MANDARIN, "查询订单四三二一", "（1234）status late"),
    ],
)
def test_the_agent_reads_whose_row_it_is(load: Load, call: Call, language: Language, again: str, told: str) -> None:
    """Though no field of the answer repeats the number that was searched for."""
    shop = SHOPS[language].replace("    forget: [number]\n    go: order", "    go: anything_else")
    talk = Conversation(load(shop).flow, call(language).interpreter, rows={"1234": {"status": "late"}})
    talk.start().say(SAID[language][0], again, "agent")

    assert talk.transfer is not None
    assert told in talk.transfer.summary
