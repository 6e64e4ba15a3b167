"""Answers of the line's own knowledge, on the agent's desk."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from ivr.app import find_flow
from ivr.console.factory import create_app
from ivr.console.parts import Parts
from ivr.console.rights import Role
from ivr.console.suggestions import MOST, Suggestions
from ivr.flow.loader import load_flow
from ivr.handoff.ticket import Remark
from ivr.settings import Settings
from ivr.terms import Language
from tests.unit.console.conftest import SignedIn
from tests.unit.console.desk_scene import EVIL, press, story

EN, ZH = Language.ENGLISH, Language.MANDARIN
TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def suggestions() -> Suggestions:
    """What the sample line of a shop answers, in both languages."""
    settings = Settings()
    return Suggestions(load_flow(find_flow(f"retail.{language}", settings)).flow for language in Language)


def said(*texts: str, who: str = "caller") -> tuple[Remark, ...]:
    """A call in which this was said."""
    return tuple(Remark(who, at, text) for at, text in enumerate(texts))


@pytest.mark.parametrize(
    ("language", "asked", "answer"),
    [(EN, "how much is the shipping please", "four dollars"), (ZH, "请问运费多少钱", "运费六元")],
)
def test_what_the_caller_asked_is_answered(
    suggestions: Suggestions, language: Language, asked: str, answer: str
) -> None:
    """Also when they have said something else since; with the author's source."""
    found = suggestions(story(language=language, transcript=said(asked, "agent", "yes")), TODAY)

    assert answer in found[0].answer
    assert found[0].source
    assert len(found) <= MOST


@pytest.mark.parametrize(
    ("language", "transcript"),
    [
        (EN, said("my cat has eaten the router")),
        (ZH, said("我家的猫把路由器吃了")),
        (EN, said("how much is shipping", who="line")),
        (EN, said("how much is shipping", "no", "no", "agent")),
        (EN, ()),
        (None, said("how much is shipping")),
    ],
)
def test_nothing_is_suggested_where_nothing_was_asked(
    suggestions: Suggestions, language: Language | None, transcript: tuple[Remark, ...]
) -> None:
    """By the caller, lately, in a language that the line knows."""
    assert suggestions(story(language=language, transcript=transcript), TODAY) == ()


def test_an_answer_that_does_not_hold_any_more_is_not_suggested(suggestions: Suggestions) -> None:
    """Those of the sample line hold from 2026 on."""
    ticket = story(transcript=said("how much is shipping"))

    assert suggestions(ticket, TODAY)
    assert "four dollars" not in " ".join(one.answer for one in suggestions(ticket, date(2025, 12, 31)))


@pytest.fixture
def app(parts: Parts, suggestions: Suggestions) -> Flask:
    """A console that knows the shop."""
    return create_app(replace(parts, suggest=suggestions), ["localhost"])


def test_the_desk_shows_them(app: Flask, parts: Parts, signed_in: SignedIn) -> None:
    """While it rings already, and whatever the caller has said."""
    browser = signed_in("mei", Role.AGENT, full_name="Mei Li")
    parts.desk.queue.put(story(transcript=said("how much is shipping", EVIL)))
    press(browser, "/desk/state", state="available")
    parts.desk.offer("t1", "mei", "")
    page = browser.get("/desk").text

    assert "Answers that may fit" in page
    assert "Delivery costs four dollars." in page
    assert "<script>alert" not in page
