"""What an agent gets with a caller: nothing has to be asked again, in either language."""

from collections.abc import Callable

import pytest

from ivr.dialogue.actions import TransferTo
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import Heard, LookupReturned
from ivr.flow.loader import LoadedFlow
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]
EN, ZH = Language.ENGLISH, Language.MANDARIN
TRACKED = {EN: ("where is my order", "1234", "agent"), ZH: ("我的订单到哪了", "一二三四", "人工")}


def transfer(talk: Conversation) -> TransferTo:
    """The hand-over of a call."""
    assert talk.transfer is not None
    return talk.transfer


@pytest.mark.parametrize("language", [EN, ZH])
def test_the_story_is_told_in_both_languages(call: Call, language: Language) -> None:
    """With the names of the flow, where the line has no other."""
    handed = transfer(call(language).say(*TRACKED[language]))
    other = ZH if language is EN else EN

    assert handed.summaries[language] == handed.summary
    assert set(handed.summaries) == {EN, ZH}
    assert "1234" in handed.summaries[other]
    assert {EN: "Transferred because the caller asked for a person.", ZH: "转接原因：来电者要找人工。"}[
        other
    ] in handed.summaries[other]


@pytest.mark.parametrize("language", [EN, ZH])
def test_a_line_in_two_languages_tells_it_in_the_names_of_each(call: Call, language: Language) -> None:
    """What the caller wants is said as the other flow says it."""
    models = {one: call(one) for one in Language}
    other = ZH if language is EN else EN
    talk = models[language]
    talk.dialogue = Dialogue(talk.flow, talk.interpreter, [one.flow for one in models.values()])
    talk.start().say(*TRACKED[language])

    assert models[other].flow.intents["track_order"].means in transfer(talk).summaries[other]


@pytest.mark.parametrize(
    ("language", "found", "missed"),
    [(EN, "looked up 1234 in orders", "did not understand the caller, times: 1"), (ZH, "1234", "没听懂来电者1次")],
)
def test_what_was_tried_is_told(call: Call, language: Language, found: str, missed: str) -> None:
    """Looked up, and not understood."""
    talk = call(language)
    talk.say({EN: "purple elephants dance", ZH: "紫色的大象在跳舞"}[language], *TRACKED[language])
    tried = transfer(talk).tried

    assert any(found in one for one in tried)
    assert missed in tried


def test_a_look_up_that_fails_is_told(call: Call) -> None:
    """The agent need not try the same."""
    talk = call(EN)
    talk.dialogue.handle(Heard(Transcript("where is my order", EN, 1.0)))
    talk.dialogue.handle(Heard(Transcript("1234", EN, 1.0)))
    actions = talk.dialogue.handle(LookupReturned(failed=True))
    handed = next(one for one in actions if isinstance(one, TransferTo))

    assert handed.tried == ("looking up 1234 in orders failed",)


def test_the_same_caller_is_known_by_the_same_word(call: Call) -> None:
    """By the slot that the flow names; the word does not tell its value."""
    changes = {"when_done: anything_else\n": "when_done: anything_else\ncaller: number\n"}
    one, again = (transfer(call(EN, changes).say(*TRACKED[EN])) for _ in range(2))

    assert one.caller == again.caller != ""
    assert "1234" not in one.caller
    assert transfer(call(EN).say(*TRACKED[EN])).caller == "", "an order number is nobody's"


def test_a_caller_slot_that_is_not_there_is_refused(
    load: Callable[[str], LoadedFlow], problems: Callable[[str], list[object]], smallest: str
) -> None:
    """With its place."""
    found = problems(smallest.replace("start: ask\n", "start: ask\ncaller: customer\n"))
    assert [getattr(one, "code", "") for one in found] == ["no-such-slot"]
