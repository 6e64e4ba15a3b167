"""Signing in and out."""

import pytest
from flask.testing import FlaskClient

from ivr.console.rights import Role
from tests.unit.console.conftest import PASSWORD, SignedIn, form_token_of


def test_who_is_not_signed_in_is_led_there_and_back(browser: FlaskClient, signed_in: SignedIn) -> None:
    """The page that was wanted is shown after signing in."""
    signed_in("mei", Role.AGENT)

    answer = browser.get("/?x=1")

    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/?x%3D1")
    form = {"name": "mei", "password": PASSWORD, "form_token": form_token_of(browser), "next": "/?x=1"}
    assert browser.post("/sign-in", data=form).location == "/?x=1"
    assert "Good to see you, mei" in browser.get("/").text


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example", "/\\evil.example", "/\n/evil.example", "x"])
def test_signing_in_leads_to_no_other_site(browser: FlaskClient, signed_in: SignedIn, evil: str) -> None:
    """A link that somebody sent cannot lead on to a page of theirs."""
    signed_in("mei", Role.AGENT)
    form = {"name": "mei", "password": PASSWORD, "form_token": form_token_of(browser), "next": evil}

    assert browser.post("/sign-in", data=form).location == "/"
