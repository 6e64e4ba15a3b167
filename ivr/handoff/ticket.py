"""The ticket: a caller who waits for a person, with the whole story."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ivr.terms import Language, Temper

URGENCY: Mapping[str, int] = {"high": 0, "normal": 1, "low": 2}
"""The priorities, those first that are served first."""


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    OFFERED = "offered"  # it rings at an agent's
    CONNECTED = "connected"
    CLOSED = "closed"  # an agent has finished with it
    LEFT = "left"  # the caller hung up before an agent was there
    EXPIRED = "expired"  # a callback that was tried often enough, or is too old


class TicketKind(StrEnum):
    """Whether the caller waits, or has gone, and what is to be done then."""

    CALL = "call"
    CALLBACK = "callback"
    MESSAGE = "message"  # they left a voice message
    LOST = "lost"  # the line broke while they waited, and nobody knows their number


ON_THE_LINE = (TicketKind.CALL, TicketKind.LOST)
"""Those whose callers wait on the line, or did as long as it was there."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing said in the call; `who` is `caller` or `line`, `at_ms` audio time."""

    who: str
    at_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to a ticket, when (UTC), by which agent; `detail` in words: why it was offered, where it went."""

    ticket: str
    at: datetime
    what: str
    agent: str = ""
    detail: str = ""
    number: int = field(default=0, compare=False)  # by which those of all tickets are counted


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the agent gets. `created` is UTC; `id` follows from the call, so one call never has two tickets.

    Its place in the queue follows from `created` and `priority`, which no offer, refusal or broken connection changes.
    """

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
    caller: str = ""  # who calls, where that is known: the same word for the same caller
    tried: tuple[str, ...] = ()  # what the line did for them, in words
    agent: str = ""  # to whom it is offered, with whom it is connected, who finished it
    passed_over: tuple[str, ...] = ()  # agents who declined it or did not answer
    since: datetime | None = None  # when it came to stand where it stands
    lease: datetime | None = None  # until when the agent has it without a sign of life
    held: bool = False  # the caller hears music while the agent looks something up
    consulted: str = ""  # the agent who is asked meanwhile
    disposition: str = ""  # the agent's word for how it went
    note: str = ""  # what the agent wrote, for whoever gets it next
    due: datetime | None = None  # a callback is not to be tried before
    attempts: int = 0  # how often a callback was tried
    summaries: Mapping[str, str] = field(default_factory=dict)  # the summary by language of the agent who reads it
    voice_message: str = ""  # the file of what the caller said for whoever takes the ticket
    line_lease: datetime | None = None  # until when the caller is there without a sign of life of who holds the line

    def summary_in(self, language: str) -> str:
        """The summary for an agent who reads this language; as the line told it, where there is none."""
        return self.summaries.get(language, self.summary)
