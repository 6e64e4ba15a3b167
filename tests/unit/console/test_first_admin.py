"""The link that makes the first admin."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.console.parts import Parts
from ivr.console.rights import Role
from ivr.console.staff import Staff
from ivr.testing import FakeClock
from tests.unit.console.conftest import PASSWORD, form_token_of


def _make(browser: FlaskClient, link: str, name: str = "Boss", **more: str) -> int:
    form = {"link": link, "name": name, "full_name": "", "password": PASSWORD, "again": PASSWORD, **more}
    return browser.post("/first-admin", data={**form, "form_token": form_token_of(browser, "/first-admin")}).status_code


def test_the_link_makes_an_admin_who_is_signed_in(browser: FlaskClient, staff: Staff, parts: Parts) -> None:
    """By name and password of their own choice, and with nothing else to do."""
    link = staff.offer_first_admin()
    assert link

    assert _make(browser, link) == 302

    admin = parts.accounts.find("boss")
    assert admin
    assert admin.roles == (Role.ADMIN,)
    assert browser.get("/accounts").status_code == 200


def test_it_works_once(app: Flask, staff: Staff, parts: Parts) -> None:
    """Whoever finds it later finds nothing; there is no second link either."""
    link = staff.offer_first_admin()
    assert link
    assert _make(app.test_client(), link) == 302

    assert _make(app.test_client(), link, "second") == 400
    assert parts.accounts.find("second") is None
    assert staff.offer_first_admin() is None


def test_it_works_once_even_when_its_admin_has_gone(app: Flask, staff: Staff, parts: Parts) -> None:
    """A used link stays used; who has lost every admin starts anew at the machine."""
    link = staff.offer_first_admin()
    assert link
    assert _make(app.test_client(), link) == 302
    boss = parts.accounts.find("boss")
    assert boss
    parts.accounts.change(replace(boss, disabled=True))

    assert _make(app.test_client(), link, "second") == 400
    again = staff.offer_first_admin()
    assert again
    assert _make(app.test_client(), again, "second") == 302


def test_a_later_start_makes_the_earlier_link_useless(browser: FlaskClient, staff: Staff) -> None:
    """The link on an old screen is of no use."""
    first, second = staff.offer_first_admin(), staff.offer_first_admin()
    assert first
    assert second

    assert _make(browser, first) == 400
    assert _make(browser, second) == 302


def test_it_lasts_an_hour(browser: FlaskClient, staff: Staff, clock: FakeClock) -> None:
    """Forgotten on a screen, it opens nothing."""
    link = staff.offer_first_admin()
    assert link
    clock.go_on(3600)

    assert _make(browser, link) == 400


@pytest.mark.parametrize(
    "more", [{"again": "something else"}, {"password": "short", "again": "short"}, {"name": "a b"}]
)
def test_a_slip_does_not_use_it_up(browser: FlaskClient, staff: Staff, more: dict[str, str]) -> None:
    """The form is shown again, and the link is still good."""
    link = staff.offer_first_admin()
    assert link

    assert _make(browser, link, **more) == 400
    assert _make(browser, link) == 302


@pytest.mark.parametrize("guess", ["", "x", "' OR 1=1 --"])
def test_nobody_guesses_it(browser: FlaskClient, staff: Staff, parts: Parts, guess: str) -> None:
    """And what is kept of it is no link."""
    staff.offer_first_admin()

    assert _make(browser, guess) == 400
    assert parts.accounts.all() == []


def test_an_account_made_at_the_machine_takes_the_link_away(browser: FlaskClient, staff: Staff) -> None:
    """There is an admin then."""
    link = staff.offer_first_admin()
    assert link
    staff.add("boss", "", [Role.ADMIN], PASSWORD, None)

    assert _make(browser, link, "second") == 400
