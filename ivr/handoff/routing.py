"""Routing: which ticket is offered to which agent now, and why. Pure; the same tickets and agents, the same offers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from ivr.handoff.agent import Agent, AgentState, Presence
from ivr.handoff.plan import DeskPlan, QueuePlan, Strategy
from ivr.handoff.rank import urgency
from ivr.handoff.reasons import Ground, Reason, in_words, why_here
from ivr.handoff.roster import Roster, levels, numbers
from ivr.handoff.ticket import Ticket
from ivr.handoff.waiting_room import Row, Waiting, WaitingRoom
from ivr.terms import Language

AGAIN = timedelta(seconds=60)
"""After so long a ticket is offered again to those who passed it over, where nobody else at work can take it."""

AT_WORK = (AgentState.AVAILABLE, AgentState.RINGING, AgentState.BUSY, AgentState.WRAP_UP)


@dataclass(frozen=True, slots=True)
class Offer:
    """A ticket for an agent; `why_first` speaks for the ticket, `why_them` for the agent."""

    ticket: Ticket
    agent: Agent
    why_first: tuple[Reason, ...]
    why_them: tuple[Reason, ...]

    @property
    def language(self) -> Language:
        """The language in which the agent is told why."""
        spoken = self.agent.languages or (self.ticket.language or Language.ENGLISH,)
        return spoken[0]

    def why(self, language: Language | None = None) -> str:
        """Why this agent, in words; in the agent's language unless another is named."""
        return in_words(self.why_them, language or self.language)


@dataclass(frozen=True, slots=True)
class Moment:
    """The desk as it stands: the agents, the time (UTC), and the agent of last time of each caller."""

    presences: Sequence[Presence]
    now: datetime
    familiar: Mapping[str, str] = field(default_factory=dict)


def offers(tickets: Iterable[Ticket], moment: Moment, plan: DeskPlan) -> list[Offer]:
    """Every offer to be made now, the most urgent one first."""
    room = WaitingRoom()
    room.bring_up_to(tickets)
    return list(Routing(plan, room).offers(moment))


class Routing:
    """Decides by a plan for one room; what it works out about agents is kept for as long as they stay the same."""

    def __init__(self, plan: DeskPlan, room: WaitingRoom) -> None:
        self._plan = plan
        self._room = room
        self._roster = Roster((), plan)

    def offers(self, moment: Moment) -> Iterator[Offer]:
        """Every offer to be made now, the most urgent one first, each decided when it is asked for.

        Whoever changes the room meanwhile takes the first one and asks anew.
        """
        agents = tuple(one.agent for one in moment.presences)
        if agents != self._roster.agents:
            self._roster = Roster(agents, self._plan)
        yield from _Choice(self._plan, self._roster, self._room.rows(moment.now), moment).offers()


class _Head(NamedTuple):
    """The first ticket of a row that somebody who is free can take; sorts by its turn."""

    less_urgent: int
    created: float
    id: str
    at: int
    row: Row


