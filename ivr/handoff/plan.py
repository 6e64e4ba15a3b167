"""How the desk works: what each queue promises, and how its tickets find an agent. Times in seconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ivr.terms import Language


class Strategy(StrEnum):
    """Which of several agents gets a ticket."""

    LONGEST_IDLE = "longest_idle"
    MOST_SKILLED = "most_skilled"


class Hours(Protocol):
    """When somebody is there."""

    def at(self, moment: datetime) -> datetime:
        """A moment by the clock that hangs there."""

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there at this time by that clock."""


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """One queue. An offer rings for `ring_s`; `target_share` of callers are to be served within `target_s`.

    A ticket counts one priority more for every `ages_s` it has waited; after `overflow_after_s`, and out of `hours` at
    once, it may be served by the agents of queue `overflow_to`, too. 0 means never. Every ticket wants agents with at
    least these levels of `skills`, besides the skills of its own.
    """

    name: str
    strategy: Strategy = Strategy.LONGEST_IDLE
    ring_s: int = 20
    wrap_up_s: int = 30
    target_s: int = 20
    target_share: float = 0.8
    ages_s: int = 120
    overflow_to: str = ""
    overflow_after_s: int = 0
    sticky_s: int = 0  # so long a returning caller waits for the agent of last time
    skills: Mapping[str, int] = field(default_factory=dict)
    hours: Hours | None = None
    tips: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)  # told to those who wait
    music: str = ""  # a sound file for those who wait

    def is_open(self, now: datetime) -> bool:
        """Whether somebody attends to it at this moment."""
        return self.hours is None or self.hours.is_open(self.hours.at(now))


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """All queues; of one that is not written down everything is as usual."""

    queues: Mapping[str, QueuePlan] = field(default_factory=dict)

    def queue(self, name: str) -> QueuePlan:
        """The plan of a queue."""
        return self.queues.get(name) or QueuePlan(name)
