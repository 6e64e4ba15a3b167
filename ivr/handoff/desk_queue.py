"""What every agent queue offers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ivr.handoff.agent import Agent, Presence
from ivr.handoff.moves import After, Move
from ivr.handoff.passage import Passage
from ivr.handoff.service_level import Arrival
from ivr.handoff.ticket import Happening, Ticket, TicketStatus

MOST = 500
"""So much of a list is given at once."""


@dataclass(frozen=True, slots=True)
class Length:
    """How many wait in a queue, and since when the first of them does (UTC)."""

    queue: str
    waiting: int
    first: datetime


LATELY_MOST = 500
"""So many passages tell what there is to learn of a queue."""


class DeskQueue(Protocol):
    """Tickets wait here for agents; a ticket that was put is never lost, and never with two agents.

    Every method is one step that happens wholly or not at all. All raise DatabaseError.
    """

    def put(self, ticket: Ticket) -> int:
        """Keep the ticket and return its place in its queue, 1 for the next one served.

        Putting the ticket of a call that has one already replaces it: a recorded call that is replayed is the
        same call.
        """

    def waiting(self, queue: str | None = None) -> list[Ticket]:
        """The waiting tickets, of one queue or all, in the order in which they will be served."""

    def bare(self) -> list[Ticket]:
        """The waiting tickets without their stories, slots and summaries, in any order: what routing needs, often."""

    def last_agents(self, callers: Collection[str]) -> Mapping[str, str]:
        """Who finished the last ticket of each of these callers; callers without one are left out."""

    def find(self, ticket: str) -> Ticket | None:
        """The ticket of that id, however it stands."""

    def standing(self, statuses: Collection[TicketStatus], queue: str | None = None) -> list[Ticket]:
        """The tickets that stand so, of one queue or all, the newest first; of more than MOST those."""

    def lengths(self) -> list[Length]:
        """The queues in which somebody waits, by name."""

    def arrivals(self, since: datetime) -> list[Arrival]:
        """Who came since then to wait on the line, the first one first."""

    def happenings(self, after: int) -> list[Happening]:
        """What happened to all tickets after that number, the oldest first; of more than MOST those."""

    def newest_happening(self) -> int:
        """The number of what happened last; 0 where nothing has."""

    def enrol(self, agent: Agent) -> None:
        """Know an agent, or what is new of one; whatever they are doing goes on."""

    def presences(self) -> list[Presence]:
        """All agents, by name."""

    def change(self, move: Move, now: datetime, ticket: str = "", agent: str = "", other: str = "") -> After:
        """Make a move with this ticket and this agent (and the `other` one), while nobody else changes them.

        What the move makes of them is kept, and what happened is on the ticket's record if it has a name. Raises NotNow
        as the move does, and where there is no ticket or agent of that name.
        """

    def claim(self, agent: str, now: datetime) -> Ticket | None:
        """The next ticket for an available agent by the order of the queue alone, connected with them at once; None
        when nothing waits that they have the skills for. No ticket is claimed twice, however many claim."""

    def history(self, ticket: str) -> list[Happening]:
        """What happened to a ticket, the oldest first."""

    def lately(self, queue: str, since: datetime) -> list[Passage]:
        """How tickets went through a queue: those that came or changed `since` then, and those that are not closed,
        the oldest first; of more than LATELY_MOST the newest."""
