"""The desk for programs: what agents and supervisors do over the API."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from ivr.console import api_events
from ivr.console.api import routes
from ivr.console.factory import MOST_BYTES
from ivr.console.parts import KEY, Parts
from ivr.console.problem import API, KINDS
from ivr.console.rights import Right, Role, rights_of
from ivr.console.staff import Staff
from ivr.errors import DatabaseError
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.moves import LEASE
from ivr.handoff.ticket import Remark, Ticket, TicketKind
from ivr.terms import Language
from ivr.testing import FakeClock
from tests.unit.console.conftest import form_token_of
from tests.unit.console.program import Program, check, document

PASSWORD = "four words are enough"
SUMMARY = "Wants a refund for order 1234."
TOLD = "想退掉订单1234，已经等了一周。"


@pytest.fixture
def program(app: Flask, staff: Staff) -> Callable[..., Program]:
    """Makes an account with these roles, and a program that has a token for all that it may do."""

    def made(name: str, *roles: Role, language: Language | None = Language.ENGLISH) -> Program:
        staff.add(name, "", roles, PASSWORD, language)
        _, secret = staff.give_token(name, "a program", rights_of(roles), timedelta(days=1))
        return Program(app.test_client(), secret)

    return made


@pytest.fixture
def anne(program: Callable[..., Program]) -> Program:
    """An agent who reads English."""
    return program("anne", Role.AGENT)


@pytest.fixture
def li(program: Callable[..., Program]) -> Program:
    """An agent who reads Chinese."""
    return program("李雷", Role.AGENT, language=Language.MANDARIN)


@pytest.fixture
def chief(program: Callable[..., Program]) -> Program:
    """A supervisor."""
    return program("chief", Role.SUPERVISOR)


@pytest.fixture
def waiting(parts: Parts, clock: FakeClock) -> list[Ticket]:
    """Two callers, a minute apart."""
    tickets = [
        Ticket(
            id=f"T-{number}",
            call_id=str(number),
            queue="returns",
            skills=("refund",),
            priority="normal",
            reason="客户要求人工",
            summary=TOLD,
            created=clock() - timedelta(minutes=2 - number),
            slots={"order_number": "1234"},
            transcript=(Remark("caller", 1200, "我要退款"),),
            language=Language.MANDARIN,
            summaries={"en": SUMMARY, "zh": TOLD},
            tried=("查询了订单",),
        )
        for number in (1, 2)
    ]
    for one in tickets:
        parts.desk.queue.put(one)
    return tickets


@pytest.fixture
def at_work(anne: Program, li: Program, chief: Program, waiting: list[Ticket]) -> None:
    """Both agents can give refunds and take tickets; two callers wait."""
    for name, agent in (("anne", anne), ("李雷", li)):
        chief.put(f"/agents/{name}", {"skills": {"refund": 3}})
        agent.post("/me/state", {"state": "available"})


@pytest.fixture
def connected(at_work: None, parts: Parts, anne: Program) -> None:
    """Anne has the first caller."""
    parts.desk.offer("T-1", "anne", "has the skill refund")
    anne.post("/tickets/T-1/accept")


# --- the document ---


def test_the_document_is_good_openapi(app: Flask) -> None:
    """By a validator that is not ours; it is the one that is served."""
    served = app.test_client().get(f"{API}/openapi.json").json
    assert served == document()

    validate(served)


def test_every_route_is_described(app: Flask) -> None:
    """Whoever adds one cannot forget that."""
    known = {(one.method, API + one.path.replace("{", "<").replace("}", ">")) for one in routes.operations}
    about = {f"{API}/", f"{API}/openapi.json"}
    served = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.rule not in about
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert served == known


@pytest.mark.parametrize(
    ("language", "title"), [(Language.ENGLISH, "The API of the desk"), (Language.MANDARIN, "坐席台接口")]
)
def test_people_can_read_it(signed_in: Callable[..., Any], language: Language, title: str) -> None:
    """Each route and each kind of problem has its place on the page, which asks nothing of other servers."""
    page = signed_in("mei", Role.AGENT, language=language).get(f"{API}/").text

    assert title in page
    assert all(f'id="{one.name}"' in page for one in routes.operations)
    assert all(f'id="{kind.name}"' in page for kind in KINDS.values())
    assert "http://" not in page
    assert "https://" not in page


# --- an agent's day ---


def test_the_way_of_a_ticket(at_work: None, anne: Program, parts: Parts, clock: FakeClock) -> None:
    """Offered, read before it is accepted, held, finished, annotated."""
    assert anne.get("/me/ticket", 204) is None
    parts.desk.offer("T-1", "anne", "has the skill refund")
    story = anne.get("/me/ticket")
    assert (story["id"], story["status"], story["summary"]) == ("T-1", "offered", SUMMARY)
    assert story["slots"] == {"order_number": "1234"}
    assert story["history"][0]["detail"] == "has the skill refund"
    assert story["created"] == "2026-03-02T08:59:00Z"

    assert anne.post("/tickets/T-1/accept")["ticket"]["status"] == "connected"
    assert anne.post("/tickets/T-1/hold")["ticket"]["held"] is True
    assert anne.post("/tickets/T-1/resume")["ticket"]["held"] is False
    done = anne.post("/tickets/T-1/finish", {"disposition": "refunded", "note": "已退全款"})
    assert (done["ticket"]["status"], done["agent"]["state"]) == ("closed", "wrap_up")
    anne.post("/tickets/T-1/annotate", {"note": "已退全款，下周到账"})
    story = anne.get("/tickets/T-1")
    assert (story["disposition"], story["note"]) == ("refunded", "已退全款，下周到账")
    assert [one["what"] for one in story["history"]] == [
        "offered",
        "accepted",
        "held",
        "resumed",
        "finished",
        "annotated",
    ]


def test_the_story_is_told_in_the_agents_language(at_work: None, li: Program) -> None:
    """And Chinese stays readable on the way."""
    answer = li.ask("POST", "/claim")

    assert TOLD in answer.data.decode("utf-8")
    assert li.get("/me/ticket")["summary"] == TOLD
    assert li.get("/me")["agent"]["name"] == "李雷"


def test_an_agent_comes_and_goes(anne: Program, clock: FakeClock, parts: Parts) -> None:
    """Whoever gives no sign of life is off."""
    for state in ("away", "available", "away", "off", "available"):
        assert anne.post("/me/state", {"state": state})["state"] == state
    clock.go_on(8)
    assert anne.post("/me/beat")["state"] == "available"
    clock.go_on(8)
    parts.desk.tidy()
    assert anne.get("/me")["agent"]["state"] == "available"
    clock.go_on(LEASE.total_seconds())
    parts.desk.tidy()

    assert anne.get("/me")["agent"]["state"] == "off"


def test_what_is_done_twice_is_done_once(connected: None, anne: Program) -> None:
    """A program whose answer was lost asks again."""
    anne.post("/tickets/T-1/accept")
    ending = {"disposition": "refunded", "note": "已退款"}
    first, again = (anne.post("/tickets/T-1/finish", ending) for _ in range(2))
    assert first == again

    anne.post("/tickets/T-1/finish", {"disposition": "refused"}, 409)


def test_the_slower_one_is_told(at_work: None, anne: Program, li: Program, parts: Parts) -> None:
    """Two agents want the same ticket: one has it, the other learns why not, and may take the next one."""
    parts.desk.offer("T-1", "anne", "")
    problem = li.post("/tickets/T-1/accept", status=409)
    assert problem["type"] == f"{API}/#not-now"
    assert problem["detail"] == "T-1 is not offered to 李雷 any more"
    anne.post("/tickets/T-1/accept")

    assert li.post("/claim")["id"] == "T-2"
    assert anne.post("/claim", status=409)["fix"] != ""


def test_nothing_is_left_to_claim(at_work: None, anne: Program, li: Program, parts: Parts) -> None:
    """Which is no error."""
    for name in ("T-1", "T-2"):
        parts.desk.leave(name)

    assert anne.post("/claim", status=204) is None


def test_a_declined_ticket_waits_on(at_work: None, anne: Program, parts: Parts) -> None:
    """At its place, and for somebody else."""
    parts.desk.offer("T-1", "anne", "")
    assert anne.post("/tickets/T-1/decline")["agent"]["state"] == "available"

    assert [one["id"] for one in anne.get("/tickets")["tickets"]] == ["T-1", "T-2"]
    anne.post("/tickets/T-1/decline", status=409)


def test_another_agent_is_asked(connected: None, anne: Program, li: Program) -> None:
    """They read the story meanwhile."""
    anne.get("/tickets/T-1")
    li.get("/tickets/T-1", 403)
    assert anne.post("/tickets/T-1/consult", {"agent": "李雷"})["ticket"]["consulted"] == "李雷"
    assert li.get("/me/ticket")["id"] == "T-1"
    anne.post("/tickets/T-1/consult", {"agent": "nobody"}, 404)
    assert anne.post("/tickets/T-1/end-consultation")["ticket"]["consulted"] == ""
    assert li.get("/me")["agent"]["state"] == "available"

    anne.post("/tickets/T-1/end-consultation", status=409)


def test_a_ticket_is_passed_on(connected: None, anne: Program, chief: Program) -> None:
    """With what the agent adds."""
    onward = {"queue": "billing", "priority": "high", "skills": [], "note": "付了两次款"}
    line = anne.post("/tickets/T-1/pass-on", onward)["ticket"]
    assert (line["queue"], line["priority"], line["status"], line["skills"]) == ("billing", "high", "waiting", [])

    assert chief.get("/tickets/T-1")["transcript"][-1] == {"who": "agent", "at_ms": 0, "text": "付了两次款"}


def test_a_callback_that_nobody_answers(at_work: None, anne: Program, parts: Parts) -> None:
    """It is tried again later; a call on the line is no callback."""
    parts.desk.call_back("T-1", "+8613800138000")
    parts.desk.offer("T-1", "anne", "")
    anne.post("/tickets/T-1/accept")
    line = anne.post("/tickets/T-1/no-reply")["ticket"]
    assert (line["kind"], line["attempts"], line["due"]) == (TicketKind.CALLBACK, 1, "2026-03-02T09:15:00Z")

    anne.post("/me/state", {"state": "available"})
    assert anne.post("/claim")["id"] == "T-2"
    anne.post("/tickets/T-2/no-reply", status=409)


def test_tickets_that_stand_so(connected: None, anne: Program, chief: Program) -> None:
    """By queue and status; an agent sees those of the queues that they serve, and no story in the list."""
    assert [one["id"] for one in chief.get("/tickets?status=connected")["tickets"]] == ["T-1"]
    assert [one["id"] for one in chief.get("/tickets?queue=returns")["tickets"]] == ["T-2"]
    assert chief.get("/tickets?queue=billing")["tickets"] == []
    line = anne.get("/tickets")["tickets"][0]
    assert (line["id"], line["waited_s"]) == ("T-2", 0)
    assert not {"summary", "transcript", "slots", "number"} & line.keys()
    chief.put("/agents/anne", {"queues": ["billing"]})

    assert anne.get("/tickets")["tickets"] == []


# --- supervisors ---


def test_a_supervisor_moves_tickets(at_work: None, chief: Program, parts: Parts) -> None:
    """Those that wait; it is on record who did."""
    assert chief.post("/tickets/T-2/move", {"priority": "high"})["agent"] is None
    assert [one["id"] for one in chief.get("/tickets")["tickets"]] == ["T-2", "T-1"]
    assert chief.post("/tickets/T-2/move", {"queue": "billing", "skills": ["法语"]})["ticket"]["skills"] == ["法语"]
    assert ("chief", "ticket moved", "T-2") in {(deed.who, deed.what, deed.on) for deed in parts.audit.latest(10)}
    parts.desk.leave("T-2")

    chief.post("/tickets/T-2/move", {"priority": "low"}, 409)


def test_a_supervisor_enrols_agents(chief: Program) -> None:
    """What is written replaces what was there."""
    line = chief.put(
        "/agents/mei", {"full_name": "韩梅梅", "skills": {"退款": 5}, "queues": ["returns"], "languages": ["zh"]}
    )
    assert (line["name"], line["full_name"], line["state"]) == ("mei", "韩梅梅", "off")
    chief.put("/agents/mei", {"skills": {"refund": 1}})

    [mei] = chief.get("/agents")["agents"]
    assert (mei["full_name"], mei["skills"], mei["queues"], mei["languages"]) == ("韩梅梅", {"refund": 1}, [], [])


def test_a_supervisor_acts_for_an_agent(connected: None, anne: Program, chief: Program, parts: Parts) -> None:
    """An agent may not, and it is on record."""
    anne.post("/tickets/T-1/hold?agent=李雷", status=403)
    assert chief.post("/tickets/T-1/hold?agent=anne")["ticket"]["held"] is True
    chief.post("/tickets/T-1/finish?agent=anne", {"disposition": "refunded"})
    assert chief.post("/agents/anne/state", {"state": "away"})["state"] == "away"
    chief.post("/tickets/T-1/hold", status=403)

    done = [(deed.who, deed.on, deed.detail) for deed in parts.audit.latest(10) if deed.what == "done for an agent"]
    assert done == [("chief", "T-1", "finish anne"), ("chief", "T-1", "hold anne")]


def test_queues_at_a_glance(connected: None, chief: Program, clock: FakeClock) -> None:
    """Who waits how long, and what was promised and kept: both came earlier than twenty seconds ago."""
    clock.go_on(30)
    [line] = chief.get("/queues")["queues"]
    assert (line["name"], line["waiting"], line["longest_wait_s"]) == ("returns", 1, 30)
    assert (line["target_s"], line["target_share"]) == (20, 0.8)
    assert line["service_level"] == {"due": 2, "in_time": 0, "share": 0.0}
    expected = line["expected"]
    assert (expected["place"], expected["grounds"]) == (2, "prior")
    assert 0 < expected["half_s"] < expected["most_s"]
    later = chief.get("/queues?since=2026-03-02T17:00:00%2B08:00")
    assert later["since"] == "2026-03-02T09:00:00Z"

    assert later["queues"][0]["service_level"]["due"] == 1


# --- what is refused ---


def test_nobody_asks_without_a_token(app: Flask) -> None:
    """Nor with one that is not good; a session needs its form token to change something."""
    for operation in routes.operations:
        path = operation.path.format(ticket="T-1", agent="anne")
        answer = Program(app.test_client(), "not a token").ask(operation.method, path)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")

        without = Program(app.test_client(), None).ask(operation.method, path)
        assert without.status_code == (401 if operation.method == "GET" else 400)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_it_may(program: Callable[..., Program], waiting: list[Ticket], role: Role) -> None:
    """And nothing else: an administrator sees no caller's story by being one."""
    someone = program("someone", role)
    allowed = set()
    for operation in routes.operations:
        answer = someone.ask(operation.method, operation.path.format(ticket="T-7", agent="anne"))
        answer.close()
        if answer.status_code != 403:
            allowed.add(operation.name)

    assert allowed == {one.name for one in routes.operations if rights_of([role]) & set(one.rights)}
    assert ("tickets" in allowed) is (role in {Role.AGENT, Role.SUPERVISOR})


