"""The waits of tickets, by what the desk's queue knows; what callers are told first is kept, to learn from."""

from collections import deque
from datetime import datetime, timedelta

from ivr.errors import NotNow
from ivr.handoff.desk import Desk
from ivr.handoff.estimate import Estimate
from ivr.handoff.lately import LATELY, Scene, facts, in_words
from ivr.handoff.passage import Passage
from ivr.handoff.rank import in_order
from ivr.handoff.ticket import Ticket
from ivr.handoff.waiting import Facts, estimate

FRESH = timedelta(seconds=5)
"""So long what happened lately is not looked up again: many callers ask."""

REMEMBERED = 2000
"""Of so many tickets it is known that their callers were told something."""


class Estimates:
    """Tells how long the caller of a ticket that waits still waits. Raises DatabaseError."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lately: dict[str, tuple[datetime, list[Passage]]] = {}
        self._told: deque[str] = deque(maxlen=REMEMBERED)

    def __call__(self, ticket: Ticket) -> Estimate:
        """The wait from now on. The first of each ticket goes on its record, as told to the caller."""
        said = estimate(self.facts(ticket))
        if said.known and ticket.id not in self._told:
            self._told.append(ticket.id)
            self._keep(ticket, said)
        return said

    def facts(self, ticket: Ticket) -> Facts:
        """All that is known of the wait of a ticket."""
        queue, plan, now = self._desk.queue, self._desk.plan, self._desk.now()
        line = in_order(queue.bare(), plan, now)
        scene = Scene(queue.presences(), line, self._passages(ticket.queue, now), now)
        return facts(ticket, scene, plan.queue(ticket.queue))

    def _passages(self, queue: str, now: datetime) -> list[Passage]:
        looked, passages = self._lately.get(queue, (None, []))
        if looked is None or not looked <= now < looked + FRESH:
            passages = self._desk.queue.lately(queue, now - LATELY)
            self._lately[queue] = now, passages
        return passages

    def _keep(self, ticket: Ticket, said: Estimate) -> None:
        try:
            self._desk.tell(ticket.id, in_words(said))
        except NotNow:  # an agent was quicker
            return
