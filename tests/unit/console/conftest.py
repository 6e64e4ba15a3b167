"""A console of one test: accounts in a new database, a desk in memory, a clock that stands still."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from ivr.console.factory import create_app
from ivr.console.parts import Parts
from ivr.console.passwords import Passwords
from ivr.console.rights import Role
from ivr.console.staff import AT_THE_MACHINE, Staff
from ivr.handoff.desk import Desk
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.plan import DeskPlan
from ivr.store.engine import open_engine
from ivr.terms import Language
from ivr.testing import FakeClock

PASSWORD = "four words are enough"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

Browser: TypeAlias = FlaskClient
SignedIn: TypeAlias = Callable[..., FlaskClient]


@pytest.fixture
def clock() -> FakeClock:
    """The time of the test."""
    return FakeClock()


@pytest.fixture
def parts(tmp_path: Path, clock: FakeClock) -> Iterator[Parts]:
    """What the console works with; passwords are hashed at a low cost."""
    engine = open_engine(f"sqlite:///{tmp_path / 'console.sqlite'}")
    yield Parts.over(engine, Desk(MemoryQueue(), DeskPlan(), clock), clock, Passwords(CHEAP))
    engine.dispose()


@pytest.fixture
def staff(parts: Parts) -> Staff:
    """The operator at the machine."""
    return Staff(parts, AT_THE_MACHINE)


@pytest.fixture
def app(parts: Parts) -> Flask:
    """The application."""
    return create_app(parts, ["localhost"])


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


def form_token_of(browser: FlaskClient, page: str = "/sign-in") -> str:
    """What the forms of this browser send along."""
    found = re.search(r'name="form-token" content="(\w+)"', browser.get(page, follow_redirects=True).text)
    assert found

    return found[1]


@pytest.fixture
def signed_in(app: Flask, staff: Staff) -> SignedIn:
    """Makes an account with these roles, and a browser in which it is signed in."""

    def made(name: str, *roles: Role, language: Language | None = Language.ENGLISH, full_name: str = "") -> FlaskClient:
        staff.add(name, full_name, roles, PASSWORD, language)
        browser = app.test_client()
        form = {"name": name, "password": PASSWORD, "form_token": form_token_of(browser)}
        assert browser.post("/sign-in", data=form).status_code == 302
        return browser

    return made
