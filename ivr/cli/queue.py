"""`ivr queue`: what waits for the agents."""

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from ivr import app
from ivr.handoff.ticket import Ticket
from ivr.settings import read_settings


@click.group()
def queue() -> None:
    """Callers who wait for a person."""


@queue.command("list")
@click.option("--queue", "name", metavar="NAME", help="Only this queue.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, with transcripts.")
def list_tickets(name: str | None, as_json: bool) -> None:
    """List the waiting tickets, the next one first.

    \b
    Example:
      ivr queue list --queue returns
    """
    tickets = app.open_desk(read_settings()).queue.waiting(name)
    if as_json:
        click.echo(json.dumps([_as_json(ticket) for ticket in tickets], ensure_ascii=False, indent=2))
        return
    if not tickets:
        click.echo("Nobody is waiting.")
        return
    table = Table("ticket", "queue", "call back", "priority", "mood", "since (UTC)", "story")
    for ticket in tickets:
        since = f"{ticket.created:%m-%d %H:%M}"
        table.add_row(ticket.id, ticket.queue, ticket.number, ticket.priority, ticket.mood, since, ticket.summary)
    Console().print(table)


def _as_json(ticket: Ticket) -> dict[str, object]:
    return asdict(ticket) | {"created": ticket.created.isoformat()}
