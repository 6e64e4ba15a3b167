"""The desk of an agent, without a browser."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.console.rights import Role
from ivr.handoff.agent import Agent, AgentState
from ivr.handoff.desk import Desk
from ivr.handoff.ticket import TicketStatus
from ivr.terms import Language
from ivr.testing import FakeClock
from tests.unit.console.conftest import SignedIn
from tests.unit.console.desk_scene import EVIL, desk_of, first_of, press, story


@pytest.fixture
def desk(app: Flask) -> Desk:
    """The desk behind the pages."""
    return desk_of(app)


@pytest.fixture
def mei(signed_in: SignedIn) -> FlaskClient:
    """An agent's browser."""
    return signed_in("mei", Role.AGENT, full_name="Mei Li")


def ring(desk: Desk, browser: FlaskClient, **more: object) -> None:
    """A story rings at Mei's, who takes calls."""
    desk.queue.put(story(**more))
    press(browser, "/desk/state", state="available")
    desk.offer("t1", "mei", 'has the skill "refund" (level 3), idle for 4 minutes')


def state_of(desk: Desk, agent: str = "mei") -> AgentState:
    """What an agent does now."""
    return next(one.state for one in desk.queue.presences() if one.agent.name == agent)


def test_the_whole_story_is_there_before_the_agent_answers(desk: Desk, mei: FlaskClient) -> None:
    """Nothing has to be asked again: and why it rings here is told, too."""
    ring(desk, mei, note="passed on by Tom")

    page = mei.get("/desk").text

    for told in ("Ada Byron", "The kettle of order 4711 leaks", "Refund above the limit", "4711", "89", "annoyed",
                 "Found order 4711", "My kettle leaks.", "How can I help?", "passed on by Tom", "2:00",
                 "idle for 4 minutes", "offered"):  # fmt: skip
        assert told in page, told
    assert "<title>☎ Refund above the limit" in page
    assert 'data-key="a"' in page
    assert 'data-key="d"' in page


def test_it_is_told_in_the_language_of_the_agent(desk: Desk, signed_in: SignedIn) -> None:
    """The summary too, where the line has told it in that language."""
    browser = signed_in("mei", Role.AGENT, language=Language.MANDARIN)
    ring(desk, browser)

    page = browser.get("/desk").text

    assert "订单4711的水壶漏水" in page
    assert "接听" in page
    assert "不满" in page
    assert "The kettle of order" not in page


def test_a_call_from_offer_to_wrap_up(desk: Desk, mei: FlaskClient) -> None:
    """With forms only, as in a browser without scripts."""
    ring(desk, mei)

    press(mei, "/desk/t1/accept")
    press(mei, "/desk/t1/hold")
    assert "on hold" in mei.get("/desk").text
    press(mei, "/desk/t1/resume")
    answer = press(mei, "/desk/t1/finish", disposition="resolved", note="sent 89 back")
    assert (answer.status_code, answer.location) == (302, "/desk")
    assert "sent 89 back" in mei.get("/desk").text
    press(mei, "/desk/t1/annotate", disposition="follow_up", note="call her on Friday")

    ticket = desk.queue.find("t1")
    assert ticket is not None
    assert (ticket.status, ticket.disposition, ticket.note) == (TicketStatus.CLOSED, "follow_up", "call her on Friday")
    assert state_of(desk) is AgentState.WRAP_UP


def test_a_declined_caller_waits_on(desk: Desk, mei: FlaskClient) -> None:
    """And the agent takes other calls."""
    ring(desk, mei)

    press(mei, "/desk/t1/decline")

    assert [one.id for one in desk.queue.waiting()] == ["t1"]
    assert state_of(desk) is AgentState.AVAILABLE
    assert 'class="waiting"' in mei.get("/desk").text


def test_a_colleague_is_asked_and_sees_the_story(desk: Desk, mei: FlaskClient, signed_in: SignedIn) -> None:
    """But has no buttons for a caller who is not theirs."""
    tom = signed_in("tom", Role.AGENT, full_name="Tom Ford")
    press(tom, "/desk/state", state="available")
    ring(desk, mei)
    press(mei, "/desk/t1/accept")
    assert "Tom Ford" in mei.get("/desk").text

    press(mei, "/desk/t1/consult", agent="tom")

    page = tom.get("/desk").text
    assert "The kettle of order 4711 leaks" in page
    assert "mei asks you" in page
    assert "/desk/t1/finish" not in page
    press(mei, "/desk/t1/end-consultation", agent="tom")
    assert state_of(desk, "tom") is AgentState.AVAILABLE


def test_a_caller_is_passed_on_with_a_note(desk: Desk, mei: FlaskClient) -> None:
    """To a queue that there is."""
    desk.queue.enrol(Agent("zoe", queues=("complaints",)))
    ring(desk, mei)
    press(mei, "/desk/t1/accept")
    assert press(mei, "/desk/t1/pass-on", queue="nowhere").status_code == 400

    press(mei, "/desk/t1/pass-on", queue="complaints", skills="refund, 法务", note="she wants it today")

    ticket = desk.queue.find("t1")
    assert ticket is not None
    assert (ticket.queue, ticket.skills, ticket.note) == ("complaints", ("refund", "法务"), "she wants it today")


