"""How long an offer takes to decide with 10,000 waiting tickets and 200 agents, beside a plain sort of everything."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import click
import numpy as np

from ivr.handoff.agent import Agent, AgentState, Presence, can_take
from ivr.handoff.plan import DeskPlan, QueuePlan, Strategy
from ivr.handoff.rank import in_order, is_due
from ivr.handoff.routing import Moment, Routing
from ivr.handoff.ticket import Ticket
from ivr.handoff.waiting_room import WaitingRoom
from ivr.terms import Language

TICKETS, AGENTS = 10_000, 200
OFFERS = 400
TARGET_MS = 5
QUEUES = tuple(f"queue_{number}" for number in range(20))
SKILLS = tuple(f"skill_{number}" for number in range(30))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Desk(NamedTuple):
    """Everything that a decision needs."""

    tickets: list[Ticket]
    presences: list[Presence]
    plan: DeskPlan
    familiar: dict[str, str]


def measure() -> None:
    """Milliseconds for one offer: an agent becomes free, a ticket arrives, and the next offer is decided."""
    desk = _desk(np.random.default_rng(7))
    click.echo(f"{len(desk.tickets)} waiting tickets, {len(desk.presences)} agents, {OFFERS} offers in a row each")
    click.echo(f"{'ms until an agent has an offer':<34}{'p50':>9}{'p99':>9}{'longest':>9}{'processor p99':>15}")
    ours = _row("an index of rows (this project)", _timed(desk, _indexed(desk)))
    plain = _row("everything sorted anew", _timed(desk, _sorted_anew(desk)))
    click.echo(f"{plain / ours:.0f} times as fast at p50; target {TARGET_MS} ms")
    began = time.perf_counter()
    room = WaitingRoom()
    room.bring_up_to(desk.tickets)
    filled = time.perf_counter()
    free = [replace(one, state=AgentState.AVAILABLE) for one in desk.presences]
    made = len(list(Routing(desk.plan, room).offers(Moment(free, NOON, desk.familiar))))
    took = time.perf_counter() - filled
    click.echo(f"the room filled once: {(filled - began) * 1e3:.0f} ms")
    click.echo(f"all agents free at once: {made} offers in {took * 1e3:.0f} ms, {took / made * 1e3:.2f} ms each")


def _row(name: str, took: list[tuple[float, float]]) -> float:
    """A line of the table; returns the median."""
    wall, processor = zip(*took, strict=True)
    p50, p99 = np.percentile(wall, (50, 99))
    click.echo(f"{name:<34}{p50:>9.2f}{p99:>9.2f}{max(wall):>9.2f}{np.percentile(processor, 99):>15.2f}")
    return float(p50)


Decide = Callable[[Ticket | None, list[Presence], datetime], Ticket | None]
"""Given a ticket that has arrived, the agents and the time: the ticket that is offered."""


def _timed(desk: Desk, decide: Decide) -> list[tuple[float, float]]:
    """How long each offer took to decide, by the clock and of the processor; there is always one."""
    took, arrived = [], None
    for number, presences, now in _moments(desk):
        began, worked = time.perf_counter(), time.process_time()
        offered = decide(arrived, presences, now)
        took.append(((time.perf_counter() - began) * 1e3, (time.process_time() - worked) * 1e3))
        if offered is None:
            raise click.ClickException("an agent was free, and nothing was offered")
        arrived = replace(offered, id=f"T-new-{number}", created=now, passed_over=(), due=None)
    return took


def _moments(desk: Desk) -> Iterator[tuple[int, list[Presence], datetime]]:
    """Each time another agent is free, and everybody else is not."""
    for number in range(OFFERS):
        now = NOON + timedelta(seconds=number)
        at = number * 7 % len(desk.presences)
        yield number, [replace(one, state=AgentState.AVAILABLE) if place == at else one
                       for place, one in enumerate(desk.presences)], now  # fmt: skip


def _indexed(desk: Desk) -> Decide:
    room = WaitingRoom()
    room.bring_up_to(desk.tickets)
    routing = Routing(desk.plan, room)

    def decide(arrived: Ticket | None, presences: list[Presence], now: datetime) -> Ticket | None:
        if arrived:
            room.put(arrived)
        for offer in routing.offers(Moment(presences, now, desk.familiar)):
            room.take(offer.ticket.id)
            return offer.ticket
        return None

    return decide


def _sorted_anew(desk: Desk) -> Decide:
    waiting = {ticket.id: ticket for ticket in desk.tickets}

    def decide(arrived: Ticket | None, presences: list[Presence], now: datetime) -> Ticket | None:
        if arrived:
            waiting[arrived.id] = arrived
        (free,) = (one.agent for one in presences if one.state is AgentState.AVAILABLE)
        for ticket in in_order(waiting.values(), desk.plan, now):
            if is_due(ticket, now) and ticket.queue in free.queues and can_take(free, ticket):
                return waiting.pop(ticket.id)
        return None

    return decide


def _desk(chance: np.random.Generator) -> Desk:
    """A busy desk: some tickets were passed over, some are callbacks for later, some callers have called before."""
    names = [f"agent_{number:03}" for number in range(AGENTS)]
    presences = [_presence(name, chance) for name in names]
    callers = {f"+{number}": str(chance.choice(names)) for number in range(2000)}
    plan = DeskPlan(
        {
            name: QueuePlan(
                name,
                Strategy.MOST_SKILLED if place % 2 else Strategy.LONGEST_IDLE,
                target_s=(20, 60, 300)[place % 3],
                overflow_to=QUEUES[place - 1],
                overflow_after_s=300,
                sticky_s=60,
            )
            for place, name in enumerate(QUEUES)
        }
    )
    return Desk([_ticket(number, names, chance) for number in range(TICKETS)], presences, plan, callers)


def _presence(name: str, chance: np.random.Generator) -> Presence:
    skills = {str(skill): int(chance.integers(1, 6)) for skill in chance.choice(SKILLS, 8, replace=False)}
    queues = tuple(str(one) for one in chance.choice(QUEUES, 3, replace=False))
    languages = ((Language.ENGLISH,), (Language.MANDARIN,), tuple(Language))[int(chance.integers(3))]
    return Presence(
        Agent(name, "", skills, queues, languages), AgentState.BUSY, NOON - timedelta(seconds=int(chance.integers(900)))
    )


def _ticket(number: int, names: list[str], chance: np.random.Generator) -> Ticket:
    skills = tuple(str(one) for one in chance.choice(SKILLS, int(chance.integers(3)), replace=False))
    later = chance.random() < 0.05
    return Ticket(
        id=f"T-{number:05}",
        call_id=str(number),
        queue=str(chance.choice(QUEUES)),
        skills=skills,
        priority=str(chance.choice(["low", "normal", "high"], p=[0.1, 0.75, 0.15])),
        reason="the caller asked for a person",
        summary="",
        created=NOON - timedelta(seconds=float(chance.exponential(600))),
        language=Language.MANDARIN if chance.random() < 0.5 else Language.ENGLISH,
        caller=f"+{chance.integers(4000)}",
        passed_over=(str(chance.choice(names)),) if chance.random() < 0.1 else (),
        since=NOON,
        due=NOON + timedelta(seconds=float(chance.integers(3600))) if later else None,
    )
