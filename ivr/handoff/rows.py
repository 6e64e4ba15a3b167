"""Tickets, agents and happenings as rows of their tables."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Text, cast

from ivr.handoff.agent import Agent, AgentState, Presence
from ivr.handoff.moves import After
from ivr.handoff.ticket import URGENCY, Happening, Remark, Ticket, TicketKind, TicketStatus
from ivr.store.tables import tickets
from ivr.terms import Language, Temper

NAMES = tuple(one.name for one in fields(Ticket))

WHOLE = [tickets.c[name] for name in NAMES]
"""The columns that a ticket is made of."""

STORY: Mapping[str, Any] = {"summary": "", "slots": {}, "transcript": [], "summaries": {}, "tried": []}
"""What a bare ticket has instead of its story."""

BARE = [one for one in WHOLE if one.name not in STORY]

WANTED = (cast(tickets.c.skills, Text), tickets.c.language, cast(tickets.c.passed_over, Text))
"""What `wants` reads."""

KEPT_AS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("skills", "tried", "passed_over"), list),
    **dict.fromkeys(("slots", "summaries"), dict),
    "transcript": lambda remarks: [asdict(remark) for remark in remarks],
}
"""What becomes JSON."""


def ticket_row(ticket: Ticket, before: Ticket | None = None) -> dict[str, Any]:
    """All of a ticket, or what is not as `before`: seldom the story, which is the long part."""
    new = (name for name in NAMES if before is None or getattr(ticket, name) != getattr(before, name))
    row = {name: KEPT_AS.get(name, _itself)(getattr(ticket, name)) for name in new}
    return row | {"urgency": urgency(ticket.priority)} if "priority" in row else row


@dataclass(frozen=True, slots=True)
class Wants:
    """What `can_take` looks at."""

    skills: frozenset[str]
    language: Language | None
    passed_over: frozenset[str]


@lru_cache(1000)
def wants(skills: str, language: str | None, passed_over: str) -> Wants:
    """What a ticket wants of an agent, from its WANTED columns; many tickets want the same."""
    speaks = Language(language) if language else None
    return Wants(frozenset(json.loads(skills)), speaks, frozenset(json.loads(passed_over)))


def urgency(priority: str) -> int:
    """Less is served before more."""
    return URGENCY.get(priority, URGENCY["normal"])


def presence_row(presence: Presence, before: Presence | None = None) -> dict[str, Any]:
    """What an agent does, as far as it is not as `before`; who they are is written when they are enrolled."""
    row = {name: getattr(presence, name) for name in ("state", "since", "ticket", "until", "lease")}
    return {name: value for name, value in row.items() if before is None or value != getattr(before, name)}


def happening_row(after: After, at: datetime, agent: str) -> dict[str, Any]:
    """What a move did to a ticket."""
    assert after.ticket is not None
    return {"ticket": after.ticket.id, "at": at, "what": after.what, "agent": agent, "detail": after.detail}


def as_happening(row: Row[Any]) -> Happening:
    """What a row tells."""
    return Happening(row.ticket, row.at, row.what, row.agent, row.detail, row.number)


def as_ticket(row: Row[Any]) -> Ticket:
    """The ticket of a row of WHOLE or BARE."""
    values = {**STORY, **row._mapping}
    return Ticket(
        **values
        | {name: tuple(values[name]) for name in ("skills", "tried", "passed_over")}
        | {
            "transcript": tuple(Remark(**remark) for remark in values["transcript"]),
            "status": TicketStatus(values["status"]),
            "mood": Temper(values["mood"]),
            "kind": TicketKind(values["kind"]),
            "language": Language(values["language"]) if values["language"] else None,
        }
    )


def as_presence(row: Row[Any]) -> Presence:
    """The agent of a row."""
    languages = tuple(Language(one) for one in row.languages)
    agent = Agent(row.name, row.full_name, row.skills, tuple(row.queues), languages)
    return Presence(agent, AgentState(row.state), row.since, row.ticket, row.until, row.lease)


def _itself(value: Any) -> Any:
    return value
