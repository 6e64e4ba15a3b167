"""What administrators do with accounts, and everybody with their own."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.console.parts import Parts
from ivr.console.rights import Role
from ivr.console.staff import Staff
from ivr.terms import Language
from tests.unit.console.conftest import PASSWORD, SignedIn, form_token_of

OTHER = "and another four words"
HOSTILE = "<script>alert('x')</script> \"quoted\" {{ 7 * 7 }}"


def _send(browser: FlaskClient, path: str, **form: object) -> int:
    return browser.post(path, data={**form, "form_token": form_token_of(browser, "/own")}).status_code


def _signs_in(app: Flask, name: str, password: str) -> bool:
    browser = app.test_client()
    form = {"name": name, "password": password, "form_token": form_token_of(browser)}
    return browser.post("/sign-in", data=form).status_code == 302


def test_an_admin_makes_an_account(app: Flask, signed_in: SignedIn, parts: Parts) -> None:
    """With several roles, who may sign in at once; an agent among them has a place at the desk."""
    admin = signed_in("boss", Role.ADMIN)
    form = {"name": "Mei", "full_name": "Li Mei", "roles": ["agent", "supervisor"], "language": "zh"}

    assert _send(admin, "/accounts", **form, password=PASSWORD) == 302

    mei = parts.accounts.find("mei")
    assert mei
    assert (mei.full_name, mei.roles, mei.language) == ("Li Mei", (Role.AGENT, Role.SUPERVISOR), Language.MANDARIN)
    assert [one.agent.full_name for one in parts.desk.queue.presences()] == ["Li Mei"]
    assert _signs_in(app, "mei", PASSWORD)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "a b"},
        {"name": "../x"},
        {"name": "x" * 33},
        {"full_name": "x" * 81},
        {"full_name": "a\x00b"},
        {"roles": []},
        {"roles": ["king"]},
        {"password": "short"},
        {"password": "x" * 257},
        {"password": "aaaaaaaaaaaaaaaa"},
        {"password": "mei12345mei1"},
        {"language": "fr"},
    ],
)
def test_an_account_that_cannot_be_is_not_made(signed_in: SignedIn, parts: Parts, wrong: dict[str, object]) -> None:
    """It is told why, and nothing of what was typed is repeated."""
    admin = signed_in("boss", Role.ADMIN)
    form = {"name": "mei", "full_name": "Li Mei", "roles": ["agent"], "password": PASSWORD, "language": "zh"}

    assert _send(admin, "/accounts", **(form | wrong)) == 400

    assert [one.name for one in parts.accounts.all()] == ["boss"]


def test_a_name_that_is_taken_is_told(signed_in: SignedIn) -> None:
    """409: it cannot be done as things stand."""
    admin = signed_in("boss", Role.ADMIN)

    assert _send(admin, "/accounts", name="BOSS", roles=["agent"], password=PASSWORD) == 409


def test_the_last_admin_stays_one(signed_in: SignedIn, parts: Parts) -> None:
    """Neither disabled nor given other roles; with a second admin both can be done."""
    admin = signed_in("boss", Role.ADMIN)
    assert _send(admin, "/accounts/boss/disabled", disabled="yes") == 409
    assert _send(admin, "/accounts/boss", full_name="Boss", roles=["agent"]) == 409
    signed_in("second", Role.ADMIN)

    assert _send(admin, "/accounts/boss", full_name="Boss", roles=["agent"]) == 302

    boss = parts.accounts.find("boss")
    assert boss
    assert boss.roles == (Role.AGENT,)


def test_a_new_password_ends_the_sessions_and_forgets_failures(app: Flask, signed_in: SignedIn) -> None:
    """Who forgot theirs asks an admin."""
    admin, mei = signed_in("boss", Role.ADMIN), signed_in("mei", Role.AGENT)
    for _ in range(9):
        _signs_in(app, "mei", OTHER)
    assert not _signs_in(app, "mei", PASSWORD)

    assert _send(admin, "/accounts/mei/password", password=OTHER) == 302

    assert mei.get("/").status_code == 302
    assert _signs_in(app, "mei", OTHER)
    assert not _signs_in(app, "mei", PASSWORD)


def test_accounts_are_disabled_and_enabled(app: Flask, signed_in: SignedIn) -> None:
    """By the same form."""
    admin = signed_in("boss", Role.ADMIN)
    signed_in("mei", Role.AGENT)

    _send(admin, "/accounts/mei/disabled", disabled="yes")
    assert not _signs_in(app, "mei", PASSWORD)
    assert "disabled" in admin.get("/accounts").text
    _send(admin, "/accounts/mei/disabled")
    assert _signs_in(app, "mei", PASSWORD)


def test_ones_own_password_is_changed_by_who_knows_the_present_one(app: Flask, signed_in: SignedIn) -> None:
    """A browser left open is not enough. This session goes on, the others are over."""
    here, there = signed_in("mei", Role.AGENT), app.test_client()
    there.post("/sign-in", data={"name": "mei", "password": PASSWORD, "form_token": form_token_of(there)})

    assert _send(here, "/own/password", present=OTHER, password=OTHER, again=OTHER) == 400
    assert _send(here, "/own/password", present=PASSWORD, password=OTHER, again=PASSWORD) == 400
    assert _send(here, "/own/password", present=PASSWORD, password="short", again="short") == 400
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 200)
    assert _send(here, "/own/password", present=PASSWORD, password=OTHER, again=OTHER) == 302

    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert _signs_in(app, "mei", OTHER)


def test_ones_own_password_cannot_be_guessed_from_within(signed_in: SignedIn) -> None:
    """Guesses count as those at the door."""
    browser = signed_in("mei", Role.AGENT)
    form = {"present": OTHER, "password": OTHER, "again": OTHER}
    for _ in range(8):
        assert _send(browser, "/own/password", **form) == 400

    assert _send(browser, "/own/password", **(form | {"present": PASSWORD})) == 400
    assert (
        "Wait a quarter of an hour"
        in browser.post(
            "/own/password", data=form | {"present": PASSWORD, "form_token": form_token_of(browser, "/own")}
        ).text
    )


def test_the_language_of_the_pages_is_that_of_the_account(signed_in: SignedIn) -> None:
    """Without one it is that of the browser."""
    browser = signed_in("mei", Role.AGENT, language=None)
    chinese, german = {"Accept-Language": "zh-CN,zh;q=0.9"}, {"Accept-Language": "de-DE"}
    assert 'lang="zh-Hans"' in browser.get("/", headers=chinese).text
    assert 'lang="en"' in browser.get("/", headers=german).text

    _send(browser, "/own", full_name="Mei", language="zh")

    assert 'lang="zh-Hans"' in browser.get("/", headers=german).text


def test_hostile_names_are_shown_and_do_nothing(signed_in: SignedIn, staff: Staff) -> None:
    """On every page that shows them: escaped, and not read as a template."""
    admin = signed_in("boss", Role.ADMIN, Role.SUPERVISOR, Role.AGENT, full_name=HOSTILE)
    staff.add("mei", HOSTILE, [Role.AGENT], PASSWORD, None)

    for path in ("/", "/own", "/accounts", "/accounts/mei", "/agents", "/audit", "/nowhere"):
        page = admin.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert "{{ 7 * 7 }}" in page


def test_who_did_what_is_shown(signed_in: SignedIn) -> None:
    """The newest first, of everybody or of one; no password in it."""
    admin = signed_in("boss", Role.ADMIN)
    _send(admin, "/accounts", name="mei", roles=["agent"], password=OTHER)

    everybody, nobody = admin.get("/audit").text, admin.get("/audit?who=mei").text

    assert everybody.index("account added") < everybody.index("signed in")
    assert OTHER not in everybody
    assert "account added" not in nobody


def test_a_supervisor_says_what_agents_can_do(signed_in: SignedIn, parts: Parts) -> None:
    """Skills with levels, queues, languages; the agent's name stays."""
    signed_in("mei", Role.AGENT, full_name="Li Mei")
    steers = signed_in("wang", Role.SUPERVISOR)
    form = {"skills": "refund=3， 发票：5", "queues": "billing, general", "languages": ["zh"]}

    assert _send(steers, "/agents/mei", **form) == 302

    [agent] = [one.agent for one in parts.desk.queue.presences()]
    assert agent.skills == {"refund": 3, "发票": 5}
    assert (agent.queues, agent.languages, agent.full_name) == (("billing", "general"), (Language.MANDARIN,), "Li Mei")
    assert "refund=3, 发票=5" in steers.get("/agents").text


