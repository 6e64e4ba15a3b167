"""The caller is called back: on a number that is read back, by somebody who has the whole story."""

from collections.abc import Callable

import pytest

from ivr.dialogue.actions import Play, TransferTo
from ivr.terms import Disposition, EndReason, Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

ASK = {Language.ENGLISH: "What is your phone number?", Language.MANDARIN: "请说您的电话号码。"}
STORY = {Language.ENGLISH: "I pass that on.", Language.MANDARIN: "我帮您转过去。"}
COMPLAIN = {Language.ENGLISH: "i want to complain", Language.MANDARIN: "我要投诉"}
COUNTRY = {Language.ENGLISH: "US", Language.MANDARIN: "CN"}
NUMBER = {
    Language.ENGLISH: ("four one five five five five two six seven one", "+14155552671", "4 1 5, 5 5 5, 2 6 7 1"),
    Language.MANDARIN: ("幺三八一二三四五六七八", "+8613812345678", "一三八，一二三四，五六七八"),
}


def calling_back(language: Language) -> dict[str, str]:
    """Changes with which a complaint is called back about."""
    ask, country = ASK[language], COUNTRY[language]
    return {
        "lookups:\n": f"  phone: {{type: phone, country: {country}, ask: {ask}, confirm: always}}\nlookups:\n",
        "    collect: [story]\n": "    collect: [phone]\n",
        f"transfer: {{queue: complaints, priority: low, skills: [patience], say: {STORY[language]}}}": (
            "callback: {queue: complaints, skills: [patience], number: phone}"
        ),
    }


def test_a_number_is_asked_for_and_a_ticket_written(call: Call, language: Language) -> None:
    """The caller hears that they will be called back, and on which number."""
    said, number, read = NUMBER[language]
    talk = call(language, calling_back(language)).say(COMPLAIN[language])
    assert talk.said == ASK[language]

    talk.say(said)
    assert talk.transfer is None
    talk.say("yes" if language is Language.ENGLISH else "是的")

    assert talk.transfer
    assert (talk.transfer.queue, talk.transfer.number) == ("complaints", number)
    assert read in talk.said
    assert talk.end
    assert (talk.end.disposition, talk.end.reason) == (Disposition.TRANSFERRED, EndReason.HANDED_OVER)


@pytest.mark.parametrize("asked", ["agent", "person please"])
def test_who_wants_a_person_instead_waits_for_one(call: Call, asked: str) -> None:
    """There is no number to call, and none is promised."""
    talk = call(changes=calling_back(Language.ENGLISH)).say("i want to complain", asked)

    assert talk.transfer
    assert (talk.transfer.queue, talk.transfer.number) == ("general", "")
    assert "call you back" not in talk.said


def test_no_number_is_called_that_was_not_told(call: Call, language: Language) -> None:
    """Whoever comes to the callback without one is asked for it."""
    before = {"    collect: [story]\n": "    collect: [phone]\n    go: noted\n  noted:\n"}
    talk = call(language, calling_back(language) | before)

    actions = talk.dialogue.jump("noted")

    assert next(one.text for one in actions if isinstance(one, Play)) == ASK[language]
    assert not any(isinstance(one, TransferTo) for one in actions)