def test_a_token_does_what_its_scopes_say(app: Flask, staff: Staff, chief: Program, waiting: list[Ticket]) -> None:
    """A screen on the wall looks, and moves nothing."""
    _, secret = staff.give_token("chief", "screen", {Right.WATCH}, timedelta(days=1))
    screen = Program(app.test_client(), secret)
    assert len(screen.get("/tickets")["tickets"]) == 2

    screen.post("/tickets/T-1/move", {"priority": "high"}, 403)


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/me/state", {"state": "asleep"}, "state"),
        ("POST", "/me/state", {}, "state"),
        ("POST", "/tickets/T-1/finish", {"disposition": ""}, "disposition"),
        ("POST", "/tickets/T-1/finish", {"disposition": "x", "note": "\0"}, "note"),
        ("POST", "/tickets/T-1/finish", {"disposition": "x", "secret words": 1}, "?"),
        ("POST", "/tickets/T-1/pass-on", {"note": "没有去处"}, ""),
        ("POST", "/tickets/T-1/consult", {"agent": 7}, "agent"),
        ("POST", "/tickets/T-1/hold?agnet=li", None, "agnet"),
        ("GET", "/tickets?status=lost", None, "status"),
        ("GET", "/events?last_event_id=-1", None, "last_event_id"),
    ],
)
def test_bad_values_are_named(anne: Program, method: str, path: str, body: Any, field: str) -> None:
    """By where they stand; what was sent is not told back."""
    answer = anne.ask(method, path, body)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None

    assert [one["field"] for one in answer.json["errors"]] == [field]
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/tickets/T-1/move", {}),
        ("/tickets/T-1/move", {"priority": "sky-high"}),
        ("/agents/mei/state", {"state": "busy"}),
    ],
)
def test_bad_values_of_supervisors(chief: Program, path: str, body: Any) -> None:
    """Are refused in the same way."""
    assert chief.post(path, body, 422)["type"] == f"{API}/#bad-values"
    chief.put("/agents/mei", {"skills": {"refund": 6}}, 422)
    for moment in ("2026-03-02T09:00:00", "0001-01-01T00:00:00%2B14:00"):
        assert chief.get(f"/queues?since={moment}", 422)["errors"][0]["field"] == "since"


