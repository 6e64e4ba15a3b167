"""`ivr queue`: what waits for the agents."""

import json
from dataclasses import asdict
from datetime import datetime

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

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
    console = Console(highlight=False)
    for ticket in tickets:
        console.print(Text(_headline(ticket), style="bold"))
        console.print(Padding(Text(ticket.summary), (0, 0, 1, 4)))


def _headline(ticket: Ticket) -> str:
    """Who waits where and since when; the story stands below, over the whole width."""
    known = [ticket.queue, f"{ticket.priority} priority", ticket.mood, f"since {ticket.created:%m-%d %H:%M} UTC"]
    known += [f"needs {', '.join(ticket.skills)}"] if ticket.skills else []
    known += [f"call back {ticket.number}"] if ticket.number else []
    return f"{ticket.id}  {' · '.join(known)}"


def _as_json(ticket: Ticket) -> dict[str, object]:
    values = asdict(ticket)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
