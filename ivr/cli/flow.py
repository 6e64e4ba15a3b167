"""`ivr flow`: what authors do with a flow."""

import sys
from datetime import datetime

import click

from ivr import app
from ivr.cli.flow_graph import graph
from ivr.cli.flow_new import new
from ivr.cli.flow_schema import schema
from ivr.cli.flow_test import run_tests
from ivr.cli.flow_try import try_out
from ivr.cli.problems import in_json
from ivr.errors import AuthorError, ModelError, OperatorError, Problem
from ivr.flow.linter import warnings
from ivr.flow.loader import LoadedFlow
from ivr.flow.parity import parity
from ivr.lobby import check_line
from ivr.settings import Settings, read_settings


@click.group()
def flow() -> None:
    """Work on a flow."""


flow.add_command(new)
flow.add_command(graph)
flow.add_command(schema)
flow.add_command(run_tests)
flow.add_command(try_out)


@flow.command("check")
@click.argument("name", metavar="FLOW")
@click.option("--model", metavar="NAME|DIR", help="Speech model whose words are compared; else that of the language.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Which answers hold on this day; else on the day it is.",
)
@click.option("--strict", is_flag=True, help="Exit with code 1 for warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of the errors and warnings.")
def check(name: str, model: str | None, today: datetime | None, strict: bool, as_json: bool) -> None:
    """Check a flow as a call would, and tell every mistake with its file, line and column.

    Exit code 1 when it cannot take calls, or does not do the same as the flow of another language beside it, or when
    the line.yaml beside it is wrong. Warnings,
    such as words that the speech model cannot hear and answers that do not hold today, change no exit code but with
    --strict. Each code is explained in docs/checker.md.

    \b
    Examples:
      ivr flow check flows/retail/flow.en.yaml
      ivr flow check my-line/flow.en.yaml --model my-line/model
      ivr flow check my-line/flow.en.yaml --strict --json
    """
    settings = read_settings()
    if model is not None:
        settings = settings.model_copy(update={"model": model})
    try:
        loaded = app.open_flow(name, settings)
        check_line(loaded)
    except AuthorError as error:
        if as_json:
            click.echo(in_json(error.problems))
            sys.exit(error.exit_code)
        raise
    if loaded.flow.understanding.embeddings:
        try:
            app.open_embedder(settings.models_dir)
        except OperatorError as error:
            click.echo(f"this machine cannot take its calls: {error}", err=True)
    found = [
        *warnings(loaded, today.date() if today else app.today()),
        *_beside(loaded),
        *_unheard(loaded, settings, model is not None),
    ]
    if as_json:
        click.echo(in_json(found))
    else:
        line = loaded.flow
        counts = f"nodes {len(line.nodes)}, intents {len(line.intents)}, answers {len(line.knowledge)}"
        click.echo(f"{line.flow} ({line.language}) can take calls: {counts}")
        for problem in found:
            click.echo(str(problem), err=True)
    refused = strict or any(problem.severity == "error" for problem in found)
    sys.exit(AuthorError.exit_code if refused and found else 0)


def _beside(loaded: LoadedFlow) -> list[Problem]:
    """Where the flow and that of the same line in another language do not do the same."""
    try:
        others = list(app.other_languages(loaded, loaded.files()[0]))
    except AuthorError as error:
        place = error.problems[0]
        click.echo(f"not compared with the other language: {place.file} has a mistake in line {place.line}", err=True)
        return []
    return [problem for other in others for problem in parity(loaded, other)]


def _unheard(loaded: LoadedFlow, settings: Settings, is_named: bool) -> list[Problem]:
    """The words that the model cannot hear; without a model of that language nothing, unless one was named."""
    try:
        return app.unheard_words(loaded, settings)
    except ModelError as error:
        if is_named:
            raise
        click.echo(f"not checked against a speech model: {error}", err=True)
        return []
