"""Signing in and out."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.console.account import Deed
from ivr.console.entry import PER_ACCOUNT, PER_ADDRESS
from ivr.console.parts import Parts
from ivr.console.passwords import Passwords
from ivr.console.rights import Role
from ivr.console.staff import AT_THE_MACHINE, Staff
from ivr.testing import FakeClock
from tests.unit.console.conftest import PASSWORD, SignedIn, form_token_of

WRONG = "four other words entirely"


def _try(browser: FlaskClient, name: str, password: str, address: str = "127.0.0.1") -> tuple[int, str]:
    form = {"name": name, "password": password, "form_token": form_token_of(browser)}
    answer = browser.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": address})
    return answer.status_code, answer.text.replace(name, "NAME").replace(form["form_token"], "")


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


@pytest.mark.parametrize("typed", ["MEI", " mei ", "ｍｅｉ"])
def test_a_name_is_the_same_however_it_is_typed(browser: FlaskClient, signed_in: SignedIn, typed: str) -> None:
    """Capitals, spaces around it, the wide letters of a Chinese keyboard."""
    signed_in("mei", Role.AGENT)

    assert _try(browser, typed, PASSWORD)[0] == 302


def test_a_chinese_name_and_password_sign_in(browser: FlaskClient, staff: Staff) -> None:
    """Letters of any script are letters."""
    staff.add("李梅", "李梅", [Role.AGENT], "今天天气真不错我们去公园", None)

    assert _try(browser, "李梅", "今天天气真不错我们去公园")[0] == 302
    assert "李梅，您好" in browser.get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text


def test_answers_do_not_tell_whether_there_is_an_account(browser: FlaskClient, signed_in: SignedIn) -> None:
    """Word for word the same for a wrong password, an unknown name and a disabled account, and also the last time."""
    signed_in("mei", Role.AGENT)

    known = [_try(browser, "mei", WRONG, "10.0.0.1") for _ in range(PER_ACCOUNT + 1)]
    unknown = [_try(browser, "nobody", WRONG, "10.0.0.2") for _ in range(PER_ACCOUNT + 1)]

    assert known == unknown
    assert [status for status, _ in known] == [401] * PER_ACCOUNT + [429]


def test_where_there_is_no_account_a_password_is_compared_all_the_same(
    browser: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes as long: there is one comparison, with what is kept for nobody."""
    compared: list[str | None] = []
    fits = Passwords.fits

    def watched(passwords: Passwords, password: str, kept: str | None) -> bool:
        compared.append(kept)
        return fits(passwords, password, kept)

    monkeypatch.setattr(Passwords, "fits", watched)

    assert _try(browser, "nobody", WRONG)[0] == 401
    assert compared == [None]
    assert not parts.passwords.fits("the password of nobody", None)


def test_too_many_attempts_at_an_account_wait(app: Flask, signed_in: SignedIn, clock: FakeClock) -> None:
    """From wherever they come, even with the right password; after a quarter of an hour it may be tried again."""
    signed_in("mei", Role.AGENT)
    for number in range(PER_ACCOUNT):
        assert _try(app.test_client(), "mei", WRONG, f"10.0.0.{number}")[0] == 401

    assert _try(app.test_client(), "mei", PASSWORD, "10.1.0.1")[0] == 429
    assert _try(app.test_client(), "wang", WRONG, "10.1.0.1")[0] == 401
    clock.go_on(15 * 60)

    assert _try(app.test_client(), "mei", PASSWORD, "10.1.0.1")[0] == 302


def test_too_many_attempts_from_an_address_wait(app: Flask, signed_in: SignedIn) -> None:
    """At whatever accounts; from elsewhere it goes on."""
    signed_in("mei", Role.AGENT)
    for number in range(PER_ADDRESS):
        assert _try(app.test_client(), f"guess{number}", WRONG, "10.0.0.1")[0] == 401

    assert _try(app.test_client(), "mei", PASSWORD, "10.0.0.1")[0] == 429
    assert _try(app.test_client(), "mei", PASSWORD, "10.0.0.2")[0] == 302


def test_a_restart_forgets_no_attempt(parts: Parts, signed_in: SignedIn, clock: FakeClock) -> None:
    """They are in the database."""
    from ivr.console.factory import create_app

    signed_in("mei", Role.AGENT)
    for _ in range(PER_ACCOUNT):
        _try(create_app(parts).test_client(), "mei", WRONG)

    assert _try(create_app(parts).test_client(), "mei", PASSWORD)[0] == 429


def test_signing_in_forgets_the_failures_before(browser: FlaskClient, app: Flask, signed_in: SignedIn) -> None:
    """Who mistypes now and then is never shut out."""
    signed_in("mei", Role.AGENT)
    for _ in range(2):
        for _ in range(PER_ACCOUNT - 1):
            assert _try(app.test_client(), "mei", WRONG)[0] == 401
        assert _try(app.test_client(), "mei", PASSWORD)[0] == 302


def test_signing_in_makes_a_new_cookie(browser: FlaskClient, signed_in: SignedIn) -> None:
    """A cookie that somebody planted beforehand is of no use afterwards."""
    signed_in("mei", Role.AGENT)
    browser.set_cookie("ivr", "planted")
    planted = browser.get_cookie("ivr")
    assert planted

    assert _try(browser, "mei", PASSWORD)[0] == 302

    fresh = browser.get_cookie("ivr")
    assert fresh
    assert fresh.value != planted.value
    stranger = browser.application.test_client()
    stranger.set_cookie("ivr", "planted")
    assert stranger.get("/").status_code == 302


