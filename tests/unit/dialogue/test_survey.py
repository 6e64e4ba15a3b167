"""A survey on the way out: asked once, answered or not, and never a reason for anything to fail."""

from collections.abc import Callable

import pytest

from ivr.dialogue.actions import Explain, NoteAnswer
from ivr.dialogue.policy import Kind
from ivr.terms import Disposition, EndReason, Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

ASK = {Language.ENGLISH: "From one to five, how was this call?", Language.MANDARIN: "从一到五，您给这通电话打几分？"}
THANKS = {Language.ENGLISH: "Thank you.", Language.MANDARIN: "多谢您。"}
BYE = {Language.ENGLISH: "Goodbye.", Language.MANDARIN: "再见。"}
SKIPPED = {Language.ENGLISH: "That is all right.", Language.MANDARIN: "没关系。"}
TRACKED = {Language.ENGLISH: ("where is my order", "1234"), Language.MANDARIN: ("我的订单到哪了", "一二三四")}
NO = {Language.ENGLISH: "no", Language.MANDARIN: "没有"}


def rated(language: Language = Language.ENGLISH, more: str = "") -> dict[str, str]:
    """Changes with which the shop asks whoever leaves for a rating."""
    ask, thanks = ASK[language], THANKS[language]
    return {
        "lookups:\n": f"  rating: {{type: number, min: 1, max: 5, confirm: always, ask: '{ask}'}}\nlookups:\n",
        '{"no": bye}': '{"no": rate}',
        "  bye:\n": f"  rate:\n    survey: {{slot: rating, thanks: {thanks}}}\n{more}    go: bye\n  bye:\n",
    }


def last(way: str) -> dict[str, str]:
    """Changes with which the survey is the last node but for those in its `way`, and thanks are the house's."""
    node = f"  rate: {{survey: {{slot: rating}}, {way}}}\n"
    return {key: new for key, new in rated().items() if key != "  bye:\n"} | {
        "  bye:\n    say: Goodbye.\n    end: true\n": node
    }


def asked(call: Call, language: Language = Language.ENGLISH, more: str = "") -> Conversation:
    """A caller who has been answered and is asked for a rating."""
    talk = call(language, rated(language, more)).say(*TRACKED[language], NO[language])
    assert talk.said == ASK[language]
    return talk


def answers(talk: Conversation) -> list[str]:
    """What went on record, turn by turn."""
    return [action.answer for action in talk.history if isinstance(action, NoteAnswer)]


def ending(talk: Conversation) -> tuple[Disposition, EndReason] | None:
    """How the call ended."""
    return (talk.end.disposition, talk.end.reason) if talk.end else None


CONTAINED = (Disposition.CONTAINED, EndReason.GOODBYE)


@pytest.mark.parametrize(
    ("language", "said", "rating"),
    [
        (Language.ENGLISH, "five", "5"),
        (Language.ENGLISH, "i would say a three", "3"),
        (Language.MANDARIN, "五分", "5"),
        (Language.MANDARIN, "打三分吧", "3"),
    ],
)
def test_an_answer_is_kept_as_it_was_heard(call: Call, language: Language, said: str, rating: str) -> None:
    """Not read back, whatever its slot says: nobody is kept on the line for it."""
    talk = asked(call, language).say(said)

    assert answers(talk) == [rating]
    assert talk.said.startswith(THANKS[language])
    assert talk.said.endswith(BYE[language])
    assert ending(talk) == CONTAINED


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ENGLISH, "no thanks"),
        (Language.ENGLISH, "no"),
        (Language.ENGLISH, "goodbye"),
        (Language.ENGLISH, "what a lovely day"),
        (Language.ENGLISH, "eleven"),
        (Language.ENGLISH, "you idiot"),
        (Language.MANDARIN, "不用了"),
        (Language.MANDARIN, "不要"),
        (Language.MANDARIN, "再见"),
        (Language.MANDARIN, "今天天气真好"),
        (Language.MANDARIN, "十一"),
        (Language.MANDARIN, ""),
    ],
)
def test_whoever_does_not_answer_is_let_go(call: Call, language: Language, said: str) -> None:
    """Kindly, and not asked again; it is no failure, no insult, and changes nothing about how the call ended."""
    talk = asked(call, language).say(said)

    assert answers(talk) == [""]
    assert talk.said.startswith(SKIPPED[language])
    assert talk.said.endswith(BYE[language])
    assert ending(talk) == CONTAINED
    kinds = [action.decision.kind for action in talk.actions if isinstance(action, Explain)]
    assert Kind.REPROMPT not in kinds


