"""Every way to ask for a person reaches one, whatever was asked; who only speaks of persons goes to none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ivr import app
from ivr.dialogue.policy import Kind
from ivr.settings import read_settings
from ivr.terms import Language
from ivr.testing import Conversation

SENTENCES = Path(__file__).parents[1] / "unit" / "understanding"

REASON = {Language.ENGLISH: "the caller asked for a person", Language.MANDARIN: "来电者要找人工"}

YES = {Language.ENGLISH: "yes", Language.MANDARIN: "是的"}

ASKED = {
    "confirm intent": {Language.ENGLISH: ["mumble"], Language.MANDARIN: ["mumble"]},
    "choose": {Language.ENGLISH: ["toss"], Language.MANDARIN: ["toss"]},
    "digits": {Language.ENGLISH: ["where is my order"], Language.MANDARIN: ["我的订单到哪了"]},
    "choice": {Language.ENGLISH: ["i want a refund"], Language.MANDARIN: ["我要退款"]},
    "free text": {Language.ENGLISH: ["i want to complain"], Language.MANDARIN: ["我要投诉"]},
    "confirm slot": {Language.ENGLISH: ["i want a refund", "broken"], Language.MANDARIN: ["我要退款", "坏了"]},
    "yes or no": {Language.ENGLISH: ["cancel my order"], Language.MANDARIN: ["取消订单"]},
}
"""How to get to each kind of question in the small shop."""

SAMPLE = 40

Line = Callable[[], Conversation]


def sentences(name: str) -> list[str]:
    """The sentences of a file, without its remarks."""
    return [line for line in (SENTENCES / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module", params=Language)
def retail(request: pytest.FixtureRequest) -> tuple[Language, Line]:
    """The retail line in each language, with calls that have just begun."""
    loaded = app.open_flow(f"retail.{request.param}", read_settings())
    interpreter = app.interpreter_for(loaded.flow)
    return request.param, lambda: Conversation(loaded.flow, interpreter).start()


def reaches_a_person(talk: Conversation, said: str) -> bool:
    """Whether this leads to a person because the caller wants one: at once, or after one confirmation."""
    talk.say(said)
    decision = talk.explained.decision
    if talk.transfer is None and decision.kind is Kind.CONFIRM and decision.intent == "agent":
        talk.say(YES[talk.flow.language])
    return talk.transfer is not None and talk.transfer.reason == REASON[talk.flow.language]


def test_every_way_to_ask_for_a_person_reaches_one(retail: tuple[Language, Line]) -> None:
    """At an open question, for sentences that the rules were written with and for those they were not."""
    language, line = retail
    asked = sentences(f"agent.{language}.txt")
    in_vain = [said for said in asked if not reaches_a_person(line(), said)]

    assert in_vain == []


def test_who_only_speaks_of_persons_is_put_through_to_none(retail: tuple[Language, Line]) -> None:
    """Not at once; few are even asked back."""
    language, line = retail
    spoken_of = sentences(f"not_agent.{language}.txt")
    talks = [line().say(said) for said in spoken_of]
    put_through = [talk.transfer is not None and talk.transfer.reason == REASON[language] for talk in talks]
    asked_back = [talk.explained.decision.intent == "agent" for talk in talks]

    assert sum(put_through) <= 1
    assert sum(asked_back) / len(talks) <= 0.13


@pytest.mark.parametrize("question", ASKED)
def test_a_person_is_reached_from_every_question(
    call: Callable[..., Conversation], language: Language, question: str
) -> None:
    """Forty ways at each."""
    asked = sentences(f"agent.{language}.txt")
    sample = asked[:: len(asked) // SAMPLE][:SAMPLE]
    in_vain = [said for said in sample if not reaches_a_person(call(language).say(*ASKED[question][language]), said)]

    assert len(sample) == SAMPLE
    assert in_vain == []