def test_what_is_not_there(at_work: None, anne: Program, chief: Program, app: Flask) -> None:
    """Tickets, agents and addresses."""
    for action in ("accept", "decline", "hold", "resume", "end-consultation", "no-reply"):
        problem = anne.post(f"/tickets/T-9/{action}", status=404)
        assert problem["fix"] == "GET tickets lists them"
    anne.get("/tickets/T-9", 404)
    anne.get("/tickets/%00", 404)
    chief.post("/agents/nobody/state", {"state": "off"}, 404)
    chief.post("/tickets/T-1/hold?agent=nobody", status=404)
    nowhere = app.test_client().get(f"{API}/nowhere")

    assert (nowhere.status_code, nowhere.mimetype) == (404, "application/problem+json")


def test_too_much_at_once(anne: Program) -> None:
    """A body has a limit."""
    answer = anne.ask("POST", "/me/state", data=b" " * (MOST_BYTES + 1))

    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


@pytest.mark.parametrize(("error", "status"), [(DatabaseError("gone: 我要退款"), 503), (KeyError("我要退款"), 500)])
def test_what_is_broken_of_ours(
    *,
    anne: Program,
    parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
) -> None:
    """The operator finds in the log where; programs learn no more than that, and nobody what a caller said."""
    monkeypatch.setattr(parts.desk.queue, "waiting", raising(error))
    answer = anne.client.get(f"{API}/tickets", headers={"Authorization": f"Bearer {anne.secret}"})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert "我要退款" not in answer.text
    assert "File" not in answer.text
    assert "/api/v1/tickets" in caplog.text

    assert status == 503 or "我要退款" not in caplog.text