def test_silence_is_an_answer_too(call: Call, language: Language) -> None:
    """The line goes on at once."""
    talk = asked(call, language).silent()

    assert talk.said.startswith(SKIPPED[language])
    assert (answers(talk), ending(talk)) == ([""], CONTAINED)
    assert talk.explained.decision.kind is Kind.GO_ON


@pytest.mark.parametrize(
    ("language", "said"), [(Language.ENGLISH, "agent please"), (Language.MANDARIN, "我要找人工客服")]
)
def test_a_person_is_one_sentence_away(call: Call, language: Language, said: str) -> None:
    """Here as everywhere."""
    talk = asked(call, language).say(said)

    assert talk.transfer
    assert talk.transfer.queue == "general"
    assert answers(talk) == []


def test_a_new_wish_is_followed_and_nobody_is_asked_twice(call: Call) -> None:
    """The caller comes to the survey again, and past it."""
    talk = asked(call).say("i want a refund", "broken", "yes")
    assert talk.node == "anything_else"

    talk.say("no")
    assert (talk.said, ending(talk)) == ("Goodbye.", CONTAINED)


def test_a_question_that_is_not_answered_can_be_heard_again(call: Call) -> None:
    """If the caller wants to."""
    talk = asked(call).say("say that again")
    assert talk.said == ASK[Language.ENGLISH]
    assert answers(talk.say("four")) == ["4"]


def test_the_answer_may_decide_where_the_call_goes(call: Call) -> None:
    """A branch at the same node looks at it; without an answer none is taken."""
    sorry = "    branch: [{value: slot.rating, below: 3, go: story}]\n"

    assert asked(call, more=sorry).say("two").said == "Thank you. What happened?"
    assert asked(call, more=sorry).say("four").said == "Thank you. Goodbye."
    assert asked(call, more=sorry).say("no thanks").said == "That is all right. Goodbye."


def test_thanks_may_be_left_to_the_house(call: Call) -> None:
    """With its own wording."""
    talk = call(changes=last("say: See you., end: true")).say(*TRACKED[Language.ENGLISH], "no", "one")

    assert talk.said == "Thank you for telling me. See you."
    assert ending(talk) == CONTAINED


@pytest.mark.parametrize("way", ["go: bye}\n  bye: {say: Bye., end: true", "end: true"])
def test_whoever_hangs_up_on_a_survey_had_what_they_would_have_had_without_it(call: Call, way: str) -> None:
    """Nothing was asked for, and the flow had come to its end."""
    without = call().say("cancel my order", "no", "no")
    talk = call(changes=last(way)).say("cancel my order", "no", "no")
    assert talk.said == ASK[Language.ENGLISH]

    talk.hang_up()
    assert without.end
    assert talk.end
    assert (talk.end.disposition, talk.end.reason) == (without.end.disposition, EndReason.HUNG_UP)


def test_wishes_that_are_still_open_come_first(call: Call) -> None:
    """A caller who said two things at once is not asked between them."""
    changes = rated() | {
        "    say: It is cancelled. Goodbye.\n    end: true\n": ("    say: It is cancelled.\n    go: rate\n")
    }
    talk = call(changes=changes).say("cancel my order and i want a refund", "yes")

    assert ASK[Language.ENGLISH] not in talk.said
    assert talk.said.endswith("Is it broken or the wrong size?")
