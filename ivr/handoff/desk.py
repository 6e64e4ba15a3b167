"""The desk: what agents, callers and supervisors do there, by name."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ivr.handoff import caller_moves, moves
from ivr.handoff.agent import Agent, AgentState, Presence
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.moves import After, Onward, Outcome
from ivr.handoff.plan import DeskPlan
from ivr.handoff.ticket import Remark, Ticket

RETRY = timedelta(minutes=15)
"""When a callback that nobody answered is tried again."""


class Desk:
    """Makes moves in a queue, by the times of its plan and the clock on the wall (UTC). Every method raises NotNow and
    DatabaseError."""

    def __init__(self, queue: DeskQueue, plan: DeskPlan, clock: Callable[[], datetime]) -> None:
        self.queue = queue
        self.plan = plan
        self._clock = clock

    def now(self) -> datetime:
        """The time on its clock (UTC)."""
        return self._clock()

    def seat(self, agents: Iterable[Agent]) -> None:
        """Know what these agents can do; a full name that is not given stays."""
        known = {one.agent.name: one.agent for one in self.queue.presences()}
        for agent in agents:
            there = known.get(agent.name)
            whole = replace(agent, full_name=agent.full_name or there.full_name) if there else agent
            if whole != there:
                self.queue.enrol(whole)

    def sign_in(self, agent: str) -> After:
        """An agent comes to the desk."""
        return self._alone(agent, moves.sign_in)

    def become_available(self, agent: str) -> After:
        """From now on they take tickets."""
        return self._alone(agent, moves.become_available)

    def go_away(self, agent: str) -> After:
        """They take none for a while."""
        return self._alone(agent, moves.go_away)

    def sign_out(self, agent: str) -> After:
        """They leave."""
        return self._alone(agent, moves.sign_out)

    def beat(self, agent: str) -> After:
        """Their browser or program is alive."""
        now = self._clock()
        ticket = self._ticket_of(agent)
        return self.queue.change(lambda it: moves.beat(it.presence, now, it.of_ticket), now, ticket, agent)

    def offer(self, ticket: str, agent: str, why: str) -> After:
        """Let a ticket ring at an agent's."""
        now = self._clock()
        found = self.queue.find(ticket)
        ring = timedelta(seconds=self.plan.queue(found.queue if found else "").ring_s)
        return self.queue.change(lambda it: moves.offer(it.ticket, it.presence, now, ring, why), now, ticket, agent)

    def accept(self, ticket: str, agent: str) -> After:
        """They take it."""
        return self._both(ticket, agent, moves.accept)

    def decline(self, ticket: str, agent: str) -> After:
        """They do not."""
        return self._both(ticket, agent, moves.decline)

    def claim(self, agent: str) -> Ticket | None:
        """They take the next one that they can take; None where there is none."""
        return self.queue.claim(agent, self._clock())

    def hold(self, ticket: str, agent: str) -> After:
        """The caller hears music."""
        return self._both(ticket, agent, moves.hold)

    def resume(self, ticket: str, agent: str) -> After:
        """They hear each other again."""
        return self._both(ticket, agent, moves.resume)

    def consult(self, ticket: str, agent: str, other: str) -> After:
        """Ask another agent while the caller is held."""
        now = self._clock()
        return self.queue.change(
            lambda it: moves.consult(it.ticket, it.presence, it.other, now), now, ticket, agent, other
        )

    def end_consultation(self, ticket: str, agent: str, other: str) -> After:
        """The other one is free again."""
        now = self._clock()
        return self.queue.change(
            lambda it: moves.end_consultation(it.ticket, it.presence, it.other, now), now, ticket, agent, other
        )

    def pass_on(self, ticket: str, agent: str, onward: Onward) -> After:
        """Another queue takes over, with the story."""
        self._end_any_consultation(ticket, agent)
        now, wrap_up = self._clock(), self._wrap_up(ticket)
        return self.queue.change(
            lambda it: moves.pass_on(it.ticket, it.presence, onward, now, wrap_up), now, ticket, agent
        )

    def finish(self, ticket: str, agent: str, outcome: Outcome) -> After:
        """They are done with the caller."""
        self._end_any_consultation(ticket, agent)
        now, wrap_up = self._clock(), self._wrap_up(ticket)
        return self.queue.change(
            lambda it: moves.finish(it.ticket, it.presence, outcome, now, wrap_up), now, ticket, agent
        )

    def annotate(self, ticket: str, agent: str, outcome: Outcome) -> After:
        """In the wrap-up: how it went."""
        now = self._clock()
        return self.queue.change(lambda it: moves.annotate(it.ticket, agent, outcome), now, ticket)

    def no_reply(self, ticket: str, agent: str) -> After:
        """Nobody answered a callback: it is tried again."""
        self._end_any_consultation(ticket, agent)
        now, wrap_up = self._clock(), self._wrap_up(ticket)
        return self.queue.change(
            lambda it: moves.try_again_later(it.ticket, it.presence, now + RETRY, now, wrap_up), now, ticket, agent
        )

    def redirect(self, ticket: str, onward: Onward) -> After:
        """A supervisor moves a waiting ticket, or makes it more urgent."""
        return self.queue.change(lambda it: moves.redirect(it.ticket, onward), self._clock(), ticket)

    def leave(self, ticket: str) -> After:
        """The caller hangs up."""
        now = self._clock()
        found = self.queue.find(ticket)
        return self.queue.change(
            lambda it: moves.leave(it.ticket, it.of_agent, now), now, ticket, found.agent if found else ""
        )

    def keep_line(self, ticket: str) -> After:
        """The line on which the caller waits is there."""
        now = self._clock()
        return self.queue.change(lambda it: caller_moves.keep_line(it.ticket, now), now, ticket)

    def tell(self, ticket: str, words: str) -> After:
        """The caller was told how long it takes."""
        return self._of_caller(ticket, lambda it: caller_moves.tell(it, words))

    def call_back(self, ticket: str, number: str) -> After:
        """The caller wants to be called back, and keeps their place."""
        return self._of_caller(ticket, lambda it: caller_moves.call_back(it, number))

    def leave_message(self, ticket: str, file: str, typed: Remark | None = None) -> After:
        """The caller has left a voice message, or typed one."""
        return self._of_caller(ticket, lambda it: caller_moves.leave_message(it, file, typed))

    def renew(self, story: Ticket) -> After:
        """The caller has more to tell, at the same place."""
        return self._of_caller(story.id, lambda it: caller_moves.renew(it, story))

    def tidy(self) -> list[After]:
        """What time alone changes: offers that rang out, wrap-ups that are over, agents and lines of which there is no
        sign, callbacks that are too old."""
        done = [after for presence in self.queue.presences() if (after := self._tidied(presence))]
        return done + [after for ticket in self.queue.bare() if (after := self._aged(ticket))]

    def _aged(self, ticket: Ticket) -> After | None:
        now = self._clock()
        if caller_moves.line_is_lost(ticket, now):
            return self._of_caller(ticket.id, lambda it: caller_moves.lose_line(it, now))
        if caller_moves.is_too_old(ticket, now):
            return self._of_caller(ticket.id, lambda it: caller_moves.expire(it, now))
        return None

    def _of_caller(self, ticket: str, move: Callable[[Ticket], After]) -> After:
        return self.queue.change(lambda it: move(it.ticket), self._clock(), ticket)

    def _tidied(self, presence: Presence) -> After | None:
        now, name = self._clock(), presence.agent.name
        if not (moves.lapsed(presence, now) or moves.rang_out(presence, now) or moves.rested(presence, now)):
            return None

        def tidied(it: moves.Before) -> After:
            """By how things stand once nobody else changes them."""
            if moves.lapsed(it.presence, now):
                return moves.lapse(it.of_ticket, it.presence, now, it.of_other)
            if moves.rang_out(it.presence, now):
                return moves.not_answered(it.ticket, it.presence, now)
            if moves.rested(it.presence, now):
                return moves.become_available(it.presence, now)
            return After("")

        return self.queue.change(tidied, now, presence.ticket, name, self._asked_by(presence.ticket, name))

    def _asked_by(self, ticket: str, agent: str) -> str:
        """Whom an agent consults about a ticket of theirs."""
        found = self.queue.find(ticket) if ticket else None
        return found.consulted if found and found.agent == agent else ""

    def _end_any_consultation(self, ticket: str, agent: str) -> None:
        """Before they are done with it, so that nobody is left behind; the ticket is theirs in between, too."""
        if other := self._asked_by(ticket, agent):
            self.end_consultation(ticket, agent, other)

    def _alone(self, agent: str, move: Callable[[Presence, datetime], After]) -> After:
        now = self._clock()
        return self.queue.change(lambda it: move(it.presence, now), now, agent=agent)

    def _both(self, ticket: str, agent: str, move: Callable[[Ticket, Presence, datetime], After]) -> After:
        now = self._clock()
        return self.queue.change(lambda it: move(it.ticket, it.presence, now), now, ticket, agent)

    def _ticket_of(self, agent: str) -> str:
        return next((one.ticket for one in self.queue.presences() if one.agent.name == agent), "")

    def _wrap_up(self, ticket: str) -> timedelta:
        found = self.queue.find(ticket)
        return timedelta(seconds=self.plan.queue(found.queue if found else "").wrap_up_s)

    def idle(self) -> list[Presence]:
        """The agents to whom something could be offered."""
        return [one for one in self.queue.presences() if one.state is AgentState.AVAILABLE]
