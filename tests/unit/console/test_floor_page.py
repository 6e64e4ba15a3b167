"""The floor of a supervisor, without a browser."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.console.rights import Role
from ivr.handoff.agent import Agent
from ivr.handoff.desk import Desk
from ivr.handoff.moves import Outcome
from ivr.terms import Language
from ivr.testing import FakeClock
from tests.unit.console.conftest import SignedIn
from tests.unit.console.desk_scene import EVIL, desk_of, first_of, press, story


@pytest.fixture
def desk(app: Flask) -> Desk:
    """The desk behind the pages."""
    return desk_of(app)


@pytest.fixture
def sue(signed_in: SignedIn) -> FlaskClient:
    """A supervisor's browser."""
    return signed_in("sue", Role.SUPERVISOR)


def test_who_waits_how_long_and_how_promises_are_kept(desk: Desk, sue: FlaskClient, clock: FakeClock) -> None:
    """One of two was served in time: 50 %, less than the target of 80 %."""
    desk.queue.put(story(1, created=clock()))
    desk.queue.put(story(2, created=clock(), queue="billing", reason="A wrong bill"))
    for agent in ("mei", "tom"):
        desk.queue.enrol(Agent(agent, agent.title(), {"refund": 3}))
    desk.sign_in("mei")
    desk.become_available("mei")
    clock.go_on(5)
    desk.offer("t1", "mei", "")
    desk.accept("t1", "mei")
    desk.finish("t1", "mei", Outcome("resolved"))
    clock.go_on(60)

    page = sue.get("/floor").text

    assert "50 %" in page
    assert "100 %" in page
    assert "0 of 1 in time" in page
    assert "1 of 2 in time" in page
    assert "target 80 % within 20 s" in page
    assert "A wrong bill" in page
    assert "1:05" in page
    assert "wrap-up" in page
    assert "not at the desk" in page


def test_a_waiting_ticket_is_moved_and_made_urgent(desk: Desk, sue: FlaskClient) -> None:
    """It is written down who did that; where it came too late, that is told."""
    desk.queue.put(story(1))
    desk.queue.put(story(2, queue="billing"))

    assert press(sue, "/floor/t1/move", queue="billing", priority="high").status_code == 302

    ticket = desk.queue.find("t1")
    assert ticket is not None
    assert (ticket.queue, ticket.priority) == ("billing", "high")
    assert press(sue, "/floor/t1/move", queue="nowhere", priority="high").status_code == 400
    assert press(sue, "/floor/t1/move", queue="billing", priority="highest").status_code == 400
    desk.leave("t1")
    assert press(sue, "/floor/t1/move", queue="billing", priority="low").status_code == 409
    live = press(sue, "/floor/t2/move", live=True, queue="billing", priority="low")
    assert "low priority" in live.json["parts"]["waiting"]


def test_what_was_moved_is_in_the_audit_log(desk: Desk, sue: FlaskClient, signed_in: SignedIn) -> None:
    """By whom, and where to."""
    desk.queue.put(story(1))
    press(sue, "/floor/t1/move", queue="refunds", priority="high")

    assert "ticket moved" in signed_in("root", Role.ADMIN).get("/audit").text


def test_hostile_words_are_only_shown(desk: Desk, sue: FlaskClient) -> None:
    """Of reasons, queues and names."""
    desk.queue.put(story(1, reason=EVIL, queue=EVIL))

    page = sue.get("/floor").text

    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_only_supervisors_see_the_floor(signed_in: SignedIn, browser: FlaskClient) -> None:
    """In the language that they read."""
    assert signed_in("mei", Role.AGENT).get("/floor").status_code == 403
    assert signed_in("root", Role.ADMIN).get("/floor").status_code == 403
    assert browser.get("/floor").status_code == 302
    assert "今日服务水平" in signed_in("li", Role.SUPERVISOR, language=Language.MANDARIN).get("/floor").text


def test_the_floor_follows_what_happens(desk: Desk, sue: FlaskClient) -> None:
    """By server-sent events."""
    desk.queue.put(story(1))

    answer = sue.get("/floor/events")
    sent = [first_of(answer) for _ in range(2)]
    answer.close()

    assert "Refund above the limit" in sent[1]
