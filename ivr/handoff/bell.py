"""The bell: what a queue rings when it changes, so that nobody has to look all the time."""

from typing import Protocol

from ivr.handoff.moves import After

TICKETS = "tickets"
"""Something happened to a ticket, or a new one is there."""

AGENTS = "agents"
"""Somebody comes, goes, gets or ends something at the desk."""


def rung_by(after: After) -> list[str]:
    """The topics that a move rings: none where it was only a sign of life."""
    if not after.what:
        return []
    agents = AGENTS if after.presence is not None or after.other is not None else ""
    return [one for one in (TICKETS if after.ticket is not None else "", agents) if one]


class Listener(Protocol):
    """Somebody who waits for some of the topics."""

    def heard(self, timeout_s: float) -> bool:
        """Whether it has rung since this was asked last; waits so long for it. It may be True for nothing, where the
        connection was lost for a while."""

    def close(self) -> None:
        """Listen no more."""


class Bell(Protocol):
    """Rung by every change that is kept, with the change itself: in other processes and on other machines too."""

    def listener(self, *topics: str) -> Listener:
        """From now on a ring of any of these topics is heard."""
