"""Somebody at the desk who does what they do for ever, until they are killed: a caller, an agent who gets offers, one
who claims."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ivr.errors import NotNow
from ivr.handoff.agent import Agent, AgentState
from ivr.handoff.desk import Desk
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan, QueuePlan
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Ticket
from ivr.store.engine import open_engine

PLAN = DeskPlan({"general": QueuePlan("general", wrap_up_s=0)})
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def live(url: str, name: str, now: datetime, told: Path) -> None:
    """Act on the desk at that moment; each thing that is done is told in a file once the desk has said so."""
    chance = random.Random(name)
    desk = Desk(SqlQueue(open_engine(url)), PLAN, lambda: now)
    act = {"c": call, "a": answer, "t": take}[name[0]]
    with told.open("a", buffering=1, encoding="utf-8") as book:

        def note(line: str) -> None:
            book.write(line + "\n")

        act(desk, name, chance, note)


def call(desk: Desk, name: str, chance: random.Random, note: Callable[[str], None]) -> None:
    """A line: puts callers into the queue, some of whom hang up."""
    for number in range(100_000):
        call_id = f"{name}-{number}"
        priority = chance.choice(("high", "normal", "normal", "low"))
        ticket = f"T-{call_id}"
        desk.queue.put(Ticket(ticket, call_id, "general", ("refund",), priority, "asked", "", desk.now()))
        note(f"put {ticket}")
        if chance.random() < 0.1:
            try:
                desk.leave(ticket)
            except NotNow:
                continue  # somebody has finished with them already
            note(f"left {ticket}")


def answer(desk: Desk, name: str, chance: random.Random, note: Callable[[str], None]) -> None:
    """An agent who gets offers, and sometimes declines."""
    come(desk, name)
    while True:
        for waiting in desk.queue.bare()[:3]:
            try:
                desk.offer(waiting.id, name, "free")
                if chance.random() < 0.2:
                    desk.decline(waiting.id, name)
                    continue
                desk.accept(waiting.id, name)
                note(f"accepted {waiting.id}")
                desk.beat(name)
                desk.finish(waiting.id, name, Outcome("done"))
                note(f"finished {waiting.id}")
            except NotNow:
                if state(desk, name) is AgentState.RINGING:
                    raise  # nobody but the agent and the clock ends an offer of a caller who waits
        desk.become_available(name)


def take(desk: Desk, name: str, chance: random.Random, note: Callable[[str], None]) -> None:
    """An agent who takes the next one."""
    come(desk, name)
    while True:
        ticket = desk.queue.claim(name, desk.now())
        if ticket is not None:
            note(f"accepted {ticket.id}")
            desk.hold(ticket.id, name)
            desk.resume(ticket.id, name)
            desk.finish(ticket.id, name, Outcome("done"))
            note(f"finished {ticket.id}")


def come(desk: Desk, name: str) -> None:
    """Enrolled, signed in, free."""
    desk.queue.enrol(Agent(name, skills={"refund": 3}))
    desk.sign_in(name)
    desk.become_available(name)


def state(desk: Desk, name: str) -> AgentState:
    """What an agent does."""
    return next(one.state for one in desk.queue.presences() if one.agent.name == name)
