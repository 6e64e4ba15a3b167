"""`ivr desk`: who takes which callers, and why."""

import json
import sys
from pathlib import Path

import click

from ivr import app
from ivr.cli.problems import in_json
from ivr.errors import AuthorError, WrongUse
from ivr.flow.desk_file import load_desk
from ivr.handoff.reasons import in_words
from ivr.handoff.router import Router
from ivr.handoff.routing import Offer
from ivr.settings import read_settings
from ivr.terms import Language


@click.group()
def desk() -> None:
    """Queues and agents: who gets which caller."""


@desk.command("check")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--strict", is_flag=True, help="Exit with code 1 for warnings too.")
@click.option("--json", "for_programs", is_flag=True, help="Print a JSON list of the errors and warnings.")
def check(file: Path | None, strict: bool, for_programs: bool) -> None:
    """Check a desk file, and tell every mistake with its file, line and column.

    FILE is the one that this machine uses, if left out. Exit code 1 when it cannot be used. Every key is explained in
    docs/desk.md.

    \b
    Examples:
      ivr desk check flows/desk.yaml
      ivr desk check --strict --json
    """
    path = file or read_settings().desk_file
    if path is None:
        raise WrongUse("this machine has no desk file", "Name one, or see docs/desk.md")
    try:
        loaded = load_desk(path)
    except AuthorError as error:
        if for_programs:
            click.echo(in_json(error.problems))
            sys.exit(error.exit_code)
        raise
    if for_programs:
        click.echo(in_json(loaded.warnings))
    else:
        click.echo(f"{path} can be used: queues {len(loaded.plan.queues)}, agents {len(loaded.agents)}")
        for problem in loaded.warnings:
            click.echo(str(problem), err=True)
    sys.exit(AuthorError.exit_code if strict and loaded.warnings else 0)


@desk.command("explain")
@click.option(
    "--language",
    type=click.Choice([one.value for one in Language]),
    help="Why, in this language; else in each agent's own.",
)
@click.option("--json", "for_programs", is_flag=True, help="Print a JSON list, with the reasons in both languages.")
def explain(language: str | None, for_programs: bool) -> None:
    """Tell who would get which caller now, and why. Nothing is offered to anybody.

    \b
    Examples:
      ivr desk explain
      ivr desk explain --language zh
    """
    at = app.open_agents_desk(read_settings())
    offers = Router(at).outlook()
    if for_programs:
        click.echo(json.dumps([_as_json(one) for one in offers], ensure_ascii=False, indent=2))
        return
    for one in offers:
        told = Language(language) if language else one.language
        click.echo(f"{one.ticket.id}  {one.ticket.queue}: {in_words(one.why_first, told)}")
        click.echo(f"    {one.agent.full_name or one.agent.name}: {one.why(told)}")
    if not offers:
        waiting = len(at.queue.bare())
        click.echo(f"Nobody who is free can take one of the {waiting} who wait." if waiting else "Nobody is waiting.")


def _as_json(one: Offer) -> dict[str, object]:
    return {
        "ticket": one.ticket.id,
        "queue": one.ticket.queue,
        "agent": one.agent.name,
        "why_first": {language: in_words(one.why_first, language) for language in Language},
        "why_agent": {language: one.why(language) for language in Language},
    }
