"""What is likely is named and done; "no" takes it back, in both languages."""

from collections.abc import Callable

import pytest

from ivr.dialogue.policy import Kind
from ivr.terms import Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

NAMED = {
    Language.ENGLISH: "You would like to know where your order is, then. What is your four digit order number?",
    Language.MANDARIN: "好的，您是想查询订单。请说您的四位订单号。",
}
NO = {
    Language.ENGLISH: ["no", "no that's not it", "that's wrong"],
    Language.MANDARIN: ["不是", "不对", "不是的"],
}
AGAIN = {
    Language.ENGLISH: "Sorry, my mistake. Please tell me again what you need.",
    Language.MANDARIN: "抱歉，是我听错了，请再说一遍您需要什么。",
}
REFUND = {Language.ENGLISH: "no i want a refund", Language.MANDARIN: "不是我要退款"}


def test_what_is_likely_is_named_before_the_next_question(call: Call, language: Language) -> None:
    """In one breath, and the caller goes on as if it had been clear."""
    talk = call(language).say("murmur")

    assert talk.explained.decision.kind is Kind.IMPLICIT
    assert [play.text for play in talk.plays] == [NAMED[language]]
    assert talk.say("1234").node == "anything_else"


@pytest.mark.parametrize("way", range(3))
def test_no_takes_it_back_and_is_no_failure(call: Call, language: Language, way: int) -> None:
    """The caller is where they were before; what was named is offered no more."""
    talk = call(language).say("murmur", NO[language][way])
    state = talk.dialogue._state

    assert (talk.node, talk.said) == ("welcome", AGAIN[language])
    assert (state.wants, state.refused, state.failures.total()) == ([], {"track_order"}, 0)
    assert talk.say("mumble").explained.decision.kind is Kind.REPROMPT


def test_it_may_still_be_said_clearly(call: Call) -> None:
    """Perhaps it was the right guess after all."""
    assert call().say("murmur", "no", "where is my order").node == "order"


def test_what_is_wanted_instead_may_be_said_at_once(call: Call, language: Language) -> None:
    """And the agent is not told of what was taken back."""
    talk = call(language).say("murmur", REFUND[language])

    assert talk.node == "why"
    assert talk.dialogue._state.wants == ["refund"]


def test_a_value_is_an_answer_and_takes_nothing_back(call: Call) -> None:
    """Even with a "no" before it."""
    assert call().say("murmur", "no wait one two three four").node == "anything_else"


def test_a_no_that_comes_later_is_no_answer_to_it(call: Call) -> None:
    """After the number the question is another one."""
    assert call().say("murmur", "1234", "no").node == "bye"


def test_a_miss_in_between_keeps_it_open(call: Call) -> None:
    """The same question is asked again, so "no" still means what was named."""
    talk = call().say("murmur", "bananas", "no")

    assert (talk.node, talk.dialogue._state.refused) == ("welcome", {"track_order"})


def test_who_takes_back_a_change_of_mind_is_asked_what_was_asked_before(call: Call) -> None:
    """The number was being asked for when another wish was heard."""
    talk = call().say("where is my order", "grumble")
    assert talk.node == "why"

    assert talk.say("no").said == "All right. What is your four digit order number?"
    assert talk.say("1234").node == "anything_else"


def test_a_value_said_with_it_makes_it_a_question(call: Call) -> None:
    """Nothing is asked next to which "no" could be said, so it is done or asked back."""
    assert call().say("murmur 1234").explained.decision.kind is Kind.ACCEPT


def test_going_back_after_it_leads_where_the_caller_was(call: Call) -> None:
    """What was taken back leaves no trace on the way."""
    talk = call().say("murmur", "no", "go back")

    assert talk.node == "welcome"


def test_taking_back_has_an_end(call: Call) -> None:
    """Who takes back whatever is named gets a person."""
    talk = call()
    for turn in ("murmur", "no", "grumble", "no") * 3:
        if talk.end is None:
            talk.say(turn)

    assert talk.transfer is not None
