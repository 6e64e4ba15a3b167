"""The ticket: a caller who waits for a person, with the whole story."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ivr.terms import Language, Temper


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"


class TicketKind(StrEnum):
    """Whether the caller waits, or has gone and is to be called back."""

    CALL = "call"
    CALLBACK = "callback"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing said in the call; `who` is `caller` or `line`, `at_ms` audio time."""

    who: str
    at_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the agent gets. `created` is UTC; `id` follows from the call, so one call never has two tickets."""

    id: str
    call_id: str
    queue: str
    skills: tuple[str, ...]
    priority: str
    reason: str
    summary: str
    created: datetime
    slots: Mapping[str, str] = field(default_factory=dict)
    transcript: tuple[Remark, ...] = ()
    status: TicketStatus = TicketStatus.WAITING
    mood: Temper = Temper.CALM
    kind: TicketKind = TicketKind.CALL
    number: str = ""  # to call back on
    language: Language | None = None  # of the call; of tickets from before it was kept nobody knows
