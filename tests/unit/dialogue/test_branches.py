"""Ways on by a value, in a call."""

from collections.abc import Callable

import pytest

from ivr.dialogue.actions import Explain
from ivr.dialogue.policy import Kind
from ivr.terms import Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

LOST = {
    "    say: Order {order.number|digits} is {order.status}.\n": (
        "    branch:\n"
        "      - {value: order.status, is: lost, go: story}\n"
        '      - {value: slot.reason, known: true, go: "why"}\n'
        "    say: Order {order.number|digits} is {order.status}.\n"
    )
}
TRACK = {Language.ENGLISH: "where is my order", Language.MANDARIN: "我的订单到哪了"}


def decisions(talk: Conversation) -> list[str]:
    """The reasons of the branches since the caller spoke."""
    explained = (action.decision for action in talk.actions if isinstance(action, Explain))
    return [decision.reason for decision in explained if decision.kind is Kind.BRANCH]


def test_a_branch_leads_on_before_anything_is_said(call: Call) -> None:
    """By what was looked up, and the watcher is told why."""
    talk = call(changes=LOST).say("where is my order", "5678")

    assert (talk.node, talk.said) == ("story", "What happened?")
    assert decisions(talk) == ["order.status is 'lost': on to story"]


def test_when_no_branch_holds_the_node_goes_on(call: Call) -> None:
    """With its own prompt; a value that is not known takes no branch."""
    talk = call(changes=LOST).say("where is my order", "1234")

    assert talk.said == "Order 1 2 3 4 is on its way. Anything else?"
    assert decisions(talk) == ["no branch holds: order.status is not 'lost'; slot.reason is not known"]


@pytest.mark.parametrize("language", Language)
def test_an_amount_decides_in_both_languages(call: Call, language: Language) -> None:
    """What the caller says is compared as a number."""
    zh = language is Language.MANDARIN
    said = "坏了" if zh else "broken"
    ask = "请说您的四位订单号。" if zh else "What is your four digit order number?"
    changes = {
        f"type: digits, length: 4, ask: {ask}": f"type: number, min: 1, ask: {ask}",
        "    collect: [reason]\n": (
            "    collect: [number, reason]\n    branch: [{value: slot.number, above: 100, go: story}]\n"
        ),
    }
    refund, yes = ("我要退款", "是的") if zh else ("i want a refund", "yes")
    many = "一百二十" if zh else "a hundred and twenty"
    few = "九十九" if zh else "ninety nine"

    assert call(language, changes).say(refund, many, said, yes).node == "story"
    assert call(language, changes).say(refund, few, said, yes).node == "anything_else"


def test_what_was_heard_uncertainly_is_read_back_before_it_decides(call: Call) -> None:
    """Also where the node does not collect it."""
    changes = {
        "    say: Shall I really cancel it?\n": (
            "    branch: [{value: slot.number, is: '1234', go: cancelled}]\n    say: Shall I really cancel it?\n"
        ),
        "please cancel it,": 'please cancel it, "cancel order {number}",',
    }
    talk = call(changes=changes).say("cancel order 1234", confidence=0.55)
    assert talk.said == "I heard 1 2 3 4. Is that right?"
    assert talk.say("yes").said == "It is cancelled. Goodbye."


def test_an_unknown_value_is_asked_for_and_the_call_comes_back(call: Call) -> None:
    """A branch for want of a value leads to the node that asks for it."""
    changes = {
        "    say: Shall I really cancel it?\n": (
            "    branch: [{value: slot.number, known: false, go: ask_number}]\n"
            "    say: Shall I really cancel order {slot.number|digits}?\n"
        ),
        "  bye:\n": "  ask_number: {collect: [number], go: sure}\n  bye:\n",
    }
    talk = call(changes=changes).say("cancel my order")
    assert talk.said == "What is your four digit order number?"

    assert talk.say("1234").said == "Shall I really cancel order 1 2 3 4?"
