"""`ivr flow`: what authors do with a flow."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import click

from ivr import app
from ivr.cli.flow_graph import graph
from ivr.cli.flow_new import new
from ivr.cli.flow_schema import schema
from ivr.errors import AuthorError, ModelError, OperatorError, Problem
from ivr.settings import read_settings


@click.group()
def flow() -> None:
    """Work on a flow."""


flow.add_command(new)
flow.add_command(graph)
flow.add_command(schema)


@flow.command("check")
@click.argument("name", metavar="FLOW")
@click.option("--model", metavar="NAME|DIR", help="Speech model whose words are compared; else that of the language.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Which answers hold on this day; else on the day it is.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of the mistakes and warnings.")
def check(name: str, model: str | None, today: datetime | None, as_json: bool) -> None:
    """Check a flow as a call would, and tell every mistake with its file, line and column.

    Exit code 1 when it cannot take calls. Words of its examples, questions and choices that the speech model cannot
    hear, answers that do not hold today and questions that are too alike are warned of, and change no exit code.

    \b
    Examples:
      ivr flow check flows/retail/flow.en.yaml
      ivr flow check my-line/flow.en.yaml --model my-line/model
    """
    settings = read_settings()
    if model is not None:
        settings = settings.model_copy(update={"model": model})
    try:
        loaded = app.open_flow(name, settings)
    except AuthorError as error:
        if as_json:
            click.echo(_as_json([("mistake", error.problems)]))
            sys.exit(error.exit_code)
        raise
    if not as_json:
        line = loaded.flow
        counts = f"nodes {len(line.nodes)}, intents {len(line.intents)}, answers {len(line.knowledge)}"
        click.echo(f"{line.flow} ({line.language}) can take calls: {counts}")
    doubtful = app.doubtful_answers(loaded, today.date() if today else app.today())
    try:
        unheard = app.unheard_words(loaded, settings)
    except ModelError as error:
        if model is not None:
            raise
        unheard = []
        click.echo(f"not checked against a speech model: {error}", err=True)
    if loaded.flow.understanding.embeddings:
        try:
            app.open_embedder(settings.models_dir)
        except OperatorError as error:
            click.echo(f"this machine cannot take its calls: {error}", err=True)
    if as_json:
        click.echo(_as_json([("doubtful_answer", doubtful), ("unheard_word", unheard)]))
        return
    for problem in (*doubtful, *unheard):
        click.echo(f"warning: {problem}", err=True)


def _as_json(found: Sequence[tuple[str, Sequence[Problem]]]) -> str:
    objects = [{"kind": kind, **asdict(problem)} for kind, problems in found for problem in problems]
    return json.dumps(objects, ensure_ascii=False, indent=2)