@pytest.mark.parametrize("skills", ["refund", "refund=6", "refund=0", "=3", "refund=3 billing=5", "<b>=3"])
def test_skills_that_are_none_change_nothing(signed_in: SignedIn, parts: Parts, skills: str) -> None:
    """It is told how they are written."""
    signed_in("mei", Role.AGENT)

    assert _send(signed_in("wang", Role.SUPERVISOR), "/agents/mei", skills=skills) == 400
    assert [one.agent.skills for one in parts.desk.queue.presences()] == [{}]


def test_who_is_no_agent_has_no_skills(signed_in: SignedIn) -> None:
    """An account becomes an agent by its role."""
    assert _send(signed_in("wang", Role.SUPERVISOR), "/agents/wang", skills="refund=3") == 409


def test_what_a_supervisor_wrote_stays_when_the_account_changes(signed_in: SignedIn, parts: Parts) -> None:
    """Another name is not another agent."""
    signed_in("mei", Role.AGENT)
    _send(signed_in("wang", Role.SUPERVISOR), "/agents/mei", skills="refund=3")

    _send(signed_in("boss", Role.ADMIN), "/accounts/mei", full_name="Li Mei", roles=["agent"])

    [agent] = [one.agent for one in parts.desk.queue.presences()]
    assert (agent.full_name, agent.skills) == ("Li Mei", {"refund": 3})
