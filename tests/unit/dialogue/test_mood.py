"""What the line does differently for a caller who sounds annoyed."""

from collections.abc import Callable

import pytest

from ivr.dialogue.phrasing import SHORT
from ivr.prompts.wording import house_wording, placeholders
from ivr.terms import Language, Temper
from ivr.testing import Conversation
from ivr.understanding.mood import Sign

Call = Callable[..., Conversation]

NONSENSE = {Language.ENGLISH: "purple elephants dance", Language.MANDARIN: "紫色大象跳舞"}
RANT = {Language.ENGLISH: "for the third time", Language.MANDARIN: "紫色大象跳舞太离谱了"}
PERSON = {Language.ENGLISH: "agent please", Language.MANDARIN: "转人工"}


def turns_until_a_person(talk: Conversation, said: str) -> int:
    """How often the caller has to say this until a person takes over."""
    for turn in range(1, 9):
        if talk.say(said).transfer:
            return turn
    raise AssertionError("no person came")


def test_an_annoyed_caller_gets_a_person_earlier(call: Call, language: Language) -> None:
    """With the same misunderstandings, from the same state."""
    calm, annoyed = (turns_until_a_person(call(language), said[language]) for said in (NONSENSE, RANT))

    assert annoyed < calm


def test_the_ticket_of_an_annoyed_caller_says_so_and_comes_earlier(call: Call, language: Language) -> None:
    """One step up, and the agent reads what it was read from."""
    calm = call(language).say(PERSON[language]).transfer
    annoyed = call(language).say(RANT[language], PERSON[language]).transfer
    assert calm
    assert annoyed

    assert (calm.priority, calm.mood) == ("normal", Temper.CALM)
    assert (annoyed.priority, annoyed.mood) == ("high", Temper.ANNOYED)
    told = {
        Language.ENGLISH: "The caller sounded annoyed: they said that they had said it before",
        Language.MANDARIN: "来电者听起来有些不耐烦：说受够了",
    }[language]
    assert told in annoyed.summary
    assert told not in calm.summary


@pytest.mark.parametrize("said", ["i want to complain", "i want to complain this is ridiculous"])
def test_a_low_priority_rises_one_step(call: Call, said: str) -> None:
    """From low to normal, and no further."""
    talk = call().say(said, "the driver was late")
    assert talk.transfer

    assert ("normal" if "ridiculous" in said else "low") == talk.transfer.priority


def test_an_annoyed_caller_is_told_less(call: Call, language: Language) -> None:
    """The short form of the same wording, where the house has one."""
    short = call(language).say(RANT[language]).said
    usual = call(language).say(NONSENSE[language]).said

    assert short == house_wording(language)["no_match_short"][0]
    assert len(short) < len(usual)


def test_a_flow_s_own_words_are_said_to_everybody(call: Call) -> None:
    """The house's short form is no short form of them."""
    own = {"nodes:\n  welcome": "wording: {no_match: Pardon?}\nnodes:\n  welcome"}

    assert call(changes=own).say("for the third time").said == "Pardon?"


def test_every_short_form_is_shorter(language: Language) -> None:
    """Than the longest of its wording, whatever is filled in; with no value that the wording does not have."""
    house = house_wording(language)
    shorts = {key: said for key, said in house.items() if key.removesuffix(SHORT) in house.keys() - {key}}

    assert len(shorts) == 8
    for key, said in shorts.items():
        assert max(map(len, said)) < max(map(len, house[key.removesuffix(SHORT)]))
        assert _values(said) <= _values(house[key.removesuffix(SHORT)])


def _values(variants: tuple[str, ...]) -> set[tuple[str, str]]:
    return {value for variant in variants for value in placeholders(variant)}


def test_a_mood_decides_no_intent(call: Call) -> None:
    """The same wish is understood, said angrily or not; the complaint stays a complaint."""
    for said in ("where is my parcel", "i want my money back", "i want to complain"):
        calm, angry = call().say(said), call().say("for the third time", said)

        assert calm.explained.decision.intent == angry.explained.decision.intent
        assert calm.node == angry.node


def test_the_decision_shows_the_mood(call: Call) -> None:
    """Its number, its signs, and a word in the reason."""
    explained = call().say("for the third time").explained

    assert (explained.mood.frustration, explained.mood.lately) == (0.45, (Sign.SAID_BEFORE,))
    assert explained.decision.reason.startswith("the caller sounds annoyed: ")


def test_a_call_that_goes_well_again_is_treated_like_any_other(call: Call) -> None:
    """The mood has faded by the time a person is asked for."""
    talk = call().say("for the third time where is my parcel", "1234", "where is my parcel", "agent")
    assert talk.transfer

    assert (talk.transfer.priority, talk.transfer.mood) == ("normal", Temper.CALM)


def test_a_caller_who_becomes_loud_gets_a_person_sooner(call: Call, language: Language) -> None:
    """In the same words; the agent reads why."""
    first, said = [{Language.ENGLISH: "repeat", Language.MANDARIN: "再说一遍"}[language]] * 2, [NONSENSE[language]] * 2
    loud = call(language).say(*first, level_dbfs=-30.0).say(*said, level_dbfs=-15.0).transfer
    calm = call(language).say(*first, level_dbfs=-30.0).say(*said, level_dbfs=-29.0).transfer
    assert loud

    assert calm is None
    assert {Language.ENGLISH: "became louder", Language.MANDARIN: "说话声音变大"}[language] in loud.summary


def test_words_inside_a_value_tell_no_mood(call: Call) -> None:
    """A book may be called so."""
    book = {"broken: [broken, damaged]": "broken: [the idiots, damaged]"}

    assert call(changes=book).say("refund", "the idiots").explained.mood.frustration == 0


def test_insults_are_no_way_to_the_front_of_the_queue(call: Call) -> None:
    """The agent is told of them, and that is all."""
    transfer = call().say("you idiot", "agent").transfer
    assert transfer

    assert (transfer.priority, transfer.mood) == ("normal", Temper.ANNOYED)
