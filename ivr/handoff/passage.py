"""How a ticket went through its queue, without the story: what estimates of waits learn from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.handoff.ticket import Happening, TicketStatus

ENDS = frozenset(("finished", "passed_on", "no_reply", "lost"))
"""What ends the time of an agent with a ticket."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A ticket that waits, is served or has gone, with what happened to it, the oldest first."""

    ticket: str
    priority: str
    created: datetime
    status: TicketStatus
    happenings: tuple[Happening, ...] = ()

    def ended(self) -> datetime | None:
        """When the first wait was over, one way or the other; None while it lasts."""
        return next((one.at for one in self.happenings if one.what in ("accepted", "left", "expired")), None)

    def served(self) -> datetime | None:
        """When an agent took it first; None where that has not come about."""
        return next((one.at for one in self.happenings if one.what == "accepted"), None)

    def services(self) -> Iterator[tuple[str, datetime, datetime | None]]:
        """Each time that an agent had it: the agent, from when, until when (None: it lasts)."""
        since: dict[str, datetime] = {}
        for one in self.happenings:
            if one.what == "accepted":
                since[one.agent] = one.at
            elif one.what in ENDS and one.agent in since:
                yield one.agent, since.pop(one.agent), one.at
        if self.status is TicketStatus.CONNECTED:
            yield from ((agent, begun, None) for agent, begun in since.items())


def with_happenings(bare: Iterable[Passage], happenings: Iterable[Happening]) -> list[Passage]:
    """The passages with what happened to each; what happened to other tickets is left out."""
    found = {one.ticket: one for one in bare}
    of_each: dict[str, list[Happening]] = {}
    for happening in happenings:
        if happening.ticket in found:
            of_each.setdefault(happening.ticket, []).append(happening)
    return [replace(one, happenings=tuple(of_each.get(one.ticket, ()))) for one in found.values()]
