"""Calls that come to nothing: insults, nonsense; ended politely or given to a person."""

from collections.abc import Callable

import pytest

from ivr.dialogue.actions import EndCall
from ivr.dialogue.policy import Kind
from ivr.prompts.wording import house_wording
from ivr.terms import Disposition, EndReason, Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

INSULTS = {
    Language.ENGLISH: ("you idiot", "fuck you", "stupid machine"),
    Language.MANDARIN: ("你这个白痴", "滚", "你们就是一群废物"),
}
WISH = {Language.ENGLISH: "where is my order you idiot", Language.MANDARIN: "你这个白痴我的订单到哪了"}
AGENT = {Language.ENGLISH: "i want to talk to an agent", Language.MANDARIN: "转人工"}
NONSENSE = {
    Language.ENGLISH: ("blah blah blah", "la la la la", "mommy look a doggy"),
    Language.MANDARIN: ("喵喵喵", "咕噜咕噜", "爸爸抱抱"),
}
PERSON = {Language.ENGLISH: "agent", Language.MANDARIN: "人工"}


def limits(said: str) -> dict[str, str]:
    """A change of the shop: its limits."""
    return {"intents:": f"limits: {{{said}}}\nintents:"}


# --- insults ---


def test_insults_are_warned_of_twice_and_end_the_call(call: Call, language: Language) -> None:
    """In other words each time, with the way to a person; the last sentence says why and how to come back."""
    talk, house = call(language), house_wording(language)
    first, second, third = INSULTS[language]
    said = [talk.say(first).said, talk.say(second).said]
    assert said == list(house["abuse_warning"][:2])
    assert talk.listens

    talk.say(third)
    assert talk.said == house["abuse_end"][0]
    assert talk.end == EndCall(Disposition.ABANDONED, EndReason.ABUSE)
    assert talk.transfer is None


@pytest.mark.parametrize("key", ["abuse_warning", "abuse_end", "nonsense_end"])
def test_whoever_is_warned_or_dismissed_is_told_how_to_reach_a_person(language: Language, key: str) -> None:
    """In every wording."""
    assert all(PERSON[language] in said for said in house_wording(language)[key])


def test_a_flow_may_give_whoever_insults_it_to_a_person(call: Call, language: Language) -> None:
    """With the reason, and before nobody else."""
    talk = call(language, limits("abuse: 2, on_abuse: hand_over")).say(*INSULTS[language][:2])

    assert talk.transfer is not None
    reason = {Language.ENGLISH: "the caller kept insulting the line", Language.MANDARIN: "来电者一直在骂人"}
    assert (talk.transfer.reason, talk.transfer.priority) == (reason[language], "normal")


@pytest.mark.parametrize("most", [1, 2, 3, 4])
def test_the_flow_says_how_many_insults_are_too_many(call: Call, most: int) -> None:
    """Not one turn earlier."""
    talk = call(changes=limits(f"abuse: {most}")).say(*["you idiot"] * (most - 1))
    assert talk.listens

    assert talk.say("you idiot").end == EndCall(Disposition.ABANDONED, EndReason.ABUSE)


def test_a_wish_that_is_said_rudely_is_served(call: Call, language: Language) -> None:
    """And counts as no insult."""
    talk = call(language).say(*INSULTS[language][:2]).say(WISH[language])

    assert talk.node == "order"
    assert talk.say("1234").listens


def test_a_person_is_one_sentence_away_after_any_insult(call: Call, language: Language) -> None:
    """At an open question and in the middle of a number."""
    for before in ([], [WISH[language]]):
        talk = call(language).say(*before, *INSULTS[language][:2], AGENT[language])

        assert talk.transfer is not None
        assert talk.transfer.priority == "normal"


def test_an_insult_leaves_the_question_open(call: Call) -> None:
    """Which is asked again after the warning; and it counts as no misunderstanding."""
    talk = call(changes=limits("no_match: 2")).say("where is my order", "fuck you")
    assert talk.said.startswith("I would like to help you, but please do not insult us.")
    assert talk.said.endswith("What is your four digit order number?")

    assert talk.say("bananas").listens
    assert talk.say("1234").said.startswith("Order ")


def test_an_insult_is_neither_yes_nor_a_story(call: Call) -> None:
    """你是傻逼 holds 是, and a free text takes all words, but neither was meant."""
    talk = call(Language.MANDARIN).say("取消订单", "你是傻逼")
    assert talk.node == "sure"
    assert Kind.REPROMPT is talk.explained.decision.kind

    talk = call().say("i want to complain", "you idiot")
    assert (talk.node, talk.listens) == ("story", True)


def test_a_call_that_gave_what_was_asked_for_stays_contained(call: Call) -> None:
    """Whatever was said afterwards."""
    talk = call().say("where is my order", "1234", "you idiot", "you idiot", "you idiot")

    assert talk.end == EndCall(Disposition.CONTAINED, EndReason.ABUSE)


def test_the_words_that_an_author_expects_are_no_insult(call: Call) -> None:
    """A book may be called so."""
    book = {"broken: [broken, damaged]": "broken: [the idiot, damaged]"}
    talk = call(changes=book).say("refund", "the idiot")

    assert talk.said == "I heard the idiot. Is that right?"

    rude = {"examples: [i want to complain, ": "examples: [you are idiots, i want to complain, "}
    assert call(changes=rude).say("you are idiots").node == "story"


# --- nonsense ---


def test_nonsense_gets_a_person_unless_the_flow_says_otherwise(call: Call, language: Language) -> None:
    """It may be the line's fault."""
    talk = call(language).say(*NONSENSE[language])

    assert talk.transfer is not None
    assert talk.transfer.priority == "high"


def test_a_flow_may_end_calls_in_which_nothing_made_sense(call: Call, language: Language) -> None:
    """Politely, and with the way to a person."""
    talk = call(language, limits("on_nonsense: end")).say(*NONSENSE[language])

    assert talk.said == house_wording(language)["nonsense_end"][0]
    assert talk.end == EndCall(Disposition.ABANDONED, EndReason.NONSENSE)


@pytest.mark.parametrize("sense", ["where is my order", "mumble", "toss", "help", "1234", "yes", "no"])
def test_whoever_has_said_anything_of_use_gets_a_person(call: Call, sense: str) -> None:
    """A wish, half a wish, a command, a number, an answer to nothing."""
    talk = call(changes=limits("on_nonsense: end")).say(sense)
    while talk.listens:
        talk.say("goo goo")

    assert talk.transfer is not None


def test_a_person_is_one_sentence_away_after_any_nonsense(call: Call, language: Language) -> None:
    """In the last turn, too."""
    talk = call(language, limits("on_nonsense: end")).say(*NONSENSE[language][:2], AGENT[language])

    assert talk.transfer is not None


def test_sounds_without_words_are_no_nonsense(call: Call) -> None:
    """Somebody may be there whom the line cannot hear."""
    talk = call(changes=limits("on_nonsense: end")).say("", "", "")

    assert talk.transfer is not None
