"""The recogniser's other hypotheses: one that fits wins over a first that does not, and over none that does."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ivr.dialogue.events import Heard
from ivr.dialogue.policy import Kind
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

SAID = {
    Language.ENGLISH: {
        "track": "where is my order", "refund": "i want a refund", "1234": "one two three four", "123": "one two three",
        "5678": "five six seven eight", "yes": "yes", "noise": "guess", "broken": "broken",
    },
    Language.MANDARIN: {
        "track": "我的订单到哪了", "refund": "我要退款", "1234": "一二三四", "123": "一二三", "5678": "五六七八",
        "yes": "是的", "noise": "香蕉", "broken": "坏了",
    },
}  # fmt: skip

SURE = {
    Language.ENGLISH: "I heard 1 2 3 4. Is that right?",
    Language.MANDARIN: "我听到的是一二三四，对吗？",
}


@pytest.fixture
def talk(call: Call, language: Language) -> Conversation:
    """A call in each language."""
    return call(language)


def hear(talk: Conversation, *hypotheses: tuple[str, float]) -> Conversation:
    """The caller says something that the recogniser hears in several ways."""
    language = talk.flow.language
    first, *others = [
        Transcript(SAID[language].get(text, text), language, sure, share=sure) for text, sure in hypotheses
    ]
    return talk.tell(Heard(replace(first, alternatives=tuple(others))))


def reason(talk: Conversation) -> str:
    """Why the line did what it did."""
    return talk.explained.decision.reason


def test_a_value_of_the_right_length_wins_over_one_that_is_too_short(talk: Conversation) -> None:
    """The caller is not asked for a number that was heard."""
    hear(talk, ("track", 1.0))
    hear(talk, ("123", 0.7), ("noise", 0.6), ("1234", 0.65))

    assert talk.node == "anything_else"
    assert reason(talk) == "the third of three hypotheses fits: a good number was heard"


def test_a_doubtful_one_is_read_back_before_it_is_taken(talk: Conversation) -> None:
    """Its value is no surer than the hypothesis it stands in."""
    hear(talk, ("track", 1.0))
    hear(talk, ("123", 0.9), ("1234", 0.15))

    assert SURE[talk.flow.language] in talk.said
    assert talk.say(SAID[talk.flow.language]["yes"]).node == "anything_else"


def test_one_that_was_hardly_heard_does_not_win(talk: Conversation) -> None:
    """Then asking again is cheaper than reading a guess back."""
    hear(talk, ("track", 1.0))
    hear(talk, ("123", 0.9), ("1234", 0.05))

    assert talk.explained.decision.kind is Kind.REPROMPT


def test_a_first_one_that_fits_stands(talk: Conversation) -> None:
    """Even over one that was heard better."""
    hear(talk, ("track", 1.0))
    hear(talk, ("1234", 0.7), ("noise", 0.9), ("123", 0.9))

    assert talk.node == "anything_else"
    assert reason(talk) == "a good number was heard"


def test_two_good_values_heard_about_as_well_are_read_back(talk: Conversation) -> None:
    """The likelier one; "no" asks again."""
    hear(talk, ("track", 1.0))
    hear(talk, ("1234", 0.8), ("5678", 0.75))

    assert SURE[talk.flow.language] in talk.said


def test_a_rival_that_was_heard_much_worse_is_none(talk: Conversation) -> None:
    """The value is taken."""
    hear(talk, ("track", 1.0))
    hear(talk, ("1234", 0.9), ("5678", 0.2))

    assert talk.node == "anything_else"


def test_yes_or_no_wins_where_that_was_asked(talk: Conversation) -> None:
    """To a value that was read back."""
    hear(talk, ("refund", 1.0))
    hear(talk, ("broken", 1.0))
    hear(talk, ("noise", 0.6), ("yes", 0.5))

    assert talk.node == "anything_else"
    assert reason(talk) == "the second of two hypotheses fits: the caller said yes"


def test_an_intent_that_fits_wins_over_words_that_mean_nothing(talk: Conversation) -> None:
    """Words that nobody says here were likely not said."""
    hear(talk, ("noise", 0.6), ("track", 0.6))

    assert talk.explained.decision.intent == "track_order"
    assert talk.explained.decision.acts
    assert reason(talk).startswith("the second of two hypotheses fits: track_order at ")


def test_intents_of_hypotheses_that_disagree_are_weighed(talk: Conversation) -> None:
    """None is clear, so the caller is offered those that several hypotheses speak for."""
    hear(talk, ("mumble", 0.6), ("mutter", 0.6))

    assert set(talk.explained.decision.alternatives) == {"track_order", "refund"}
    assert reason(talk).startswith("two hypotheses weighed: ")


def test_a_clear_first_intent_is_not_weighed_against_others(talk: Conversation) -> None:
    """Whatever they say."""
    hear(talk, ("track", 0.9), ("refund", 0.9), ("refund", 0.9))

    assert talk.explained.decision.intent == "track_order"
    assert reason(talk).startswith("track_order at ")


def test_an_intent_that_leads_nowhere_from_here_does_not_win(call: Call) -> None:
    """The question lists what may be said."""
    talk = call().say("cancel my order")
    hear(talk, ("bananas", 0.6), ("i want to complain", 0.9))

    assert talk.node == "unclear"


def test_a_sound_without_words_may_have_been_one_with(talk: Conversation) -> None:
    """The first hypothesis may be empty."""
    hear(talk, ("", 0.0), ("track", 0.7))

    assert talk.explained.decision.intent == "track_order"


def test_what_the_caller_said_is_what_was_taken(talk: Conversation) -> None:
    """The interpretation tells which hypothesis it is of."""
    hear(talk, ("noise", 0.6), ("track", 0.6))

    heard = talk.explained.interpretation
    assert heard is not None
    assert (heard.text, heard.hypothesis, heard.hypotheses) == (SAID[talk.flow.language]["track"], 2, 2)
    assert talk.dialogue._state.said == [heard.text]


def test_a_recogniser_without_alternatives_changes_nothing(talk: Conversation) -> None:
    """As when somebody types."""
    talk.say("bananas")

    assert talk.explained.interpretation is not None
    assert (talk.explained.interpretation.hypothesis, talk.explained.interpretation.hypotheses) == (1, 1)