class _Choice:
    """The offers of one moment."""

    def __init__(self, plan: DeskPlan, roster: Roster, rows: Sequence[Row], moment: Moment) -> None:
        self._plan = plan
        self._roster = roster
        self._rows = rows
        self._presences = moment.presences
        self._familiar = moment.familiar
        self._now = moment.now
        self._now_s = moment.now.timestamp()
        self._free = self._who(AgentState.AVAILABLE)
        self._at_work = self._who(*AT_WORK)
        self._queues: dict[str, tuple[QueuePlan, bool]] = {}

    def _queue(self, name: str) -> tuple[QueuePlan, bool]:
        """The plan of a queue, and whether it is open now."""
        if name not in self._queues:
            plan = self._plan.queue(name)
            self._queues[name] = plan, plan.is_open(self._now)
        return self._queues[name]

    def _who(self, *states: AgentState) -> int:
        return self._roster.of(one.agent.name for one in self._presences if one.state in states)

    def offers(self) -> Iterator[Offer]:
        """The most urgent one first."""
        if not self._free:
            return
        rows = self._roster.rows_of(self._free, self._rows)
        heads = [head for row in rows if row.tickets and (head := self._head(row, 0))]
        heapify(heads)
        while heads and self._free:
            head = heappop(heads)
            waiting = head.row.tickets[head.at]
            if free := self._candidates(head.row, waiting):
                offer = self._offer(head.row, waiting, free)
                self._free &= ~self._roster.of([offer.agent.name])
                yield offer
            if following := self._head(head.row, head.at + bool(free)):
                heappush(heads, following)

    def _head(self, row: Row, start: int) -> _Head | None:
        """The first ticket of a row, from `start` on, that somebody who is free can take."""
        own, others = self._roster.able(row)
        if not (own | others) & self._free:
            return None
        wanted = row.wanted
        for at in range(start, len(row.tickets)):
            waiting = row.tickets[at]
            if not self._able(row, waiting) & self._free:
                return None  # whoever came later overflows later
            if self._candidates(row, waiting):
                counts = urgency(wanted.priority, self._now_s - waiting.created, self._queue(wanted.queue)[0])
                return _Head(-counts, waiting.created, waiting.id, at, row)
        return None

    def _able(self, row: Row, waiting: Waiting) -> int:
        """Who can take tickets like this one that have waited as long."""
        own, others = self._roster.able(row)
        return own | others if others and self._overflows(row.wanted.queue, waiting) else own

    def _overflows(self, queue: str, waiting: Waiting) -> bool:
        plan, is_open = self._queue(queue)
        return not is_open or 0 < plan.overflow_after_s <= self._now_s - waiting.created

    def _candidates(self, row: Row, waiting: Waiting) -> int:
        """Who is free for this very ticket."""
        able = self._able(row, waiting)
        ticket = waiting.ticket
        if ticket.passed_over:
            able = self._willing(able, ticket)
        plan, _ = self._queue(row.wanted.queue)
        if plan.sticky_s and ticket.caller and self._now_s - waiting.created < plan.sticky_s:
            able = self._known_to(able, ticket) or able
        return able & self._free

    def _willing(self, able: int, ticket: Ticket) -> int:
        """Those who have not passed a ticket over; where there are no others at work, after a while they again."""
        passed = self._roster.of(ticket.passed_over)
        others = able & ~passed
        rested = ticket.since is None or ticket.since + AGAIN <= self._now
        return able if rested and not others & self._at_work else others

    def _known_to(self, able: int, ticket: Ticket) -> int:
        """The agent of last time, if they are at work and can take it."""
        return self._roster.of([self._familiar.get(ticket.caller, "")]) & able & self._at_work

    def _offer(self, row: Row, waiting: Waiting, free: int) -> Offer:
        plan, _ = self._queue(row.wanted.queue)
        familiar = self._known_to(free, waiting.ticket) if plan.sticky_s and waiting.ticket.caller else 0
        wanted = levels(row.wanted, plan.skills)
        among = [self._presences[number] for number in numbers(familiar or free)]
        chosen = min(among, key=lambda one: (-_skill(one.agent, wanted, plan), one.since or self._now, one.agent.name))
        why = [Reason(Ground.FAMILIAR)] if familiar else []
        why += self._why_able(row, waiting, chosen.agent, wanted)
        why += self._why_among(chosen, among, wanted, plan)
        return Offer(waiting.ticket, chosen.agent, why_here(waiting.ticket, plan, self._now), tuple(why))

    def _why_able(self, row: Row, waiting: Waiting, agent: Agent, wanted: Mapping[str, int]) -> Iterator[Reason]:
        yield from (Reason(Ground.SKILL, skill, agent.skills[skill]) for skill in wanted)
        if row.wanted.language and agent.languages:
            yield Reason(Ground.SPEAKS, row.wanted.language)
        own, _ = self._roster.able(row)
        plan, is_open = self._queue(row.wanted.queue)
        if not self._roster.of([agent.name]) & own:
            late = Reason(Ground.LATE, plan.overflow_to, seconds=self._now_s - waiting.created)
            yield late if is_open else Reason(Ground.CLOSED, plan.overflow_to)
        if agent.name in waiting.ticket.passed_over:
            yield Reason(Ground.AGAIN)

    def _why_among(
        self, chosen: Presence, among: Sequence[Presence], wanted: Mapping[str, int], plan: QueuePlan
    ) -> Iterator[Reason]:
        skill = _skill(chosen.agent, wanted, plan)
        alike = [one for one in among if _skill(one.agent, wanted, plan) == skill]
        if len(alike) < len(among):
            yield Reason(Ground.MOST_SKILLED, number=len(among))
        yield Reason(Ground.IDLE, seconds=(self._now - (chosen.since or self._now)).total_seconds())
        if len(alike) > 1 and len(alike) == len(among):
            yield Reason(Ground.LONGEST_IDLE, number=len(among))


def _skill(agent: Agent, wanted: Mapping[str, int], plan: QueuePlan) -> int:
    """How skilled an agent is, where that counts."""
    return sum(agent.skills[skill] for skill in wanted) if plan.strategy is Strategy.MOST_SKILLED else 0
