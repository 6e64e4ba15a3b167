"""A day at the desk as it is drawn beforehand: who calls when, how long they take and bear to wait, who works when."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request: `share` of the callers; agents take `mean_s` with it, log-normal with this `sigma`."""

    share: float
    mean_s: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a day goes. `calls` an hour and `agents` depend on the hour of the day, as does the share of the kinds."""

    name: str
    hours: float
    calls: Callable[[float], float]
    agents: Callable[[float], int]
    kinds: tuple[Kind, Kind]
    second: Callable[[float], float] = lambda _: 0.0  # more of the second kind, at this hour
    patience_s: float = 900.0
    urgent: float = 0.1


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who calls; times in seconds since the desk opened."""

    at: float
    service_s: float
    patience_s: float
    priority: str


@dataclass(frozen=True, slots=True)
class Worker:
    """An agent who comes and goes."""

    name: str
    shifts: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a pattern."""

    callers: tuple[Caller, ...]
    workers: tuple[Worker, ...]


USUAL = (Kind(0.7, 150, 0.6), Kind(0.3, 480, 0.8))
QUICK = (Kind(0.8, 120, 0.5), Kind(0.2, 420, 0.7))

PATTERNS = (
    Pattern("steady", 8, lambda _: 148, lambda _: 12, USUAL),
    Pattern("small desk", 8, lambda _: 34, lambda hour: 2 if 4 <= hour < 5 else 3, USUAL),
    Pattern(
        "lunch peak",
        8,
        lambda hour: 115 + 85 * math.exp(-(((hour - 4) / 0.8) ** 2)),
        lambda hour: 9 if 3.5 <= hour < 5 else 12,
        USUAL,
    ),
    Pattern(
        "sales day",
        8,
        lambda hour: 110 if hour < 2 else 420 - 50 * (hour - 2),
        lambda hour: 12 if hour < 3 else 20,
        USUAL,
        lambda hour: 0.15 if hour >= 2 else 0.0,
        1200.0,
    ),
    Pattern("outage burst", 6, lambda hour: 900 if 2 <= hour < 2.33 else 150 if hour < 3 else 110, lambda _: 10, QUICK),
    Pattern("shift change", 8, lambda _: 120, lambda hour: 14 if hour < 3 else 6 if hour < 5 else 12, USUAL),
)
"""Calls an hour and agents. The desk can bear about 13 calls an hour and agent."""


def draw(pattern: Pattern, seed: int) -> Day:
    """A day; the same seed draws the same day, and every pattern its own."""
    chance = np.random.default_rng([seed, sum(map(ord, pattern.name))])
    most = max(pattern.calls(minute / 60) for minute in range(int(pattern.hours * 60)))
    callers, at = [], 0.0
    while True:
        at += chance.exponential(HOUR / most)
        if at >= pattern.hours * HOUR:
            break
        if chance.random() < pattern.calls(at / HOUR) / most:
            callers.append(_caller(pattern, at, chance))
    return Day(tuple(callers), _workers(pattern))


def _caller(pattern: Pattern, at: float, chance: np.random.Generator) -> Caller:
    second = pattern.kinds[1].share + pattern.second(at / HOUR)
    kind = pattern.kinds[int(chance.random() < second)]
    service = chance.lognormal(math.log(kind.mean_s) - kind.sigma**2 / 2, kind.sigma)
    patience = chance.weibull(1.3) * pattern.patience_s / 0.9236
    priority = "high" if chance.random() < pattern.urgent else "low" if chance.random() < 0.1 else "normal"
    return Caller(at, float(service), float(patience), priority)


def _workers(pattern: Pattern) -> tuple[Worker, ...]:
    """As many at each time as the pattern has; who comes last goes first, each a little after the other."""
    slots = [pattern.agents(minute / 60) for minute in range(int(pattern.hours * 60))]
    workers = []
    for number in range(max(slots)):
        there = [minute for minute, agents in enumerate(slots) if agents > number]
        starts = [minute for minute in there if minute == 0 or slots[minute - 1] <= number]
        ends = [minute + 1 for minute in there if minute + 1 == len(slots) or slots[minute + 1] <= number]
        late = 7.0 * number
        shifts = tuple((start * 60 + late, end * 60 + late) for start, end in zip(starts, ends, strict=True))
        workers.append(Worker(f"agent{number:02}", shifts))
    return tuple(workers)