def test_what_comes_too_late_is_told(desk: Desk, mei: FlaskClient, clock: FakeClock) -> None:
    """The caller went elsewhere: to the script with how things stand, to people as a page."""
    ring(desk, mei)
    clock.go_on(21)
    desk.tidy()

    answer = press(mei, "/desk/t1/accept")
    live = press(mei, "/desk/t1/accept", live=True)

    assert answer.status_code == 409
    assert "cannot be done any more" in answer.text
    assert "cannot be done any more" in live.json["told"]
    assert set(live.json["parts"]) == {"state", "ticket", "queue"}


@pytest.mark.parametrize("field", ["reason", "summary", "caller", "note", "number", "queue"])
def test_nothing_that_a_caller_says_becomes_part_of_the_page(desk: Desk, mei: FlaskClient, field: str) -> None:
    """Neither of the page nor of what its script puts there."""
    ring(desk, mei, **({"summaries": {}} | {field: EVIL}))
    desk.queue.put(story(2, reason=EVIL, slots={EVIL: EVIL}))

    page = mei.get("/desk").text
    live = press(mei, "/desk/t1/accept", live=True).json["parts"]

    assert "&lt;script&gt;" in page
    for shown in (page, *live.values()):
        assert "<script>" not in shown
        assert "<img src=x" not in shown


def test_slots_transcript_and_names_are_escaped(desk: Desk, mei: FlaskClient) -> None:
    """Hostile words anywhere in the story are only shown."""
    ring(desk, mei, slots={EVIL: EVIL}, tried=(EVIL,), skills=(EVIL,))

    page = mei.get("/desk").text

    assert page.count("&lt;script&gt;") >= 4
    assert "<script>" not in page


def test_the_page_follows_what_happens(desk: Desk, mei: FlaskClient) -> None:
    """By server-sent events: first how things stand."""
    ring(desk, mei)

    answer = mei.get("/desk/events")
    sent = [first_of(answer) for _ in range(2)]
    answer.close()

    assert answer.mimetype == "text/event-stream"
    assert sent[0].startswith("retry: ")
    now = json.loads(sent[1].removeprefix("data: "))
    assert "The kettle of order 4711" in now["parts"]["ticket"]
    assert now["told"].startswith("A caller is offered to you.")


def test_an_open_page_is_a_sign_of_life(desk: Desk, mei: FlaskClient, clock: FakeClock) -> None:
    """By the script or, without one, by a picture; who closes the page gives the caller back."""
    ring(desk, mei)
    clock.go_on(8)
    assert "/desk/pulse/live?single=yes" in mei.get("/desk").text
    assert mei.get("/desk/pulse/live?single=yes").status_code == 204
    press(mei, "/desk/t1/accept")
    assert 'src="/desk/pulse/live"' in mei.get("/desk").text
    clock.go_on(8)
    assert press(mei, "/desk/beat").status_code == 204
    clock.go_on(8)
    picture = mei.get("/desk/pulse/live")
    next(iter(picture.response))
    picture.close()
    clock.go_on(8)
    desk.tidy()
    assert state_of(desk) is AgentState.BUSY

    clock.go_on(2)
    desk.tidy()

    assert [one.id for one in desk.queue.waiting()] == ["t1"]
    assert state_of(desk) is AgentState.OFF


def test_only_agents_have_a_desk(signed_in: SignedIn, mei: FlaskClient, browser: FlaskClient) -> None:
    """And no form is taken that is not ours."""
    assert signed_in("sue", Role.SUPERVISOR).get("/desk").status_code == 403
    assert browser.get("/desk").status_code == 302
    assert mei.post("/desk/state", data={"state": "available"}).status_code == 400
    assert press(mei, "/desk/state", state="asleep").status_code == 400


def test_an_agent_sees_no_story_of_other_agents(desk: Desk, mei: FlaskClient, signed_in: SignedIn) -> None:
    """Nor of those who wait: only that they do, in queues that the agent serves."""
    tom = signed_in("tom", Role.AGENT)
    desk.queue.enrol(Agent("tom", "Tom", queues=("billing",)))
    ring(desk, mei)
    desk.queue.put(story(2))

    assert "My kettle leaks" not in tom.get("/desk").text
    assert "Refund above" not in tom.get("/desk").text
    assert press(tom, "/desk/t1/accept").status_code == 409


def test_who_has_signed_out_gives_no_sign_of_life(
    desk: Desk, mei: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture lasts as long as the session, however long the call is."""
    monkeypatch.setattr("ivr.console.desk_page.sleep", lambda _: None)
    ring(desk, mei)
    picture = mei.get("/desk/pulse/live")
    beats = iter(picture.response)
    assert [next(beats) for _ in range(100)] == [b" "] * 100

    press(mei, "/sign-out")

    assert list(beats) == []
    picture.close()
