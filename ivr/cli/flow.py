"""`ivr flow`: what authors do with a flow."""

import json
import sys
from dataclasses import asdict

import click

from ivr import app
from ivr.errors import AuthorError, ModelError
from ivr.settings import read_settings


@click.group()
def flow() -> None:
    """Work on a flow."""


@flow.command("check")
@click.argument("name", metavar="FLOW")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of the problems.")
def check(name: str, as_json: bool) -> None:
    """Check a flow as a call would, and tell every mistake with its file, line and column.

    Exit code 1 when it cannot take calls. Words of its examples that the speech model cannot hear are told, too.

    \b
    Example:
      ivr flow check flows/retail/flow.en.yaml
    """
    settings = read_settings()
    try:
        loaded = app.open_flow(name, settings)
    except AuthorError as error:
        if as_json:
            click.echo(json.dumps([asdict(problem) for problem in error.problems], ensure_ascii=False, indent=2))
            sys.exit(error.exit_code)
        raise
    if as_json:
        click.echo("[]")
        return
    line = loaded.flow
    counts = f"nodes {len(line.nodes)}, intents {len(line.intents)}"
    click.echo(f"{line.flow} ({line.language}) can take calls: {counts}")
    try:
        unheard = app.unheard_words(loaded, settings)
    except ModelError as error:
        click.echo(f"not checked against a speech model: {error}", err=True)
        return
    if unheard:
        click.echo(f"words that the speech model cannot hear: {', '.join(unheard)}", err=True)
