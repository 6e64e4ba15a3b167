"""Every way into the console: who may go it, and who may not."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.console.access import Need, for_everybody, guard, need_of, needs
from ivr.console.factory import create_app
from ivr.console.parts import Parts
from ivr.console.rights import RIGHTS, Right, Role, rights_of
from ivr.errors import ContractError
from tests.unit.console.conftest import SignedIn, form_token_of

OPEN = {"static", "sign_in.show", "sign_in.enter", "sign_in.welcome", "sign_in.make_first_admin", "api.openapi"}
"""The only views for everybody. Another one is a decision, and is written down here."""


def _ways(app: Flask) -> Iterator[tuple[str, str, Need]]:
    """Method, address and need of every view; parts of addresses are made up."""
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for name, converter in rule._converters.items():
            value = "1" if "Integer" in type(converter).__name__ else "nobody"
            path = path.replace(f"<{name}>", value).replace(f"<int:{name}>", value).replace(f"<path:{name}>", value)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, path, need_of(app.view_functions[rule.endpoint])


def _asked(browser: FlaskClient, method: str, path: str) -> int:
    headers = {"X-Form-Token": form_token_of(browser)}
    return browser.open(path, method=method, headers=headers).status_code


def test_only_these_views_are_for_everybody(app: Flask) -> None:
    """All others need a right."""
    everybody = {name for name, view in app.view_functions.items() if not need_of(view).rights}

    assert everybody <= OPEN
    assert {"sign_in.enter", "static"} <= everybody


def test_nobody_gets_anywhere_without_signing_in(app: Flask, browser: FlaskClient) -> None:
    """Every view that needs a right sends strangers to sign in, or tells them 401."""
    told = {(method, path): _asked(browser, method, path) for method, path, need in _ways(app) if need.rights}

    assert len(told) >= 12
    assert {way: status for way, status in told.items() if status not in {302, 401}} == {}


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_where_its_rights_lead_and_nowhere_else(app: Flask, signed_in: SignedIn, role: Role) -> None:
    """Each view of the application, asked by each role: 403 exactly where the right is missing."""
    ways = [way for way in _ways(app) if way[2].rights and way[1] != "/sign-out"]
    browser = signed_in("mei", role)
    told = {(method, path): _asked(browser, method, path) for method, path, need in ways if not _streams(path)}

    forbidden = {way for way, status in told.items() if status == 403}

    assert forbidden == {
        (method, path) for method, path, need in ways if not need.rights & RIGHTS[role] and not _streams(path)
    }
    assert 401 not in told.values()


def _streams(path: str) -> bool:
    """Whether an answer would not end."""
    return path.endswith(("/events", "/stream", "/live"))


def test_a_view_that_says_no_right_keeps_the_application_from_starting(app: Flask) -> None:
    """Whoever forgets it notices at once."""
    fresh = Flask("fresh")
    fresh.add_url_rule("/secret", "secret", lambda: "secret")

    with pytest.raises(ContractError, match="says no right"):
        guard(fresh)


def test_a_view_that_came_after_the_guard_is_not_answered(parts: Parts) -> None:
    """It looks at each request, not only when it is set up."""
    app = create_app(parts, ["localhost"])
    app.add_url_rule("/secret", "secret", lambda: "secret")

    answer = app.test_client().get("/secret")

    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_the_marks_say_what_is_needed() -> None:
    """A view for a right, one that pages ask for by themselves, and one for everybody."""
    views = [needs(Right.DESK)(lambda: ""), needs(Right.DESK, by_itself=True)(lambda: ""), for_everybody(lambda: "")]

    desk = frozenset({Right.DESK})
    assert [need_of(view) for view in views] == [Need(desk), Need(desk, True), Need()]


def test_roles_have_the_least_that_they_need() -> None:
    """An admin takes no tickets and reads none by being one; an agent steers nobody."""
    assert rights_of([Role.ADMIN]) & {Right.DESK, Right.WATCH, Right.STEER, Right.FLOWS} == set()
    assert rights_of([Role.AGENT]) == {Right.OWN, Right.DESK}
    assert rights_of([Role.AGENT, Role.EDITOR]) == {Right.OWN, Right.DESK, Right.FLOWS}
    assert rights_of([]) == set()


def test_another_role_counts_at_once(signed_in: SignedIn, parts: Parts) -> None:
    """A session that is open has the rights of now, not those of when it began."""
    browser = signed_in("mei", Role.ADMIN)
    signed_in("wang", Role.ADMIN)
    account = parts.accounts.find("mei")
    assert account
    assert browser.get("/accounts").status_code == 200

    parts.accounts.change(replace(account, roles=(Role.AGENT,)))

    assert browser.get("/accounts").status_code == 403
