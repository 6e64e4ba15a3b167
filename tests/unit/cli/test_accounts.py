"""Accounts of the console, at the machine."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from ivr.cli import accounts as accounts_command
from ivr.cli.main import main

PASSWORD = "four words are enough"
Ivr: TypeAlias = Callable[..., Result]


@pytest.fixture
def ivr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ivr:
    """Run `ivr` with a database of this test's own; the process's standard input is `typed`."""
    monkeypatch.setenv("IVR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments, typed="": CliRunner().invoke(main, arguments, input=typed)


def test_accounts_at_the_machine(ivr: Ivr) -> None:
    """Made, listed, given another password, disabled; all of it in the audit, and no password in any output."""
    assert ivr("accounts", "add", "李梅", "--role", "agent", typed=f"{PASSWORD}\n").exit_code == 0
    assert ivr("accounts", "password", "李梅", typed=f"{PASSWORD} too\n").exit_code == 0
    assert ivr("accounts", "disable", "李梅").exit_code == 0
    again = ivr("accounts", "add", "李梅", "--role", "agent", typed=f"{PASSWORD}\n")
    short = ivr("accounts", "add", "bob", "--role", "agent", typed="short\n")
    unknown = ivr("accounts", "password", "nobody", typed=f"{PASSWORD}\n")

    assert [(one.exit_code, "Traceback" in one.stderr) for one in (again, short, unknown)] == [(2, False)] * 3
    assert "there is an account 李梅 already" in again.stderr
    [account] = json.loads(ivr("accounts", "list", "--json").stdout)
    assert (account["name"], account["roles"], account["disabled"]) == ("李梅", ["agent"], True)
    audit = ivr("accounts", "audit", "--json").stdout
    assert [deed["what"] for deed in json.loads(audit)] == ["account disabled", "password set", "account added"]
    assert "four words" not in audit


def test_what_is_typed_is_asked_for_twice(ivr: Ivr, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal: a slip makes no account."""
    answers = iter([PASSWORD, PASSWORD + "x", PASSWORD, PASSWORD])
    monkeypatch.setattr(accounts_command, "getpass", lambda _: next(answers))
    monkeypatch.setattr(accounts_command, "_is_terminal", lambda: True)

    assert "the two passwords are not the same" in ivr("accounts", "add", "mei", "--role", "agent").stderr
    assert ivr("accounts", "add", "mei", "--role", "agent").exit_code == 0
    assert "agent" in ivr("accounts", "list").stdout


def test_a_password_is_no_argument(ivr: Ivr) -> None:
    """Where everybody on the machine would see it."""
    assert ivr("accounts", "add", "mei", "--role", "agent", "--password", PASSWORD).exit_code == 2
    assert ivr("accounts", "password", "mei", PASSWORD).exit_code == 2


def test_a_disabled_account_may_sign_in_again(ivr: Ivr) -> None:
    """By the same command."""
    ivr("accounts", "add", "mei", "--role", "agent", typed=PASSWORD)
    ivr("accounts", "disable", "mei")
    ivr("accounts", "disable", "mei", "--undo")

    assert json.loads(ivr("accounts", "list", "--json").stdout)[0]["disabled"] is False


def test_a_token_is_all_that_is_printed(ivr: Ivr) -> None:
    """On standard output; a scope that the account has not is refused."""
    ivr("accounts", "add", "mei", "--role", "agent", typed=PASSWORD)
    given = ivr("accounts", "token", "mei", "--scope", "desk")
    refused = ivr("accounts", "token", "mei", "--scope", "audit")

    assert given.stdout.startswith("ivr_")
    assert len(given.stdout.split()) == 1
    assert "not shown again" in given.stderr
    assert refused.exit_code == 2
    assert given.stdout.strip() not in ivr("accounts", "audit").stdout
