"""Two wishes in one sentence: both are told back, the first is done, and the line comes back to the second."""

from collections.abc import Callable

import pytest

from ivr.dialogue.policy import Kind
from ivr.terms import Disposition, Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]


def test_the_line_tells_that_it_has_heard_both_and_does_the_first(call: Call) -> None:
    """The decision names both."""
    talk = call().say("where is my order and i want a refund")

    assert talk.said == (
        "You would like to know where your order is, then to return something. One after the other. "
        "What is your four digit order number?"
    )
    assert (talk.explained.decision.kind, talk.explained.decision.intent) == (Kind.ACCEPT, "track_order")
    assert "2 wishes in one sentence" in talk.explained.decision.reason


def test_the_second_is_taken_up_by_the_line_itself_when_the_first_is_done(call: Call) -> None:
    """Where it would ask if there is anything else; afterwards it does ask."""
    talk = call().say("where is my order and i want a refund", "1234")
    assert talk.said == (
        "Order 1 2 3 4 is on its way. Now, you also wanted to return something. Is it broken or the wrong size?"
    )

    assert talk.say("broken", "yes").said == "I noted: broken. Anything else?"


def test_it_is_the_same_in_chinese(call: Call) -> None:
    """With its own words."""
    talk = call(Language.MANDARIN).say("我的订单到哪了还有我要退款")
    assert talk.said == "您想查询订单，然后退货退款，我们一件一件来。 请说您的四位订单号。"

    assert talk.say("一二三四").said.endswith("好，您还想退货退款。 是坏了还是尺码不对？")


def test_values_belong_to_the_wish_with_which_they_were_said(call: Call) -> None:
    """The second is not asked for what came with it."""
    talk = call().say("i want a refund and also track order 5678", "broken", "yes")

    assert "Order 5 6 7 8 is lost." in talk.said


def test_a_transfer_takes_the_second_wish_along(call: Call) -> None:
    """The caller is told so, and the agent reads it."""
    talk = call().say("i want to complain and cancel my order", "the driver was rude")

    assert "My colleague will read that you would also like to cancel your order." in talk.said
    assert talk.transfer is not None
    assert talk.transfer.summary.startswith("Wants to complain about something, then to cancel your order.")


def test_a_value_of_the_second_wish_goes_along_too(call: Call) -> None:
    """Nothing the caller said is asked again."""
    talk = call().say("i want to complain and track order 5678", "the driver was rude")

    assert talk.transfer is not None
    assert "To know where your order is: Number 5678." in talk.transfer.summary


def test_a_person_is_brought_at_once_and_reads_the_other_wish(call: Call) -> None:
    """Whichever was said first."""
    for said in ("i want a refund and then talk to an agent", "get me an agent and cancel my order"):
        talk = call().say(said)

        assert talk.transfer is not None
        assert talk.transfer.reason == "the caller asked for a person"
        assert talk.transfer.summary.startswith("Wants to ")


def test_starting_over_drops_what_was_still_to_come(call: Call) -> None:
    """Nothing is known of the caller any more."""
    talk = call().say("where is my order and i want a refund", "start over", "where is my order", "1234")

    assert talk.said == "Order 1 2 3 4 is on its way. Anything else?"


def test_goodbye_ends_the_call_whatever_is_still_to_come(call: Call) -> None:
    """ "That's all" means all."""
    talk = call().say("where is my order and i want a refund", "1234", "no that's all")

    assert talk.end is not None
    assert talk.end.disposition is Disposition.CONTAINED


def test_the_second_may_be_dropped(call: Call) -> None:
    """A "no" to what the line comes back to: it is left, and taken off the story."""
    talk = call().say("where is my order and i want a refund", "1234", "no")
    assert talk.said == "All right, not that. Anything else?"

    talk.say("agent")
    assert talk.transfer is not None
    assert talk.transfer.summary.startswith("Wants to know where your order is. ")


def test_two_wishes_that_were_misheard_may_be_refused(call: Call) -> None:
    """A "no" to both leads back to where the caller was, and nothing is left on the list."""
    talk = call().say("where is my order and i want a refund", "no")
    assert talk.said == "Sorry, my mistake. Please tell me again what you need."

    assert talk.say("where is my order", "1234").said == "Order 1 2 3 4 is on its way. Anything else?"


def test_a_wish_that_the_caller_takes_up_first_is_not_taken_up_again(call: Call) -> None:
    """It is struck off the list."""
    talk = call().say("where is my order and i want a refund", "i want a refund", "broken", "yes")

    assert talk.said == "I noted: broken. Anything else?"


