"""What programs send and get, with the words of the desk."""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from ivr.console.rights import Right, Role
from ivr.handoff.agent import AgentState, Presence
from ivr.handoff.estimate import Grounds
from ivr.handoff.moves import Onward, Outcome
from ivr.handoff.ticket import Ticket, TicketKind, TicketStatus
from ivr.terms import Language, Temper

Word = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
Maybe = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Note = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Level = Annotated[int, Field(ge=1, le=5, strict=True)]
Priority = Literal["low", "normal", "high"]
MOST_WORDS = 50


class Sent(BaseModel):
    """Something that a program sends: nothing in it is passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Given(BaseModel):
    """Something that a program gets."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


# --- sent ---


class State(Sent):
    """What an agent wants to do."""

    state: Literal["available", "away", "off"] = Field(
        description="`available`: take tickets; `away`: none for a while; `off`: leave the desk."
    )


class ForAgent(Sent):
    """For whom it is done."""

    agent: Word | None = Field(default=None, description="Another agent, named by a supervisor; else who is signed in.")


class Wanted(Sent):
    """Which tickets are asked for."""

    queue: Word | None = Field(default=None, description="Of this queue only.")
    status: TicketStatus = Field(default=TicketStatus.WAITING, description="Those that stand so.")


class Since(Sent):
    """From when on."""

    since: datetime | None = Field(
        default=None, description="Service levels count from this moment on, with its zone; else from 0:00 UTC today."
    )

    @field_validator("since")
    @classmethod
    def _in_utc(cls, since: datetime | None) -> datetime | None:
        if since is None:
            return None
        if since.tzinfo is None:
            raise ValueError("the moment has no time zone: write 2026-03-02T09:00:00Z")
        try:
            return since.astimezone(UTC)
        except OverflowError:
            raise ValueError("there is no such moment in UTC") from None


class AfterEvent(Sent):
    """Where a stream goes on."""

    last_event_id: int | None = Field(
        default=None,
        ge=0,
        le=2**31 - 1,
        description="The number of the last event that was seen, as the header `Last-Event-ID` has it.",
    )


class Consulted(Sent):
    """Who is asked."""

    agent: Word = Field(description="The agent who is asked while the caller is held.")


class Ending(Sent):
    """How it went."""

    disposition: Word = Field(description="In the agent's word: `refunded`.")
    note: Note = Field(default="", description="In their own words.")

    @property
    def outcome(self) -> Outcome:
        """As the desk has it."""
        return Outcome(self.disposition, self.note)


class Annotation(Sent):
    """What is written down in the wrap-up; what is empty stays as it is."""

    disposition: Maybe = Field(default="", description="In the agent's word.")
    note: Note = Field(default="", description="In their own words.")

    @property
    def outcome(self) -> Outcome:
        """As the desk has it."""
        return Outcome(self.disposition, self.note)


class Moved(Sent):
    """Where a ticket goes; what is left out stays as it is."""

    queue: Word | None = Field(default=None, description="Another queue.")
    skills: Annotated[list[Word], Field(max_length=MOST_WORDS)] | None = Field(
        default=None, description="What its agent must be able to do."
    )
    priority: Priority | None = Field(default=None, description="Another priority.")

    @model_validator(mode="after")
    def _moves_something(self) -> Self:
        if self.queue is None and self.skills is None and self.priority is None:
            raise ValueError("name a queue, skills or a priority")
        return self

    @property
    def onward(self) -> Onward:
        """As the desk has it."""
        skills = None if self.skills is None else tuple(self.skills)
        return Onward(self.queue or "", skills, self.priority or "")


class PassedOn(Moved):
    """Where a ticket goes with its story."""

    note: Note = Field(default="", description="For whoever gets it next.")

    @property
    def onward(self) -> Onward:
        """As the desk has it."""
        moved = super().onward
        return Onward(moved.queue, moved.skills, moved.priority, self.note)


class Enrolment(Sent):
    """What an agent can do. It replaces what was known; no `queues` and no `languages` mean all."""

    full_name: Maybe = Field(default="", description="Empty: it stays as it is.")
    skills: dict[Word, Level] = Field(default={}, max_length=MOST_WORDS, description="Each with a level from 1 to 5.")
    queues: list[Word] = Field(default=[], max_length=MOST_WORDS, description="The queues that they serve.")
    languages: list[Language] = Field(default=[], max_length=len(Language), description="The languages they speak.")


# --- given ---


class AgentLine(Given):
    """An agent, and what they are doing."""

    name: str
    full_name: str
    skills: dict[str, int]
    queues: list[str]
    languages: list[Language]
    state: AgentState
    since: datetime | None = Field(description="Since when they do that (UTC).")
    ticket: str = Field(description="The ticket they have, that rings, or about which they are consulted; or empty.")
    until: datetime | None = Field(description="When an offer has rung long enough, or the wrap-up is over (UTC).")

    @classmethod
    def of(cls, presence: Presence) -> Self:
        """As they are now."""
        who = presence.agent
        return cls(
            name=who.name,
            full_name=who.full_name,
            skills=dict(who.skills),
            queues=list(who.queues),
            languages=list(who.languages),
            state=presence.state,
            since=presence.since,
            ticket=presence.ticket,
            until=presence.until,
        )