def raising(error: Exception) -> Callable[..., Any]:
    """What fails however it is called."""

    def raises(*_: object) -> Any:
        raise error

    return raises


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.text(min_size=1, max_size=70).filter(lambda it: "/" not in it and it not in {".", ".."})
KEYS = ["state", "agent", "disposition", "note", "queue", "skills", "priority", "full_name", "queues", "languages"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    operation=st.sampled_from([one for one in routes.operations if one.name != "events"]),
    body=st.one_of(
        st.binary(max_size=40), ANYTHING, st.dictionaries(st.sampled_from(KEYS), ANYTHING | st.text(max_size=3))
    ),
    name=st.sampled_from(["T-1", "anne", "T-9"]) | NAMES,
    query=st.dictionaries(st.sampled_from(["agent", "queue", "status", "since", "x"]), st.text(max_size=5), max_size=2),
)
def test_nothing_that_is_sent_breaks_it(
    *, both: Program, operation: Any, body: Any, name: str, query: dict[str, str]
) -> None:
    """Whatever the body, the name and the query: an answer that is described, and never a 500."""
    path = operation.path.format(ticket=quote(name, safe=""), agent=quote(name, safe=""))
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    both.ask(operation.method, f"{path}?{urlencode(query)}", data=data)


@pytest.fixture
def both(at_work: None, program: Callable[..., Program]) -> Program:
    """Somebody who may do everything at the desk."""
    return program("wei", Role.AGENT, Role.SUPERVISOR)


