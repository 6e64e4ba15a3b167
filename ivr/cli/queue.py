"""`ivr queue`: what waits for the agents."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ivr import app
from ivr.handoff.rank import in_order
from ivr.handoff.reasons import Reason, in_words, why_here
from ivr.handoff.ticket import Ticket
from ivr.settings import read_settings
from ivr.terms import Language


@click.group()
def queue() -> None:
    """Callers who wait for a person."""


@queue.command("list")
@click.option("--queue", "name", metavar="NAME", help="Only this queue.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, with transcripts.")
def list_tickets(name: str | None, as_json: bool) -> None:
    """List the waiting tickets, the next one first, and why it is that.

    A place is that in the ticket's queue. Who gets which ticket depends on the agents too: see `ivr desk explain`.

    \b
    Example:
      ivr queue list --queue returns
    """
    settings = read_settings()
    plan, now = app.read_desk(settings).plan, datetime.now(UTC)
    placed = list(_placed(in_order(app.open_desk(settings).queue.waiting(name), plan, now)))
    if as_json:
        whole = [_as_json(ticket, place, why_here(ticket, plan.queue(ticket.queue), now)) for place, ticket in placed]
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2, default=datetime.isoformat))
        return
    if not placed:
        click.echo("Nobody is waiting.")
        return
    console = Console(highlight=False)
    for place, ticket in placed:
        console.print(Text(_headline(ticket), style="bold"))
        told = ticket.summary
        if place == 1:
            why = in_words(why_here(ticket, plan.queue(ticket.queue), now), Language.ENGLISH)
            told = f"First in {ticket.queue}: {why}.\n{told}"
        console.print(Padding(Text(told), (0, 0, 1, 4)))


def _placed(tickets: Iterable[Ticket]) -> Iterator[tuple[int, Ticket]]:
    """Each ticket with its place in its queue."""
    before: Counter[str] = Counter()
    for ticket in tickets:
        before[ticket.queue] += 1
        yield before[ticket.queue], ticket


def _headline(ticket: Ticket) -> str:
    """Who waits where and since when; the story stands below, over the whole width."""
    known = [ticket.queue, f"{ticket.priority} priority", ticket.mood, f"since {ticket.created:%m-%d %H:%M} UTC"]
    known += [f"needs {', '.join(ticket.skills)}"] if ticket.skills else []
    known += [f"call back {ticket.number}"] if ticket.number else []
    return f"{ticket.id}  {' · '.join(known)}"


def _as_json(ticket: Ticket, place: int, why: tuple[Reason, ...]) -> dict[str, object]:
    return asdict(ticket) | {"place": place, "why": {language: in_words(why, language) for language in Language}}
