"""`ivr models`: the speech models that are here, and those that can be fetched."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Column, Table

from ivr import app
from ivr.cli.adapt import adapt
from ivr.cli.evaluate import evaluate
from ivr.cli.model_get import get
from ivr.errors import WrongUse
from ivr.settings import read_settings

if TYPE_CHECKING:
    from ivr.speech.model_shelf import Entry


@click.group()
def models() -> None:
    """Speech models: which there are, which are here, and getting more."""


models.add_command(adapt)
models.add_command(evaluate)
models.add_command(get)


@models.command("list")
@click.option("--language", metavar="CODE", help="Only this language: en, en-in, zh (or cn), de ...")
@click.option("--online", is_flag=True, help="Fetch the vendor's list first; else no network is used.")
@click.option("--all", "everything", is_flag=True, help="Older official models, too.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_models(language: str | None, online: bool, everything: bool, as_json: bool) -> None:
    """List the starters, what is installed, and the official Vosk models that can be fetched.

    \b
    Examples:
      ivr models list
      ivr models list --language zh
    """
    shelf = app.model_shelf(read_settings())
    if online:
        shelf.refresh()
    entries = [one for one in shelf.entries(language) if everything or as_json or one.installed or not one.older]
    if as_json:
        click.echo(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=2))
        return
    if not entries:
        click.echo(f"There is no model for the language '{language}'.")
        return
    table = Table(Column("name", no_wrap=True), "language", "kind", "size", "here", "licence")
    for entry in entries:
        here = "yes" if entry.installed else ""
        licence = (entry.licence or "see the vendor's page").partition(":")[0]
        table.add_row(entry.name, f"{entry.language} {entry.language_text}", entry.kind, entry.size, here, licence)
    Console().print(table)


@models.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def card(name: str, as_json: bool) -> None:
    """Tell what is known of a model: what it is, its licence, where it is, how it was verified.

    \b
    Examples:
      ivr models card ivr-en-starter
      ivr models card vosk-model-small-cn-0.22 --json
    """
    shelf = app.model_shelf(read_settings())
    entry = shelf.entry(name)
    told = shelf.card(entry)
    if as_json:
        click.echo(json.dumps(asdict(entry) | told, ensure_ascii=False, indent=2))
    elif "card" in told:
        click.echo(told["card"])
    else:
        _print_facts(entry, told)


def _print_facts(entry: "Entry", told: dict[str, object]) -> None:
    facts = {"name": entry.name, "language": f"{entry.language} {entry.language_text}", "kind": entry.kind, **told}
    for key, value in facts.items():
        click.echo(f"{key.replace('_', ' '):<16} {'not known' if value is None else value}")


@models.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> None:
    """Delete an installed official model, or what has come of a download that did not end.

    \b
    Example:
      ivr models remove vosk-model-small-cn-0.22
    """
    shelf = app.model_shelf(read_settings())
    paths = shelf.removable(name)
    if not yes:
        told = ", ".join(map(str, paths))
        if not sys.stdin.isatty():
            raise WrongUse(f"{told}: not deleted without being asked for", "Say --yes")
        click.confirm(f"Delete {told}?", abort=True, err=True)
    shelf.folder.remove(name)
    click.echo(f"{name} is deleted.")
    archive = paths[0].with_name(f"{name}.zip")
    if archive.exists():
        click.echo(f"{archive} is still there; 'ivr models get {name}' would take it from there.", err=True)
