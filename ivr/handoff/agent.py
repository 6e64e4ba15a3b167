"""Agents: who they are, and what they are doing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ivr.terms import Language


class AgentState(StrEnum):
    """What an agent is doing."""

    OFF = "off"  # not signed in
    AWAY = "away"  # signed in, and takes nothing
    AVAILABLE = "available"
    RINGING = "ringing"  # a ticket is offered
    BUSY = "busy"  # connected, or consulted by another agent
    WRAP_UP = "wrap_up"


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who takes tickets. `skills` have a level from 1 to 5; no `queues` and no `languages` mean all."""

    name: str
    full_name: str = ""
    skills: Mapping[str, int] = field(default_factory=dict)
    queues: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()


class Wanting(Protocol):
    """What an agent must have for a ticket, and who has passed it over."""

    @property
    def skills(self) -> Collection[str]:
        """All of them."""

    @property
    def language(self) -> Language | None:
        """Of the call; None where nobody knows."""

    @property
    def passed_over(self) -> Collection[str]:
        """Agents, by name."""


def can_take(agent: Agent, ticket: Wanting) -> bool:
    """Whether an agent has the language and every skill that a ticket wants, and has not passed it over."""
    speaks = not agent.languages or ticket.language is None or ticket.language in agent.languages
    return speaks and agent.skills.keys() >= set(ticket.skills) and agent.name not in ticket.passed_over


@dataclass(frozen=True, slots=True)
class Presence:
    """An agent now. `since` and `until` (of an offer or a wrap-up) are UTC, `lease` is the last moment without a sign
    of life of the agent's browser or program."""

    agent: Agent
    state: AgentState = AgentState.OFF
    since: datetime | None = None
    ticket: str = ""
    until: datetime | None = None
    lease: datetime | None = None
