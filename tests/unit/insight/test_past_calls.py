"""What past calls teach: the turns of real conversations as the session would keep them."""

from collections.abc import Callable
from dataclasses import asdict

from ivr.dialogue.actions import Explain
from ivr.insight.past_calls import sentences_of
from ivr.records.model import Turn
from ivr.testing import Conversation
from ivr.understanding.labelled import Labelled

Call = Callable[..., Conversation]


def learnt(talk: Conversation, *said: str) -> list[Labelled]:
    """What a call with these turns teaches."""
    turns = []
    for number, text in enumerate(said, 1):
        before = talk.node
        explained = next(action for action in talk.say(text).actions if isinstance(action, Explain))
        heard = asdict(explained.interpretation) if explained.interpretation else {}
        turns.append(
            Turn("c", number, before, talk.node, "", {}, interpretation=heard, decision=asdict(explained.decision))
        )
    return sentences_of([turns], talk.flow)


def test_a_wish_that_was_done_and_not_taken_back_is_learnt(call: Call) -> None:
    """Numbers and yes are no wishes."""
    assert learnt(call(), "where is my order", "1234", "i want a refund", "broken", "yes") == [
        Labelled("where is my order", "track_order"),
        Labelled("i want a refund", "refund"),
    ]


def test_a_wish_that_was_confirmed_is_learnt(call: Call) -> None:
    """From the words that were asked back about."""
    assert learnt(call(), "mumble", "yes") == [Labelled("mumble", "track_order")]


def test_what_was_tried_before_is_what_was_meant(call: Call) -> None:
    """Refused and misunderstood words get the intent that came out in the end."""
    assert learnt(call(), "mumble", "no", "bananas", "i want a refund") == [
        Labelled("mumble", "refund"),
        Labelled("bananas", "refund"),
        Labelled("i want a refund", "refund"),
    ]


def test_what_was_named_and_taken_back_is_not_learnt_as_that(call: Call) -> None:
    """But as what came after."""
    assert learnt(call(), "murmur", "no", "i want a refund") == [
        Labelled("murmur", "refund"),
        Labelled("i want a refund", "refund"),
    ]


def test_who_goes_back_at_once_was_led_astray(call: Call) -> None:
    """The wish before it teaches nothing, unless something comes of it."""
    assert [one.intent for one in learnt(call(), "where is my order", "go back")] == ["go_back"]


def test_what_came_to_nothing_teaches_nothing(call: Call) -> None:
    """Nobody knows what they wanted."""
    assert learnt(call(), "bananas", "bananas") == []


def test_an_insult_teaches_nothing(call: Call) -> None:
    """Whatever was wanted after it."""
    assert learnt(call(), "you idiot", "i want a refund") == [Labelled("i want a refund", "refund")]
