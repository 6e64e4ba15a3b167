"""What every agent queue offers."""

from typing import Protocol

from ivr.handoff.ticket import Ticket


class DeskQueue(Protocol):
    """Tickets wait here for agents; a ticket that was put is never lost."""

    def put(self, ticket: Ticket) -> int:
        """Keep the ticket and return its place in its queue, 1 for the next one served.

        Putting the ticket of a call that has one already replaces it: a recorded call that is replayed is the
        same call. Raises DatabaseError.
        """

    def waiting(self, queue: str | None = None) -> list[Ticket]:
        """The waiting tickets, of one queue or all, in the order in which they will be served. Raises DatabaseError."""