def test_an_end_is_none_while_there_is_a_wish_to_see_to(call: Call) -> None:
    """A node that ends the call is followed by what the caller also wanted."""
    talk = call().say("cancel my order and i want a refund", "yes")

    assert talk.end is None
    assert talk.node == "why"


def test_a_story_is_told_whole(call: Call) -> None:
    """What is asked for in the caller's own words is not parted."""
    talk = call().say("i want to complain", "i want a refund and cancel my order")

    assert talk.transfer is not None
    assert talk.transfer.slots == {"story": "i want a refund and cancel my order"}


@pytest.mark.parametrize("confidence", [0.4, 0.1])
def test_what_was_heard_badly_is_not_taken_for_two_wishes(call: Call, confidence: float) -> None:
    """One question at a time, then."""
    talk = call().say("where is my order and i want a refund", confidence=confidence)

    assert "wishes in one sentence" not in talk.explained.decision.reason


# --- wishes beside a value ---


@pytest.mark.parametrize(
    ("language", "wish", "said", "told"),
    [
        (
            Language.ENGLISH,
            "where is my order",
            "one two three four and I also want a refund",
            "Order 1 2 3 4 is on its way. Now, you also wanted to return something. Is it broken or the wrong size?",
        ),
        (
            Language.MANDARIN,
            "我的订单到哪了",
            "一二三四,另外我还要退款",
            "订单一二三四现在on its way。 好，您还想退货退款。 是坏了还是尺码不对？",
        ),
    ],
)
def test_a_wish_said_beside_the_value_asked_for_is_come_back_to(
    call: Call, language: Language, wish: str, said: str, told: str
) -> None:
    """The value is taken, and the wish is next."""
    assert call(language).say(wish, said).said == told


def test_what_is_being_done_is_no_wish_beside_a_value(call: Call) -> None:
    """Nor is one that is noted already noted twice."""
    again = call().say("where is my order", "one two three four and also where is my order")
    assert again.said == "Order 1 2 3 4 is on its way. Anything else?"

    both = call().say("where is my order and i want a refund", "one two three four and i also want a refund")
    assert both.said.startswith("Order 1 2 3 4 is on its way. Now, you also wanted to return something.")
    assert both.say("broken", "yes").said == "I noted: broken. Anything else?"


def test_a_wish_heard_badly_beside_a_value_is_not_noted(call: Call) -> None:
    """The number is read back, and that is all."""
    talk = call().say("where is my order").say("one two three four and i also want a refund", confidence=0.4)

    assert talk.say("yes").said == "Order 1 2 3 4 is on its way. Anything else?"


def test_a_value_with_another_wish_instead_is_left(call: Call) -> None:
    """Who changes their mind is followed, as ever."""
    assert call().say("where is my order", "no wait i'd rather cancel my order").node == "sure"


# --- wishes taken back ---


@pytest.mark.parametrize(
    "said", ["no i meant i want a refund", "sorry i meant the refund", "that's not what i want i want a refund"]
)
def test_a_wish_may_be_taken_back_for_another(call: Call, said: str) -> None:
    """The line goes to what was meant, and the story tells of nothing else."""
    talk = call().say("where is my order", said)
    assert talk.node == "why"

    talk.say("agent")
    assert talk.transfer is not None
    assert talk.transfer.summary.startswith("Wants to return something. ")


def test_a_wish_may_be_taken_back_in_chinese(call: Call) -> None:
    """As in English."""
    talk = call(Language.MANDARIN).say("我的订单到哪了", "不是，我要的是退款")
    assert talk.node == "why"

    talk.say("人工")
    assert talk.transfer is not None
    assert talk.transfer.summary.startswith("想退货退款。")


def test_a_wish_may_be_taken_back_where_a_story_is_asked_for(call: Call) -> None:
    """Though anything goes there."""
    assert call().say("i want to complain", "no i meant i want a refund").node == "why"


def test_a_new_wish_takes_nothing_back(call: Call) -> None:
    """ "No, I want ..." after "anything else?" is one more."""
    talk = call().say("track order 1234", "no i want a refund", "agent")

    assert talk.transfer is not None
    assert talk.transfer.summary.startswith("Wants to know where your order is, then to return something.")


def test_an_earlier_wish_stays_when_an_offered_one_is_refused(call: Call) -> None:
    """What was only asked back was never on the story."""
    talk = call().say("track order 1234", "mutter", "no i meant cancel my order", "agent")

    assert talk.transfer is not None
    assert talk.transfer.summary.startswith("Wants to know where your order is, then to cancel your order.")
