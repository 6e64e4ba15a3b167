"""An answer with a question behind it: who leaves content got it, who goes on to a person or leaves before did not."""

from collections.abc import Callable

import pytest

from ivr.terms import Disposition, EndReason, Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

SURE = {Language.ENGLISH: "say: Shall I really cancel it?", Language.MANDARIN: "say: 确定要取消吗？"}
TOLD = {
    Language.ENGLISH: "say: You cancel it yourself, online. Does that help?",
    Language.MANDARIN: "say: 您可以自己在网上取消。这样可以吗？",
}
NOTHING = {
    Language.ENGLISH: ("say: There is no such order.", "say: There is no such order. Try again?"),
    Language.MANDARIN: ("say: 没有这个订单。", "say: 没有这个订单。再试一次吗？"),
}
CANCEL = {Language.ENGLISH: "cancel my order", Language.MANDARIN: "取消订单"}
YES = {Language.ENGLISH: "yes", Language.MANDARIN: "是的"}
NO = {Language.ENGLISH: "no", Language.MANDARIN: "不是"}
BYE = {Language.ENGLISH: "goodbye", Language.MANDARIN: "再见"}
WAYS = 'go: {"yes": cancelled, "no": anything_else, else: unclear}'
HELPED = 'go: {"yes": anything_else, "no": order, else: unclear}'


@pytest.fixture
def told(call: Call, language: Language) -> Conversation:
    """The line has answered, and asks whether that is enough: yes is all, no leads on to a number that is asked for."""
    changes = {SURE[language]: TOLD[language], WAYS: HELPED}
    return call(language, changes).say(CANCEL[language])


def outcome(talk: Conversation) -> tuple[Disposition, EndReason]:
    """How a call ended."""
    assert talk.end is not None
    return talk.end.disposition, talk.end.reason


def test_who_leaves_with_the_answer_got_it(told: Conversation) -> None:
    """By hanging up."""
    assert outcome(told.hang_up()) == (Disposition.CONTAINED, EndReason.HUNG_UP)


def test_who_says_goodbye_got_it(told: Conversation, language: Language) -> None:
    """Politely, too."""
    assert outcome(told.say(BYE[language])) == (Disposition.CONTAINED, EndReason.GOODBYE)


def test_who_says_that_it_helped_got_it(told: Conversation, language: Language) -> None:
    """Whatever becomes of the question whether there is anything else."""
    assert outcome(told.say(YES[language]).hang_up()) == (Disposition.CONTAINED, EndReason.HUNG_UP)


def test_whom_it_did_not_help_did_not(told: Conversation, language: Language) -> None:
    """They leave while the line tries something else."""
    assert outcome(told.say(NO[language]).hang_up()) == (Disposition.ABANDONED, EndReason.HUNG_UP)


def test_a_mere_question_is_no_answer(call: Call, language: Language) -> None:
    """The line wants to know something; the caller knows nothing yet."""
    talk = call(language).say(CANCEL[language])

    assert outcome(talk.hang_up()) == (Disposition.ABANDONED, EndReason.HUNG_UP)


def test_what_is_said_where_no_wish_led_is_no_answer(call: Call, language: Language) -> None:
    """A look-up that finds nothing says so, and asks what to do."""
    nothing, asks = NOTHING[language]
    changes = {
        nothing: f"{asks}\n    listen: {{to: any}}",
        "    forget: [number]\n    go: order\n": '    go: {"yes": order, "no": bye}\n',
    }
    where, number = ("where is my order", "9999") if language is Language.ENGLISH else ("我的订单到哪了", "九九九九")

    talk = call(language, changes).say(where, number)

    assert talk.node == "no_order"
    assert outcome(talk.hang_up()) == (Disposition.ABANDONED, EndReason.HUNG_UP)


def test_who_insults_the_line_was_not_content(told: Conversation, language: Language) -> None:
    """The line stops the call; nobody said that the answer was enough."""
    insult = "you idiot" if language is Language.ENGLISH else "你这个白痴"
    while told.end is None:
        told.say(insult)

    assert outcome(told) == (Disposition.ABANDONED, EndReason.ABUSE)
