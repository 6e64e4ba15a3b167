"""No caller hears the very same words twice in a row, unless they ask for them."""

from collections.abc import Callable

import pytest

from ivr.terms import Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

ASK = {Language.ENGLISH: "What is your four digit order number?", Language.MANDARIN: "请说您的四位订单号。"}
OTHER = {Language.ENGLISH: "Which order is it?", Language.MANDARIN: "是哪个订单？"}
TRACK = {Language.ENGLISH: "where is my order", Language.MANDARIN: "我的订单到哪了"}
NOT_THERE = {Language.ENGLISH: "9999", Language.MANDARIN: "九九九九"}
ONCE_MORE = {Language.ENGLISH: "Once more: ", Language.MANDARIN: "再说一次，"}
REPEAT = {Language.ENGLISH: "say that again", Language.MANDARIN: "请再说一遍"}


def test_each_variant_of_a_question_is_asked_before_any_is_again(call: Call, language: Language) -> None:
    """Also where a node that cannot go on asks for the slot anew."""
    changes = {f"ask: {ASK[language]}": f"ask: [{ASK[language]}, {OTHER[language]}]"}
    talk = call(language, changes).say(TRACK[language])
    assert talk.said == ASK[language]

    assert talk.say(NOT_THERE[language]).said.endswith(OTHER[language])
    assert talk.say(NOT_THERE[language]).said.endswith(ASK[language])


def test_a_reprompt_takes_the_next_variant(call: Call) -> None:
    """Beside the words in which it asks again."""
    ask, other = ASK[Language.ENGLISH], OTHER[Language.ENGLISH]
    talk = call(changes={f"ask: {ask}": f"ask: [{ask}, {other}]"}).say("where is my order").silent()

    assert other in talk.said
    assert ask not in talk.said


def test_what_would_be_said_again_is_said_to_be_said_again(call: Call, language: Language) -> None:
    """Where nothing else is left to say; the caller knows that they were heard."""
    talk = call(language).say(TRACK[language], NOT_THERE[language])
    before = talk.said
    talk.say(NOT_THERE[language])
    assert talk.said == ONCE_MORE[language] + before

    again = talk.said
    assert talk.say(REPEAT[language]).said == again


@pytest.mark.parametrize("said", ["go back", "what can i say"])
def test_commands_have_other_words_too(call: Call, said: str) -> None:
    """Whatever the caller does, the line does not answer twice with the same."""
    talk = call().say(said)
    before = talk.said
    assert talk.say(said).said != before
