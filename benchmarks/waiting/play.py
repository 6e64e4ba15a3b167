"""A day at the real desk, event by event: what each caller was told, and how long they waited.

Tickets, agents, routing and every step are the desk's own, over the queue in memory. Whoever hangs up leaves a shadow
at their place in line: it takes nobody's time, and tells when the caller would have been served.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count

import numpy as np

from benchmarks.waiting.day import Caller, Day, Worker
from benchmarks.waiting.day_queue import DayQueue
from ivr.handoff.agent import Agent, AgentState, Presence
from ivr.handoff.desk import Desk
from ivr.handoff.durations import Durations
from ivr.handoff.estimate import Estimate
from ivr.handoff.estimates import Estimates
from ivr.handoff.lately import in_words
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan, QueuePlan
from ivr.handoff.rank import in_order
from ivr.handoff.routing import Moment, offers
from ivr.handoff.ticket import Ticket, TicketStatus
from ivr.handoff.waiting import Facts, estimate
from ivr.testing import FakeClock

OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUEUE = "general"
PLAN = QueuePlan(QUEUE, wrap_up_s=40)
BREAK_S = 420.0
ANSWERS_S = (2.0, 9.0)
WRAPS_UP_S = (8.0, 40.0)
PASSES, BREAKS = 0.02, 0.04
"""How often an agent does not take an offer, or takes a break after a call."""


@dataclass(slots=True)
class Wait:
    """A caller who had to wait: what they were told, and what came of it. Seconds."""

    at: float
    place: int
    estimate: Estimate
    plain_s: float
    waited_s: float = 0.0
    hung_up: bool = False
    would_have_s: float | None = None  # until an agent was there, or would have been


@dataclass(order=True, slots=True)
class _Event:
    at: float
    number: int
    happen: Callable[[], None] = field(compare=False)


class Play:
    """One day."""

    def __init__(self, day: Day, seed: int) -> None:
        self._chance = np.random.default_rng([seed, 7])
        self._day = day
        self._clock = FakeClock(OPENED)
        self._queue = DayQueue()
        self._plans = DeskPlan({QUEUE: PLAN})
        self._desk = Desk(self._queue, self._plans, self._clock)
        self._events: list[_Event] = []
        self._numbers = count()
        self._now = 0.0
        self._callers: dict[str, Caller] = {}
        self._shadows: list[Ticket] = []
        self._on_shift: set[str] = set()
        self.waits: dict[str, Wait] = {}

    def run(self) -> list[Wait]:
        """All who had to wait, until the last one is served or gone."""
        for number, caller in enumerate(self._day.callers):
            self._at(caller.at, lambda number=number, caller=caller: self._come(f"T{number:05}", caller))  # type: ignore[misc]
        for worker in self._day.workers:
            self._queue.enrol(Agent(worker.name))
            self._plan(worker)
        while self._events:
            event = heappop(self._events)
            self._clock.go_on(event.at - self._now)
            self._now = event.at
            event.happen()
            self._offer_all()
        return [one for one in self.waits.values() if one.would_have_s is not None]

    def _plan(self, worker: Worker) -> None:
        for start, end in worker.shifts:
            self._at(start, lambda: self._begin(worker.name))
            self._at(end, lambda: self._end(worker.name))

    def _at(self, at: float, happen: Callable[[], None]) -> None:
        heappush(self._events, _Event(at, next(self._numbers), happen))

    def _in(self, low: float, high: float, happen: Callable[[], None]) -> None:
        self._at(self._now + float(self._chance.uniform(low, high)), happen)

    # --- agents ---

    def _begin(self, agent: str) -> None:
        self._on_shift.add(agent)
        self._desk.sign_in(agent)
        self._desk.become_available(agent)

    def _end(self, agent: str) -> None:
        self._on_shift.discard(agent)
        if self._presence(agent).state in (AgentState.AVAILABLE, AgentState.AWAY):
            self._desk.sign_out(agent)

    def _free(self, agent: str) -> None:
        """After a wrap-up or a break."""
        state = self._presence(agent).state
        if agent not in self._on_shift:
            if state is not AgentState.OFF:
                self._desk.sign_out(agent)
        elif state in (AgentState.WRAP_UP, AgentState.AWAY):
            if state is AgentState.WRAP_UP and self._chance.random() < BREAKS:
                self._desk.go_away(agent)
                self._at(self._now + float(self._chance.exponential(BREAK_S)), lambda: self._free(agent))
            else:
                self._desk.become_available(agent)

    def _presence(self, agent: str) -> Presence:
        return self._queue.presence(agent)

    # --- offers ---

    def _offer_all(self) -> None:
        """By the desk's own routing."""
        idle = self._desk.idle()
        if not idle:
            return
        waiting = self._queue.waiting()
        made = offers(waiting, Moment(self._queue.presences(), self._clock()), self._plans) if waiting else []
        for offer in made:
            self._see_shadows(offer.ticket)
            self._offer(offer.ticket, offer.agent.name)
        if len(made) < len(idle) and len(made) == len(waiting):
            self._see_shadows(None)

    def _see_shadows(self, first: Ticket | None) -> None:
        """An agent takes this ticket, or is free and there is none: the shadows before it would be served now."""
        line = in_order([*self._shadows, *([first] if first else [])], self._plans, self._clock())
        for shadow in line[: line.index(first) if first else None]:
            self._shadows.remove(shadow)
            self.waits[shadow.id].would_have_s = self._now - self.waits[shadow.id].at

    def _offer(self, ticket: Ticket, agent: str) -> None:
        self._desk.offer(ticket.id, agent, "longest idle")
        passes = self._chance.random() < PASSES
        self._in(*ANSWERS_S, lambda: self._answer(ticket.id, agent, passes))

    def _answer(self, name: str, agent: str, passes: bool) -> None:
        if self._presence(agent).ticket != name:
            return  # the caller hung up while it rang
        if passes:
            self._desk.decline(name, agent)
            self._desk.go_away(agent)
            self._in(30, 120, lambda: self._free(agent))
            return
        self._desk.accept(name, agent)
        if name in self.waits:
            wait = self.waits[name]
            wait.waited_s = wait.would_have_s = self._now - wait.at
        self._at(self._now + self._callers[name].service_s, lambda: self._finish(name, agent))

    def _finish(self, name: str, agent: str) -> None:
        self._desk.finish(name, agent, Outcome("solved"))
        self._in(*WRAPS_UP_S, lambda: self._free(agent))

    # --- callers ---

    def _come(self, name: str, caller: Caller) -> None:
        self._callers[name] = caller
        free = bool(self._desk.idle())
        now = self._clock()
        self._queue.put(Ticket(name, name, QUEUE, (), caller.priority, "", "", now))
        self._at(self._now + caller.patience_s, lambda: self._hang_up(name))
        if not free:
            self._tell(name)

    def _tell(self, name: str) -> None:
        """The caller hears how long it takes."""
        ticket = self._queue.find(name)
        assert ticket is not None
        known = Estimates(self._desk).facts(ticket)
        said = estimate(known)
        self.waits[name] = Wait(self._now, said.place, said, plain_mean(known))
        if said.known:
            self._desk.tell(name, in_words(said))

    def _hang_up(self, name: str) -> None:
        ticket = self._queue.find(name)
        if ticket is None or ticket.status not in (TicketStatus.WAITING, TicketStatus.OFFERED):
            return
        agent = ticket.agent
        self._desk.leave(name)
        if name in self.waits:
            wait = self.waits[name]
            wait.waited_s, wait.hung_up = self._now - wait.at, True
            if agent:
                wait.would_have_s = wait.waited_s
            else:
                self._shadows.append(ticket)


def plain_mean(known: Facts) -> float:
    """What exchanges announce: the mean time of a call, times the place, by the agents at the desk."""
    over: Durations = known.handling
    return float(np.mean(over.over)) * known.place / max(len(known.agents), 1)