# --- events ---


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks are a hundredth of a second apart, and heartbeats a tenth."""
    monkeypatch.setattr(api_events, "LOOK_S", 0.01)
    monkeypatch.setattr(api_events, "HEARTBEAT_S", 0.1)


def events_of(answer: Any, wanted: int) -> list[tuple[str, str]]:
    """The next events of a stream: their names and numbers."""
    found: list[tuple[str, str]] = []
    for text in answer.response:
        part = text.decode() if isinstance(text, bytes) else text
        fields = dict(line.split(": ", 1) for line in part.strip().splitlines() if not line.startswith(":"))
        if "event" in fields:
            found.append((fields["event"], fields.get("id", "")))
        if len(found) == wanted:
            break
    return found


def test_what_changes_is_told(at_work: None, hurried: None, chief: Program, parts: Parts) -> None:
    """First how things stand, then each thing that happens; whoever comes back is told what they missed."""
    answer = chief.ask("GET", "/events")
    assert events_of(answer, 2) == [("queues", ""), ("agents", "")]
    parts.desk.offer("T-1", "anne", "")
    assert events_of(answer, 3) == [("happening", "1"), ("queues", ""), ("agents", "")]
    answer.close()
    parts.desk.accept("T-1", "anne")
    back = chief.ask("GET", "/events?last_event_id=1")

    assert events_of(back, 1) == [("happening", "2")]
    back.close()


def test_the_bell_is_heard(
    at_work: None, app: Flask, chief: Program, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What happens is told at once, and not only when somebody looks again."""
    assert isinstance(parts.desk.queue, MemoryQueue)
    app.extensions[KEY] = replace(parts, bell=parts.desk.queue.bell)
    monkeypatch.setattr(api_events, "LOOK_S", 20)
    answer = chief.ask("GET", "/events")
    events_of(answer, 2)
    began = time.monotonic()
    parts.desk.offer("T-1", "anne", "")

    assert events_of(answer, 1) == [("happening", "1")]
    assert time.monotonic() - began < 10
    answer.close()


