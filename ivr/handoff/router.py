"""The router: looks at the desk again and again, and makes the offers that routing decides on."""

from collections.abc import Mapping
from threading import Lock

from ivr.errors import NotNow
from ivr.handoff.desk import Desk
from ivr.handoff.rank import waited_s
from ivr.handoff.routing import Moment, Offer, Routing
from ivr.handoff.ticket import Ticket
from ivr.handoff.waiting_room import WaitingRoom

LOOKS = 3
"""How often a step looks anew because somebody was faster; then the next step goes on."""


class Router:
    """Makes the offers of one desk. Any number of routers may work on one database, and any thread may take a step."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._room = WaitingRoom()
        self._routing = Routing(desk.plan, self._room)
        self._familiar: Mapping[str, str] = {}
        self._lock = Lock()

    def step(self) -> list[Offer]:
        """What time alone changes, then every offer that can be made now; those that were made. Raises
        DatabaseError."""
        with self._lock:
            self._desk.tidy()
            made: list[Offer] = []
            for _ in range(LOOKS):
                decided = self._decide()
                in_time = [offer for offer in decided if self._make(offer)]
                made += in_time
                if len(in_time) == len(decided):
                    break
            return made

    def outlook(self) -> list[Offer]:
        """The offers that would be made now, and none of them is. Raises DatabaseError."""
        with self._lock:
            return self._decide()

    def _decide(self) -> list[Offer]:
        presences = self._desk.queue.presences()
        tickets = self._desk.queue.bare()
        self._room.bring_up_to(tickets)
        self._recognise(tickets)
        return list(self._routing.offers(Moment(presences, self._desk.now(), self._familiar)))

    def _recognise(self, tickets: list[Ticket]) -> None:
        """Whom the callers know who wait for the agent of last time."""
        now, plan = self._desk.now(), self._desk.plan
        callers = {one.caller for one in tickets if one.caller and waited_s(one, now) < plan.queue(one.queue).sticky_s}
        if callers != self._familiar.keys():
            known = self._desk.queue.last_agents(callers)
            self._familiar = {caller: known.get(caller, "") for caller in callers}

    def _make(self, offer: Offer) -> bool:
        """Whether an offer could be made; not when its ticket or agent went elsewhere meanwhile."""
        try:
            self._desk.offer(offer.ticket.id, offer.agent.name, offer.why())
        except NotNow:
            return False
        return True
