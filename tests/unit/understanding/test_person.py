"""Who asks for a person, and who only speaks of one."""

from pathlib import Path

import pytest

from ivr.flow.loader import everywhere
from ivr.terms import Language
from ivr.understanding.person import AGENT, ONLY_LIKELY, SURE, asks_for_person, weigh, without_declined
from ivr.understanding.text import normalise

HERE = Path(__file__).parent


def sentences(name: str) -> list[str]:
    """The sentences of a file beside this test."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [normalise(line) for line in lines if line and not line.startswith("#")]


def test_the_rules_know_nearly_every_way_to_ask_for_a_person(language: Language) -> None:
    """By themselves; the classifier asks back about the rest."""
    asked = sentences(f"agent.{language}.txt")
    known = [asks_for_person(text) for text in asked]

    assert len(asked) >= 200
    assert sum(known) / len(known) >= 0.95
    assert sum(known[1::2]) / len(known[1::2]) >= 0.95


def test_who_speaks_of_a_person_asks_for_none(language: Language) -> None:
    """Complaints, opening hours, machines that are broken, and "no agent, please"."""
    spoken_of = sentences(f"not_agent.{language}.txt")

    assert len(spoken_of) >= 60
    assert sum(map(asks_for_person, spoken_of)) <= 1


def test_every_example_of_agent_asks_for_a_person_and_no_other_example_does(language: Language) -> None:
    """What the grammar listens for is what the rules know."""
    for intent, known in everywhere(language).items():
        for example in known.examples:
            assert (intent == AGENT) == asks_for_person(normalise(example)), example


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("i don't want to talk to an agent just track my parcel", "i just track my parcel"),
        ("no agent please just track my parcel", "just track my parcel"),
        ("不用转人工查一下快递", "查一下快递"),
        ("我不要人工客服", "我"),
        ("no agent", "no agent"),
        ("where is my parcel", "where is my parcel"),
    ],
)
def test_what_is_declined_is_taken_out(said: str, rest: str) -> None:
    """So that the rest is understood by itself; a bare "no, agent" declines nothing."""
    assert rest == without_declined(said)


def test_the_ranking_follows_the_rules() -> None:
    """Sure where a rule asks, gone where one declines, and at most likely where the classifier is alone."""
    ranked = (("agent", 0.8), ("refund", 0.2))

    assert weigh("get me a human", ranked) == (("agent", SURE), ("refund", 0.01))
    assert weigh("i don't want an agent", ranked) == (("refund", 0.2),)
    assert weigh("a person is standing here", ranked) == (("agent", ONLY_LIKELY), ("refund", 0.2))
    assert weigh("i want 人工", ()) == (("agent", SURE),)