def test_an_agent_is_told_what_concerns_them(at_work: None, hurried: None, anne: Program, parts: Parts) -> None:
    """Not what others do."""
    answer = anne.ask("GET", "/events")
    assert events_of(answer, 2) == [("queues", ""), ("me", "")]
    parts.desk.offer("T-2", "李雷", "")
    parts.desk.offer("T-1", "anne", "")

    assert events_of(answer, 3) == [("happening", "2"), ("queues", ""), ("me", "")]
    answer.close()


def test_a_quiet_stream_shows_that_it_is_there(at_work: None, hurried: None, anne: Program) -> None:
    """By a comment, which programs pass over."""
    answer = anne.ask("GET", "/events")
    parts = iter(answer.response)
    told = [next(parts) for _ in range(4)]
    answer.close()

    assert told[-1] == b": still here\n\n"


def test_a_stream_ends_by_itself(hurried: None, anne: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may not look any more is told when they open it anew."""
    monkeypatch.setattr(api_events, "LASTS_S", 0.05)

    assert b"event: me" in anne.ask("GET", "/events").data


def test_a_stream_ends_where_the_database_is_gone(
    at_work: None, hurried: None, anne: Program, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log tells the operator."""
    answer = anne.ask("GET", "/events")
    events_of(answer, 2)
    monkeypatch.setattr(parts.desk.queue, "lengths", raising(DatabaseError("gone")))

    assert list(answer.response) == []


def test_streams_are_numbered(hurried: None, anne: Program, chief: Program) -> None:
    """An account has four at most; who closes one may open another."""
    answers = [anne.ask("GET", "/events") for _ in range(api_events.MOST_STREAMS)]
    assert anne.ask("GET", "/events").status_code == 429
    chief.ask("GET", "/events").close()
    answers[0].close()

    again = anne.ask("GET", "/events")
    assert again.status_code == 200
    for one in (*answers, again):
        one.close()


# --- in a browser ---


def test_a_page_asks_with_its_form_token(signed_in: Callable[..., Any], parts: Parts) -> None:
    """Where nobody else's page can."""
    browser = signed_in("mei", Role.AGENT)
    headers = {"X-Form-Token": form_token_of(browser, "/")}
    refused = browser.post(f"{API}/me/state", json={"state": "available"})
    check("POST", "/me/state", refused)
    assert refused.status_code == 400

    answer = browser.post(f"{API}/me/state", json={"state": "available"}, headers=headers)
    check("POST", "/me/state", answer)
    assert answer.json is not None
    assert answer.json["state"] == "available"
    assert parts.desk.idle()[0].agent.name == "mei"
