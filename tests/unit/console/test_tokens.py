"""What programs sign in with."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Blueprint, Flask, Response, jsonify, request
from flask.testing import FlaskClient

from ivr.console import factory
from ivr.console.access import current_account, for_everybody, needs
from ivr.console.factory import create_app
from ivr.console.parts import Parts
from ivr.console.rights import Right, Role
from ivr.console.staff import Staff
from ivr.errors import DatabaseError, WrongUse
from ivr.testing import FakeClock
from tests.unit.console.conftest import PASSWORD, SignedIn, form_token_of


@pytest.fixture
def app(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with a few views for programs."""
    api = Blueprint("trial", __name__, url_prefix="/api/trial")

    @api.post("/desk")
    @needs(Right.DESK)
    def desk() -> Response:
        return jsonify(name=current_account().name)

    @api.get("/watch")
    @needs(Right.WATCH)
    def watch() -> Response:
        return jsonify(name=current_account().name)

    @api.get("/broken")
    @for_everybody
    def broken() -> Response:
        return jsonify(int(request.args["said"]))

    @api.get("/down")
    @for_everybody
    def down() -> Response:
        raise DatabaseError("the database postgresql://db.internal/ivr cannot be used")

    monkeypatch.setattr(factory, "BLUEPRINTS", (*factory.BLUEPRINTS, api))
    return create_app(parts, ["localhost"])


@pytest.fixture
def secret(staff: Staff) -> str:
    """A token for the desk of somebody who may watch, too."""
    staff.add("mei", "", [Role.AGENT, Role.SUPERVISOR], PASSWORD, None)
    return staff.give_token("mei", "phone", [Right.DESK], timedelta(days=30))[1]


def _ask(browser: FlaskClient, secret: str, path: str = "/api/trial/desk") -> int:
    method = "POST" if path.endswith("desk") else "GET"
    return browser.open(path, method=method, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_token_does_what_its_scopes_say_and_no_more(browser: FlaskClient, secret: str) -> None:
    """Although its account may more; it needs no cookie and no form token."""
    assert _ask(browser, secret) == 200
    assert _ask(browser, secret, "/api/trial/watch") == 403


def test_a_token_does_no_more_than_its_account(browser: FlaskClient, secret: str, staff: Staff) -> None:
    """Who loses a role loses it for programs too."""
    staff.change(replace(staff.get("mei"), roles=(Role.SUPERVISOR,)))

    assert _ask(browser, secret) == 403


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Bearer ivr_x", "Basic bWVpOng=", "x", "Bearer ö"])
def test_what_is_no_token_signs_nobody_in(browser: FlaskClient, secret: str, header: str) -> None:
    """401, and which kind is wanted."""
    answer = browser.post("/api/trial/desk", headers={"Authorization": header})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.get_json()["type"] == "/api/v1/#not-signed-in"


def test_a_bad_token_is_not_helped_by_a_cookie(signed_in: SignedIn, secret: str) -> None:
    """Who sends one is a program."""
    assert _ask(signed_in("wang", Role.AGENT), "x") == 401


def test_a_token_expires(browser: FlaskClient, secret: str, clock: FakeClock) -> None:
    """At its time, not later."""
    clock.go_on(30 * 86400 - 1)
    assert _ask(browser, secret) == 200
    clock.go_on(1)
    assert _ask(browser, secret) == 401


def test_a_revoked_token_is_good_no_longer(browser: FlaskClient, secret: str, staff: Staff, parts: Parts) -> None:
    """At once; others of the account stay."""
    _, other = staff.give_token("mei", "desk", [Right.DESK], timedelta(days=1))
    first = next(one for one in parts.tokens.of("mei") if one.label == "phone")
    staff.revoke_token("mei", first.id)

    assert (_ask(browser, secret), _ask(browser, other)) == (401, 200)


def test_a_disabled_account_has_no_tokens(browser: FlaskClient, secret: str, staff: Staff) -> None:
    """Not even once it is enabled again."""
    staff.disable("mei")
    assert _ask(browser, secret) == 401
    staff.enable("mei")
    assert _ask(browser, secret) == 401


def test_nobody_revokes_the_token_of_somebody_else(signed_in: SignedIn, secret: str, parts: Parts) -> None:
    """By knowing its number."""
    wang = signed_in("wang", Role.AGENT)
    [token] = parts.tokens.of("mei")

    answer = wang.post(f"/own/tokens/{token.id}/revoke", data={"form_token": form_token_of(wang, "/own")})

    assert answer.status_code == 409
    assert parts.tokens.of("mei") == [token]


@pytest.mark.parametrize(("scopes", "days"), [([Right.FLOWS], 1), ([], 1), ([Right.DESK], 0), ([Right.DESK], 367)])
def test_a_token_that_cannot_be_is_not_given(staff: Staff, secret: str, scopes: list[Right], days: int) -> None:
    """No scope that the account has not, none at all, no life, or too long a one."""
    with pytest.raises(WrongUse):
        staff.give_token("mei", "", scopes, timedelta(days=days))


def test_a_token_is_made_on_the_page_and_shown_once(signed_in: SignedIn, browser: FlaskClient, parts: Parts) -> None:
    """By who knows the password; what is kept of it does not open anything."""
    mei = signed_in("mei", Role.AGENT)
    form = {"label": "phone", "scopes": ["desk"], "days": "30", "form_token": form_token_of(mei, "/own")}
    assert mei.post("/own/tokens", data={**form, "present": "something else"}).status_code == 400

    page = mei.post("/own/tokens", data={**form, "present": PASSWORD}).text

    found = re.search(r"ivr_[\w-]{43}", page)
    assert found
    assert _ask(browser, found[0]) == 200
    assert found[0] not in mei.get("/own").text
    [token] = parts.tokens.of("mei")
    assert token.used == parts.clock()
    assert token.id not in found[0]


def test_a_program_that_breaks_something_learns_nothing(browser: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """The log says where, and neither says on what; the database's address stays in the log."""
    broken, down = browser.get("/api/trial/broken?said=my+secret"), browser.get("/api/trial/down")

    assert (broken.status_code, down.status_code) == (500, 503)
    assert "ValueError" in caplog.text
    assert "in broken" in caplog.text
    assert "my secret" not in caplog.text + broken.text
    assert "db.internal" in caplog.text
    assert "db.internal" not in down.text


def test_under_api_everything_is_told_in_json(browser: FlaskClient) -> None:
    """Also that there is nothing."""
    answer = browser.get("/api/nowhere")

    assert answer.status_code == 404
    assert answer.json == {
        "type": "/api/v1/#unknown",
        "title": "What is named is not there",
        "status": 404,
        "detail": "There is no such page",
        "fix": "Look at the address",
        "errors": [],
    }
    assert browser.post("/api/trial/desk").get_json()["type"] == "/api/v1/#bad-request"
    assert browser.get("/api/trial/desk").status_code == 405


def test_a_cookie_needs_the_form_token_in_json_too(signed_in: SignedIn) -> None:
    """Another site can send JSON, and not the header."""
    mei = signed_in("mei", Role.AGENT)
    token = form_token_of(mei)

    assert mei.post("/api/trial/desk", json={}).status_code == 400
    assert mei.post("/api/trial/desk", json={}, headers={"X-Form-Token": token}).json == {"name": "mei"}
