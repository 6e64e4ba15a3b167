"""How long a caller still waits: what is going on at the desk is played through many times, as it has gone lately.

Pure: the chances are a fixed table, so the same facts give the same estimate. Every agent goes from one caller to the
next on their own; the caller at place n is served by the n-th who becomes free, less for each caller ahead who hangs
up, more for each who comes and is more urgent.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ivr.handoff.agent import AgentState
from ivr.handoff.durations import LEVELS, Durations, Seconds
from ivr.handoff.estimate import LEVEL, Estimate, Grounds
from ivr.handoff.patience import STAYS, Patience
from ivr.handoff.track_record import Told, corrected

RUNS = 200
"""How often it is played through."""

FRONT = 100
"""Callers at the front who are played one by one; those behind them move up at the mean pace."""

COLUMNS = 2048
"""Chances are taken from so many columns, each with every level once in RUNS."""

AT_DESK = (AgentState.AVAILABLE, AgentState.RINGING, AgentState.BUSY, AgentState.WRAP_UP)


@dataclass(frozen=True, slots=True)
class Standing:
    """An agent who can take the ticket: what they are doing, for how long, and how much longer where that is set."""

    state: AgentState
    for_s: float = 0.0
    left_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Ahead:
    """A caller who is served before: `share` of the agents who can take them are among those who can take mine."""

    share: float = 1.0
    waited_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Overtaking:
    """Callers more urgent than this one: how many come in a second, and for how long those who come are still served
    before (a ticket grows more urgent while it waits)."""

    rate: float
    for_s: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What an estimate is made from."""

    agents: tuple[Standing, ...]
    ahead: tuple[Ahead, ...]
    handling: Durations
    turnaround: Durations  # from one caller to the next, while somebody waits
    ring_s: float = 0.0
    patience: Patience = STAYS
    overtaking: tuple[Overtaking, ...] = ()
    grounds: Grounds = Grounds.LIVE
    told: tuple[Told, ...] = ()

    @property
    def place(self) -> int:
        """1 for the next one served."""
        return len(self.ahead) + 1


def estimate(facts: Facts) -> Estimate:
    """The wait of a caller, corrected by how earlier estimates were kept."""
    if not facts.agents:
        return Estimate(facts.place, Grounds.NOBODY)
    waits = _waits(facts)
    half, most = (float(np.quantile(waits, level)) for level in (0.5, LEVEL))
    most += _behind_spread(facts)
    scale = facts.handling.mean / 4
    told_half = corrected(half, 0.5, [(one.model_half_s, one) for one in facts.told], scale)
    told_most = corrected(most, LEVEL, [(one.model_most_s, one) for one in facts.told], scale)
    return Estimate(facts.place, facts.grounds, min(told_half, told_most), told_most, half, most)


def _waits(facts: Facts) -> Seconds:
    """The wait in each run."""
    front = facts.ahead[:FRONT]
    coming = _coming(facts)
    slots = _slots(facts, len(front) + 1 + coming.shape[1])
    runs = np.arange(RUNS)
    used = np.zeros(RUNS, np.intp)
    places = 2 * np.arange(len(front))
    leaves = facts.patience.left_after(np.array([one.waited_s for one in front]), _evenly(places))
    theirs = _evenly(places + 1) < np.array([one.share for one in front])[:, None]
    for left, takes in zip(leaves, theirs, strict=True):
        used += (left > slots[runs, used]) & takes
    return _overtaken(slots, used, coming) + _behind(facts)


def _slots(facts: Facts, count: int) -> Seconds:
    """In each run the first `count` moments at which an agent takes a caller."""
    each = count // len(facts.agents) + 3
    while True:
        of_agents = [_taken_by(agent, number, facts, each) for number, agent in enumerate(facts.agents)]
        horizon = np.min([moments[:, -1] for moments in of_agents], axis=0)
        slots = np.sort(np.concatenate(of_agents, axis=1), axis=1)
        if each >= count or np.all(slots[:, count - 1] <= horizon):
            return slots[:, :count]
        each = min(2 * each, count)