class Agents(Given):
    """All agents, by name."""

    agents: list[AgentLine]


class Me(Given):
    """Who is signed in."""

    name: str
    full_name: str
    language: Language | None
    roles: list[Role]
    rights: list[Right] = Field(description="What they may do; with a token, what its scopes leave of that.")
    agent: AgentLine | None = Field(description="What they do at the desk; null: they have no place there.")


class TicketLine(Given):
    """A ticket without its story."""

    id: str
    queue: str
    skills: list[str]
    priority: str
    reason: str = Field(description="Why the caller needs a person, in the language of the line.")
    status: TicketStatus
    kind: TicketKind
    mood: Temper
    language: Language | None
    created: datetime
    since: datetime | None = Field(description="When it came to stand so.")
    agent: str
    held: bool
    consulted: str
    due: datetime | None
    attempts: int
    waited_s: int = Field(description="How long ago the caller came; of tickets that are over, how long that took.")

    @classmethod
    def of(cls, ticket: Ticket, now: datetime) -> Self:
        """As it stands now."""
        return cls.model_validate({**_values(ticket), "waited_s": _waited_s(ticket, now)})


class Remark(Given):
    """One thing said in the call."""

    who: str = Field(description="`caller`, `line`, or `agent` who passed the ticket on.")
    at_ms: int = Field(description="Audio time.")
    text: str


class Happening(Given):
    """What happened to a ticket."""

    number: int
    ticket: str
    at: datetime
    what: str
    agent: str
    detail: str = Field(description="In words: why it was offered, where it went.")


class TicketStory(TicketLine):
    """A ticket with everything that an agent needs, so that the caller is asked nothing twice."""

    call_id: str
    summary: str = Field(description="In the language of who asks, where the line has told it in that.")
    summaries: dict[str, str] = Field(description="The summary by language of the agent who reads it.")
    slots: dict[str, str] = Field(description="Everything the caller told, confirmed or not.")
    transcript: list[Remark]
    tried: list[str] = Field(description="What the line did for the caller, in words.")
    number: str = Field(description="To call back on; or empty.")
    caller: str = Field(description="The same word for the same caller, where that is known.")
    passed_over: list[str] = Field(description="Agents who declined it or did not answer.")
    disposition: str
    note: str
    voice_message: str = Field(description="The file of what the caller said for whoever takes the ticket; or empty.")
    history: list[Happening] = Field(description="What happened to it, the oldest first.")

    @classmethod
    def told(cls, ticket: Ticket, history: list[Happening], language: str, now: datetime) -> Self:
        """The whole story, to somebody who reads this language."""
        more = {"summary": ticket.summary_in(language), "history": history, "waited_s": _waited_s(ticket, now)}
        return cls.model_validate(_values(ticket) | more)


class Tickets(Given):
    """Tickets, those that wait in the order in which they will be served; of more than 500 so many."""

    tickets: list[TicketLine]


class Done(Given):
    """How things stand after it was done."""

    ticket: TicketLine
    agent: AgentLine | None = Field(description="The agent for whom it was done; null: it was not done for one.")


class LevelKept(Given):
    """How a queue has kept what it promises."""

    due: int = Field(description="Callers who were served, left later than the target, or wait longer than that.")
    in_time: int = Field(description="Those of them who were served within the target.")
    share: float | None = Field(description="In time, 0 to 1; null: nobody was due.")


class Expected(Given):
    """How long somebody who comes now will wait, after all who wait already; by the estimate that callers are told."""

    place: int = Field(description="1: the next one served.")
    grounds: Grounds = Field(
        description="`live`: what happened lately; `prior`: what is usual anywhere; `nobody`: nobody can take it, and "
        "nothing can be said."
    )
    most_s: float = Field(description="Within so many seconds 85 in 100 are served.")
    half_s: float = Field(description="Within so many seconds half of them are.")


class QueueLine(Given):
    """A queue: who waits, and what was promised and kept."""

    name: str
    waiting: int
    first: datetime | None = Field(description="When whoever waits longest came (UTC).")
    longest_wait_s: int
    target_s: int = Field(description="Within so many seconds callers are to be served...")
    target_share: float = Field(description="...so many of them, 0 to 1.")
    service_level: LevelKept
    expected: Expected


class Queues(Given):
    """All queues that are planned, or were used since then."""

    since: datetime = Field(description="From when on service levels count (UTC).")
    queues: list[QueueLine]


def _values(ticket: Ticket) -> dict[str, object]:
    return {name: getattr(ticket, name) for name in ticket.__dataclass_fields__}


def _waited_s(ticket: Ticket, now: datetime) -> int:
    over = ticket.status in (TicketStatus.CLOSED, TicketStatus.LEFT, TicketStatus.EXPIRED)
    until = ticket.since if over and ticket.since else now
    return max(0, int((until - ticket.created).total_seconds()))
