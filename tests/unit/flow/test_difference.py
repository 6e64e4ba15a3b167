"""What is different between two versions, in the words of the flow."""

from collections.abc import Callable

import pytest

from ivr.flow.difference import differences
from ivr.flow.loader import LoadedFlow

ENGLISH = """\
flow: shop
language: en
start: hello
hand_over: {queue: general}
intents:
  refund: {means: return something, examples: [refund, money back, send it back]}
  order: {means: order something, examples: [order, buy, i want to buy]}
routes: {refund: refund, order: order}
slots:
  number: {type: digits, length: 4, ask: Which number?}
knowledge:
  parking: {questions: [can i park there], answer: Yes.}
lookups:
  orders: {url: "https://orders.example/{key}", fields: {number: number}, headers: {X-Line: shop}}
nodes:
  hello: {say: [Hello., Hello again.], listen: {to: any}}
  refund:
    collect: [number]
    look_up: {from: orders, by: number, as: order, on_missing: hello}
    say: I will see.
    go: desk
  order: {say: Really?, listen: {to: any}, go: {"yes": desk, "no": hello}}
  desk: {transfer: {queue: returns, say: One moment.}}
"""

CASES = {
    "refund now goes to hello instead of refund": ("{refund: refund, order", "{refund: hello, order"),
    "refund does not go to refund any more": ("{refund: refund, order", "{order"),
    "calls now begin at order instead of hello": ("start: hello", "start: order"),
    "callers who need a person now go to the queue desk instead of general": ("queue: general", "queue: desk"),
    'intent refund: 2 examples added ("cash back", "return it"); 1 example removed ("money back")': (
        "money back, ",
        "cash back, return it, ",
    ),
    'intent refund is read back as: "get money" instead of: "return something"': ("return something", "get money"),
    "intent order: the same examples in another order": ("[order, buy", "[buy, order"),
    "intent buy is new: 1 example": ("routes:", "  buy: {means: buy, examples: [buy]}\nroutes:"),
    'answer parking says: "No." instead of: "Yes."': ("Yes.", "No."),
    'answer parking: 1 question added ("is there parking")': ("park there", "park there, is there parking"),
    'the line asks for number: "What number?" instead of: "Which number?"': ("Which", "What"),
    "slots.number.length is 5 instead of 4": ("length: 4", "length: 5"),
    "limits.no_match is 2 instead of 3": ("routes:", "limits: {no_match: 2}\nroutes:"),
    "look-up orders sends another X-Line": ("X-Line: shop", "X-Line: s3cr3t"),
    "look-up orders sends another X-Key": ("X-Line: shop", "X-Line: shop, X-Key: s3cr3t"),
    "look-up stock is new: https://stock.example/{key}": (
        "nodes:",
        '  stock: {url: "https://stock.example/{key}", fields: {number: no}, headers: {X-Key: s3cr3t}}\nnodes:',
    ),
    "lookups.orders.timeout_ms is 500 instead of 2000": ("X-Line: shop}", "X-Line: shop}, timeout_ms: 500"),
    'wording goodbye: "Bye." instead of: "the house wording"': ("routes:", "wording: {goodbye: Bye.}\nroutes:"),
    'hello says: "Good day." instead of: "Hello."': ("[Hello.,", "[Good day.,"),
    'hello says no more: "Hello again."': ("Hello., Hello again.", "Hello."),
    'refund says: "I look." instead of: "I will see."': ("I will see.", "I look."),
    "refund now goes to order instead of desk": ("    go: desk", "    go: order"),
    "when its look-up finds nothing refund now goes to desk instead of hello": (
        "on_missing: hello",
        "on_missing: desk",
    ),
    'after "no" order now goes to desk instead of hello': ('"no": hello', '"no": desk'),
    'order now goes to hello instead of after "yes" to desk, after "no" to hello': (
        'go: {"yes": desk, "no": hello}',
        "go: hello",
    ),
    "desk now transfers to the queue money instead of returns": ("queue: returns", "queue: money"),
    'desk says before the transfer: "Wait." instead of: "One moment."': ("One moment.", "Wait."),
    'node bye is new: says "Bye.", ends the call': ("  desk:", "  bye: {say: Bye., end: true}\n  desk:"),
}


def changes(load: Callable[[str], LoadedFlow], old: str, new: str) -> list[str]:
    """What is told of two texts."""
    return [change.text for change in differences(load(old).flow, load(new).flow)]


@pytest.mark.parametrize("told", CASES)
def test_each_change_is_told_in_the_words_of_the_flow(told: str, load: Callable[[str], LoadedFlow]) -> None:
    """One change, one sentence."""
    before, after = CASES[told]
    assert before in ENGLISH

    assert changes(load, ENGLISH, ENGLISH.replace(before, after, 1)) == [told]


def test_what_is_taken_back_is_told_the_other_way_round(load: Callable[[str], LoadedFlow]) -> None:
    """A node, an intent and a way that only the older version has."""
    more = ENGLISH.replace("  desk:", "  bye: {say: Bye., end: true}\n  desk:")
    more = more.replace("  order: {means", "  buy: {means")

    assert changes(load, more, ENGLISH) == [
        "intent order is new: 3 examples",
        "intent buy is gone",
        "node bye is gone",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [("flow: shop", "# for callers of the shop\nflow: shop"), ("{queue: general}", "{queue: general, skills: []}")],
)
def test_what_callers_cannot_notice_is_no_change(before: str, after: str, load: Callable[[str], LoadedFlow]) -> None:
    """Comments, and writing out what is so anyway."""
    assert changes(load, ENGLISH, ENGLISH.replace(before, after)) == []


def test_mandarin_is_quoted_as_it_stands(load: Callable[[str], LoadedFlow]) -> None:
    """No escapes, no transliteration."""
    old = ENGLISH.replace("language: en", "language: zh").replace("I will see.", "我看一下。")

    assert changes(load, old, old.replace("我看一下。", "请稍等。")) == [
        'refund says: "请稍等。" instead of: "我看一下。"'
    ]


def test_a_key_without_a_sentence_of_its_own_is_told_by_its_name(load: Callable[[str], LoadedFlow]) -> None:
    """Also one that only one version has, with all that stands in it."""
    timed = ENGLISH.replace("say: Really?,", "say: Really?, timing: {no_input_ms: 9000},")

    assert changes(load, ENGLISH, timed) == ["nodes.order.timing is no_input_ms: 9000"]
    assert changes(load, timed, ENGLISH) == ["nodes.order.timing is not set any more; it was no_input_ms: 9000"]
