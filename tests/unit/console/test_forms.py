"""No other site can use somebody's cookie."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.console.parts import Parts
from ivr.console.rights import Role
from tests.unit.console.conftest import PASSWORD, SignedIn, form_token_of


@pytest.mark.parametrize("given", [{}, {"form_token": ""}, {"form_token": "0" * 64}])
def test_a_form_of_another_site_changes_nothing(signed_in: SignedIn, parts: Parts, given: dict[str, str]) -> None:
    """Without what the pages hold it is refused, and the account stays as it was."""
    browser = signed_in("mei", Role.AGENT, full_name="Li Mei")

    answer = browser.post("/own", data={"full_name": "Somebody else", **given})

    found = parts.accounts.find("mei")
    assert found
    assert (answer.status_code, found.full_name) == (400, "Li Mei")


def test_what_one_browser_has_is_of_no_use_in_another(signed_in: SignedIn) -> None:
    """The token belongs to the cookie."""
    mine, theirs = signed_in("mei", Role.AGENT), signed_in("wang", Role.AGENT)

    assert theirs.post("/own", data={"full_name": "x", "form_token": form_token_of(mine)}).status_code == 400
    assert theirs.post("/own", data={"full_name": "x", "form_token": form_token_of(theirs)}).status_code == 302


def test_a_script_sends_it_in_a_header(signed_in: SignedIn) -> None:
    """As the pages' own scripts do."""
    browser = signed_in("mei", Role.AGENT)
    token = form_token_of(browser)

    assert browser.post("/own", data={"full_name": "x"}, headers={"X-Form-Token": token}).status_code == 302
    assert browser.post("/own", json={}, headers={"X-Form-Token": "ö"}).status_code == 400


def test_signing_in_needs_it_too(browser: FlaskClient, signed_in: SignedIn) -> None:
    """Nobody is signed in to a stranger's account by a page of the stranger."""
    signed_in("mei", Role.AGENT)

    assert browser.post("/sign-in", data={"name": "mei", "password": PASSWORD}).status_code == 400


def test_signing_out_needs_it_too(signed_in: SignedIn) -> None:
    """No other site signs anybody out."""
    browser = signed_in("mei", Role.AGENT)

    assert browser.post("/sign-out").status_code == 400
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example"])
def test_called_by_a_name_that_is_not_its_own_it_answers_nothing(app: Flask, host: str) -> None:
    """A page of another site cannot reach it by a name of its own that leads to this machine."""
    answer = app.test_client().get("/sign-in", headers={"Host": host})

    assert (answer.status_code, answer.content_type) == (400, "text/plain; charset=utf-8")
    assert "form" not in answer.text


def test_every_answer_tells_the_browser_to_be_careful(browser: FlaskClient) -> None:
    """Scripts from here only and none inline, no frames, no guessing of types, no addresses told to others."""
    for path in ("/sign-in", "/nowhere", "/static/console.css", "/"):
        with browser.get(path) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]

        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers
    assert browser.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "max-age=" in browser.get("/sign-in", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_what_is_too_large_is_refused(browser: FlaskClient) -> None:
    """Nobody fills the machine's memory."""
    form = {"form_token": form_token_of(browser), "name": "x" * 300_000}

    assert browser.post("/sign-in", data=form).status_code == 413