def test_signing_in_again_ends_the_session_before(browser: FlaskClient, signed_in: SignedIn, parts: Parts) -> None:
    """Of the same browser: no cookie that was replaced is left open."""
    signed_in("mei", Role.AGENT)
    _try(browser, "mei", PASSWORD)
    before = browser.get_cookie("ivr")
    assert before
    token = {"form_token": form_token_of(browser, "/")}
    browser.post("/sign-in", data={"name": "mei", "password": PASSWORD, **token})

    assert parts.sessions.find(before.value, parts.clock()) is None


def test_the_cookie_is_out_of_reach(app: Flask, signed_in: SignedIn) -> None:
    """No script reads it, no other site's form carries it; over TLS it never travels without."""
    signed_in("mei", Role.AGENT)
    for base, name in (("http://localhost", "ivr"), ("https://localhost", "__Host-ivr")):
        told = app.test_client().get("/sign-in", base_url=base).headers["Set-Cookie"]

        assert told.startswith(f"{name}=")
        assert "HttpOnly" in told
        assert "SameSite=Lax" in told
        assert ("Secure" in told) == base.startswith("https")


def test_signing_out_ends_the_session_for_copies_too(signed_in: SignedIn) -> None:
    """Not only the cookie is gone."""
    browser = signed_in("mei", Role.AGENT)
    cookie = browser.get_cookie("ivr")
    assert cookie
    copy = browser.application.test_client()
    copy.set_cookie("ivr", cookie.value)
    assert copy.get("/").status_code == 200

    browser.post("/sign-out", data={"form_token": form_token_of(browser, "/")})

    assert browser.get("/").status_code == 302
    assert copy.get("/").status_code == 302


def test_a_session_ends_when_nobody_uses_it(signed_in: SignedIn, clock: FakeClock) -> None:
    """An hour without a page; used now and then it stays open."""
    browser = signed_in("mei", Role.AGENT)
    for _ in range(3):
        clock.go_on(59 * 60)
        assert browser.get("/").status_code == 200
    clock.go_on(60 * 60)

    assert browser.get("/").status_code == 302


def test_a_session_ends_after_a_shift_however_much_it_is_used(signed_in: SignedIn, clock: FakeClock) -> None:
    """Twelve hours."""
    browser = signed_in("mei", Role.AGENT)
    for _ in range(23):
        clock.go_on(30 * 60)
        assert browser.get("/").status_code == 200
    clock.go_on(30 * 60)

    assert browser.get("/").status_code == 302


def test_what_a_page_asks_by_itself_keeps_no_session_open(parts: Parts, signed_in: SignedIn, clock: FakeClock) -> None:
    """A browser that was left alone is signed out although it beats."""
    browser = signed_in("mei", Role.AGENT)
    cookie = browser.get_cookie("ivr")
    assert cookie
    for _ in range(59):
        clock.go_on(60)
        assert parts.sessions.find(cookie.value, clock(), used=False)
    clock.go_on(60)

    assert parts.sessions.find(cookie.value, clock(), used=False) is None


def test_a_disabled_account_is_signed_in_nowhere(app: Flask, signed_in: SignedIn, staff: Staff) -> None:
    """Its sessions are over, and there is no other."""
    browser = signed_in("mei", Role.AGENT)
    staff.disable("mei")

    assert browser.get("/").status_code == 302
    assert _try(app.test_client(), "mei", PASSWORD)[0] == 401
    staff.enable("mei")
    assert browser.get("/").status_code == 302
    assert _try(app.test_client(), "mei", PASSWORD)[0] == 302


def test_attempts_are_written_down_without_what_was_typed(
    app: Flask, parts: Parts, signed_in: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    """A password that was typed as a name is in no audit and in no log."""
    signed_in("mei", Role.AGENT)
    caplog.set_level(logging.DEBUG)
    _try(app.test_client(), PASSWORD, "mei")
    _try(app.test_client(), "mei", WRONG)
    at = parts.clock()

    assert parts.audit.latest(2) == [
        Deed(at, "mei", "password refused", address="127.0.0.1"),
        Deed(at, "", "password refused", address="127.0.0.1"),
    ]
    assert PASSWORD not in caplog.text
    assert WRONG not in caplog.text


def test_nothing_in_the_database_signs_anybody_in(parts: Parts, signed_in: SignedIn) -> None:
    """Whoever reads it finds hashes of passwords and of cookies."""
    cookie = signed_in("mei", Role.AGENT).get_cookie("ivr")
    assert cookie
    session = parts.sessions.find(cookie.value, parts.clock())
    assert session
    kept = parts.accounts.password_of("mei")
    assert kept

    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    assert cookie.value not in session.id
    assert parts.sessions.find(session.id, parts.clock()) is None


def test_a_password_at_an_older_cost_is_hashed_anew(parts: Parts, browser: FlaskClient) -> None:
    """When its owner signs in: nobody else can."""
    from argon2 import PasswordHasher

    dated = Passwords(PasswordHasher(time_cost=1, memory_cost=16, parallelism=1))
    Staff(parts, AT_THE_MACHINE).add("mei", "", [Role.AGENT], PASSWORD, None)
    parts.accounts.set_password("mei", dated.hash(PASSWORD))

    assert _try(browser, "mei", PASSWORD)[0] == 302

    kept = parts.accounts.password_of("mei")
    assert kept
    assert "m=8," in kept
