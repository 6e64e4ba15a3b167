"""Turns that have no end, long noises, and nodes that stop trying sooner or later than the line."""

from collections.abc import Callable

import pytest

from ivr.call.exchange import NOISE_MS, Spoke, as_heard
from ivr.dialogue.events import Heard
from ivr.prompts.playback import HeardPrompt
from ivr.prompts.wording import house_wording
from ivr.speech.endpointer import EndedBy, Span
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]
EN = Language.ENGLISH


@pytest.mark.parametrize(
    ("text", "lasted_ms", "ended_by", "endless"),
    [
        ("where is", 20_000, EndedBy.MAX, True),
        ("", 20_000, EndedBy.MAX, True),
        ("", NOISE_MS, EndedBy.SILENCE, True),
        ("", NOISE_MS - 20, EndedBy.SILENCE, False),
        ("where is my order", NOISE_MS, EndedBy.SILENCE, False),
        ("where is my order", 900, EndedBy.COMPLETE, False),
    ],
)
def test_what_has_no_end(text: str, lasted_ms: int, ended_by: EndedBy, endless: bool) -> None:
    """A turn that the line had to end, and a sound without words that lasts."""
    spoke = Spoke(Transcript.typed(text, EN), Span(100, 100 + lasted_ms, ended_by), HeardPrompt(300, "Hello"), -20.0)

    assert Heard(spoke.transcript, -20.0, over_prompt=True, endless=endless) == as_heard(spoke)


@pytest.mark.parametrize("language", list(Language))
def test_a_caller_in_noise_is_told_kindly(call: Call, language: Language) -> None:
    """Each time in other words, and then as any other who is not understood."""
    talk = call(language)
    noise = Heard(Transcript("", language, 0.0), endless=True)
    wording = [text.replace("{ask}", "").strip() for text in house_wording(language)["noisy"]]

    assert [talk.tell(noise).said for _ in wording] == wording
    assert talk.tell(noise).said not in wording


@pytest.mark.parametrize(("language", "wish"), [(EN, "where is my order"), (Language.MANDARIN, "我的订单到哪了")])
def test_in_noise_the_open_question_is_asked_again(call: Call, language: Language, wish: str) -> None:
    """The caller knows what to say when it is quieter."""
    talk = call(language).say(wish)
    asked = talk.said

    assert talk.tell(Heard(Transcript("", language, 0.0), endless=True)).said.endswith(asked)


def test_an_endless_turn_that_is_understood_is_answered(call: Call) -> None:
    """Whoever has talked for 20 s and said what they want need not say it again."""
    heard = Heard(Transcript.typed("where is my order", EN), endless=True)

    assert call().tell(heard).node == "order"


def test_a_node_may_stop_trying_sooner(call: Call) -> None:
    """Its own limits go before the flow's; what it does not say is as there."""
    changes = {"    listen: {to: any}\n  order:": "    listen: {to: any}\n    limits: {no_match: 1}\n  order:"}
    patient, hasty = call(), call(EN, changes)

    assert patient.say("mumble mumble").transfer is None
    assert hasty.say("mumble mumble").transfer is not None
    assert call(EN, changes).silent().transfer is None


def test_what_a_node_says_of_patience_changes_nothing_else(call: Call) -> None:
    """Its `timing` has only what is different here."""
    changes = {"timing: {no_input_ms: 3000, end_silence_ms: 400, max_ms: 9000}": "timing: {unfinished_ms: 4000}"}
    talk = call(EN, changes)
    usual = talk.listen.patience
    here = talk.say("cancel my order").listen.patience

    assert (usual.unfinished_ms, here.unfinished_ms) == (2000, 4000)
    assert (usual.no_input_ms, usual.end_silence_ms, usual.max_ms) == (
        here.no_input_ms,
        here.end_silence_ms,
        here.max_ms,
    )
