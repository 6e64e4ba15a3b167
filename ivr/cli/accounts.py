"""`ivr accounts`: who may sign in to the console, for operators at the machine."""

import json
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from getpass import getpass
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from ivr import app
from ivr.console.rights import Right, Role
from ivr.errors import WrongUse
from ivr.settings import read_settings
from ivr.terms import Language

if TYPE_CHECKING:
    from ivr.console.parts import Parts
    from ivr.console.staff import Staff

ROLES = click.Choice([one.value for one in Role])
SCOPES = click.Choice([one.value for one in Right])
LANGUAGES = click.Choice([one.value for one in Language])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def accounts() -> None:
    """Accounts of the console: agents, supervisors, editors, administrators.

    Passwords are asked for without echo, or read as one line from standard input; they are never an argument.
    """


@accounts.command()
@click.argument("name")
@click.option("--role", "roles", type=ROLES, multiple=True, required=True, help="May be repeated.")
@click.option("--full-name", default="", metavar="TEXT", help="As colleagues see it.")
@click.option("--language", type=LANGUAGES, help="Language of the pages; else that of the browser.")
def add(name: str, roles: tuple[str, ...], full_name: str, language: str | None) -> None:
    """Make an account.

    \b
    Example:
      ivr accounts add mei --role agent --full-name "Li Mei" --language zh
    """
    _, staff = _open()
    staff.add(name, full_name, [Role(role) for role in roles], _password(), Language(language) if language else None)
    click.echo(f"{name} may sign in now.", err=True)


@accounts.command("list")
@AS_JSON
def list_accounts(as_json: bool) -> None:
    """List the accounts.

    \b
    Example:
      ivr accounts list --json
    """
    parts, _ = _open()
    there = parts.accounts.all()
    if as_json:
        _print_json([asdict(one) for one in there])
        return
    table = Table("name", "full name", "roles", "state")
    for one in there:
        table.add_row(one.name, one.full_name, ", ".join(one.roles), "disabled" if one.disabled else "")
    Console().print(table)


@accounts.command()
@click.argument("name")
def password(name: str) -> None:
    """Set another password; sessions of the account are over, failed attempts forgotten.

    \b
    Example:
      ivr accounts password mei
    """
    _, staff = _open()
    staff.get(name)
    staff.set_password(name, _password())
    click.echo(f"{name} has another password now.", err=True)


@accounts.command()
@click.argument("name")
@click.option("--undo", is_flag=True, help="The account may sign in again.")
def disable(name: str, undo: bool) -> None:
    """Disable an account: its sessions and tokens are over at once.

    \b
    Example:
      ivr accounts disable mei
    """
    _, staff = _open()
    if undo:
        staff.enable(name)
    else:
        staff.disable(name)
    click.echo(f"{name} {'may sign in again' if undo else 'is disabled'}.", err=True)


@accounts.command()
@click.argument("name")
@click.option("--scope", "scopes", type=SCOPES, multiple=True, required=True, help="May be repeated.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long it is good.")
@click.option("--label", default="", metavar="TEXT", help="What it is for.")
@AS_JSON
def token(name: str, scopes: tuple[str, ...], days: int, label: str, as_json: bool) -> None:
    """Make an API token; it is printed this once.

    \b
    Example:
      ivr accounts token mei --scope desk --label "softphone" --days 30
    """
    _, staff = _open()
    made, secret = staff.give_token(name, label, [Right(scope) for scope in scopes], timedelta(days=days))
    if as_json:
        _print_json(asdict(made) | {"token": secret})
    else:
        click.echo(secret)
        click.echo(f"Good until {made.expires:%Y-%m-%d %H:%M} UTC; it is not shown again.", err=True)


@accounts.command()
@click.option("--who", default="", metavar="NAME", help="Only what this account did.")
@click.option("--last", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many.")
@AS_JSON
def audit(who: str, last: int, as_json: bool) -> None:
    """Show who did what, the newest first.

    \b
    Example:
      ivr accounts audit --who mei
    """
    parts, _ = _open()
    deeds = parts.audit.latest(last, who)
    if as_json:
        _print_json([asdict(deed) for deed in deeds])
        return
    table = Table("at (UTC)", "who", "what", "on", "detail", "from")
    for deed in deeds:
        table.add_row(f"{deed.at:%Y-%m-%d %H:%M:%S}", deed.who, deed.what, deed.on, deed.detail, deed.address)
    Console().print(table)


def _open() -> "tuple[Parts, Staff]":
    """The accounts, and what an operator at the machine does with them."""
    from ivr.console.staff import AT_THE_MACHINE, Staff  # late: brings Flask

    parts = app.open_console(read_settings())
    return parts, Staff(parts, AT_THE_MACHINE)


def _password() -> str:
    """Asked for twice on a terminal; one line where programs write."""
    if not _is_terminal():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Password (12 characters or more): ")
    if first != getpass("Once more: "):
        raise WrongUse("the two passwords are not the same", "Try again")
    return first


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _print_json(what: Any) -> None:
    def plain(value: object) -> object:
        return value.isoformat() if isinstance(value, datetime) else str(value)

    click.echo(json.dumps(what, ensure_ascii=False, indent=2, default=plain))