def _taken_by(agent: Standing, number: int, facts: Facts, count: int) -> Seconds:
    """In each run the moments at which this agent takes their next callers."""
    columns = (np.arange(2 * count) + 137 * number) % COLUMNS
    chances = _table()[:, columns]
    cycles = facts.handling.drawn(chances[:, 2::2]) + facts.turnaround.drawn(chances[:, 3::2])
    first = _first(agent, facts, chances[:, 0], chances[:, 1])
    return np.cumsum(np.concatenate([first[:, None], cycles], axis=1), axis=1)


def _first(agent: Standing, facts: Facts, one: NDArray[np.intp], other: NDArray[np.intp]) -> Seconds:
    match agent.state:
        case AgentState.BUSY:
            return facts.handling.left_after(agent.for_s, one) + facts.turnaround.drawn(other)
        case AgentState.RINGING:
            return facts.ring_s + facts.handling.drawn(one) + facts.turnaround.drawn(other)
        case AgentState.WRAP_UP:
            return np.full(RUNS, max(agent.left_s, 0.0) + facts.ring_s)
    return np.full(RUNS, facts.ring_s)


def _coming(facts: Facts) -> Seconds:
    """In each run the moments at which somebody comes who is served before; as many columns as may matter."""
    streams = [np.empty((RUNS, 0))]
    for kind, one in enumerate(facts.overtaking):
        most = min(math.ceil(2 * one.rate * min(one.for_s, FRONT / one.rate)) + 4, FRONT) if one.rate else 0
        if most:
            gaps = -np.log1p(-_evenly(2 * FRONT + 2 * np.arange(most) + kind)) / one.rate
            moments = np.cumsum(gaps, axis=0).T
            streams.append(np.where(moments > one.for_s, np.inf, moments))
    return np.concatenate(streams, axis=1)


def _overtaken(slots: Seconds, used: NDArray[np.intp], coming: Seconds) -> Seconds:
    """When it is the caller's turn, after those ahead have `used` so many slots."""
    runs, came = np.arange(RUNS), np.zeros(RUNS, np.intp)
    while True:
        turn = slots[runs, used + came]
        now = np.sum(coming < turn[:, None], axis=1)
        if np.array_equal(now, came):
            return np.asarray(turn)
        came = now


def _pace(facts: Facts) -> float:
    """Seconds from one caller served to the next, while all agents are busy."""
    return (facts.handling.mean + facts.turnaround.mean) / len(facts.agents)


def _behind(facts: Facts) -> float:
    """How long it takes until the callers beyond the front have moved up to it."""
    behind, pace = sum(one.share for one in facts.ahead[FRONT:]), _pace(facts)
    served, left = 1 / pace, facts.patience.late_rate
    if not left:
        return behind * pace
    return math.log((served + left * (FRONT + behind)) / (served + left * FRONT)) / left


def _behind_spread(facts: Facts) -> float:
    """How much longer than the mean that may take: the root of as many cycles as the agents go through."""
    behind = max(len(facts.ahead) - FRONT, 0)
    cycle = np.sqrt(facts.handling.table.var() + facts.turnaround.table.var())
    return float(cycle) * math.sqrt(behind) / len(facts.agents)


def _evenly(columns: NDArray[np.intp]) -> Seconds:
    """For each of these columns, from the table's far end, a row of chances between 0 and 1."""
    return (_table()[:, COLUMNS - 1 - columns % COLUMNS].T + 0.5) / LEVELS


@cache
def _table() -> NDArray[np.intp]:
    """RUNS levels in each of COLUMNS columns: evenly spread in each, and shuffled by the bits of splitmix64."""
    with np.errstate(over="ignore"):
        bits = np.arange(1, RUNS * COLUMNS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        bits ^= bits >> np.uint64(31)
    places = np.argsort(np.argsort(bits.reshape(RUNS, COLUMNS), axis=0, kind="stable"), axis=0, kind="stable")
    return places * LEVELS // RUNS
