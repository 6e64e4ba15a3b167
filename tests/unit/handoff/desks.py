"""Tickets and agents for the tests of routing."""

from datetime import UTC, datetime, timedelta

from ivr.handoff.agent import Agent, AgentState, Presence
from ivr.handoff.ticket import Ticket
from ivr.terms import Language

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def ticket(
    name: str,
    waited_s: float = 0,
    *,
    queue: str = "general",
    skills: tuple[str, ...] = (),
    priority: str = "normal",
    language: Language | None = Language.ENGLISH,
    passed_over: tuple[str, ...] = (),
    since_s: float = 0,
    caller: str = "",
    due_s: float | None = None,
) -> Ticket:
    """A ticket as it is at noon; `since_s` is for how long it has waited since somebody declined it."""
    return Ticket(
        id=name,
        call_id=name,
        queue=queue,
        skills=skills,
        priority=priority,
        reason="",
        summary="",
        created=NOON - timedelta(seconds=waited_s),
        language=language,
        passed_over=passed_over,
        since=NOON - timedelta(seconds=since_s) if passed_over else None,
        caller=caller,
        due=None if due_s is None else NOON + timedelta(seconds=due_s),
    )


def agent(
    name: str,
    idle_s: float = 0,
    *,
    skills: dict[str, int] | None = None,
    queues: tuple[str, ...] = (),
    languages: tuple[Language, ...] = (),
    state: AgentState = AgentState.AVAILABLE,
) -> Presence:
    """An agent as they are at noon."""
    return Presence(Agent(name, name.title(), skills or {}, queues, languages), state, NOON - timedelta(seconds=idle_s))
