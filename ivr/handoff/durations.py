"""How long something takes, from cases of which some are not over yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.float64]

LEVELS = 256
"""A distribution is a table of so many quantiles."""

RARE = 0.03
"""What fewer have lasted as long as says little about how it goes on."""


@dataclass(frozen=True)
class Durations:
    """The distribution by Kaplan and Meier: what is `over` took so long, what is `running` at least so long."""

    over: tuple[float, ...]
    running: tuple[float, ...] = ()

    @cached_property
    def table(self) -> Seconds:
        """LEVELS quantiles, in equal steps of probability."""
        times, left = surviving(self.over, self.running)
        at = (np.arange(LEVELS) + 0.5) / LEVELS
        reached = np.searchsorted(1 - left, at, side="left")
        beyond = times[-1] + self._mean_over
        return np.append(times, beyond)[reached]

    @cached_property
    def mean(self) -> float:
        """The mean of the distribution."""
        return float(self.table.mean())

    @property
    def _mean_over(self) -> float:
        return float(np.mean(self.over))

    def drawn(self, chances: NDArray[np.intp]) -> Seconds:
        """The durations at these levels of the table."""
        return self.table[chances]

    def left_after(self, age: float, chances: NDArray[np.intp]) -> Seconds:
        """What is left of durations that have lasted for `age` already."""
        below = int(np.searchsorted(self.table, age, side="right"))
        if below > LEVELS * (1 - RARE):  # next to none lasted so long: who has, will for a while
            mean = max(self.mean, age) / 2
            return -mean * np.log1p(-(chances + 0.5) / LEVELS)
        levels = below + (chances * (LEVELS - below)) // LEVELS
        return np.asarray(self.table[levels] - age)


def surviving(
    over: Sequence[float], running: Sequence[float], weights: Sequence[float] | None = None
) -> tuple[Seconds, Seconds]:
    """The times at which something was over, and the share that lasts longer. `weights` are of all, `over` first."""
    times = np.concatenate([np.asarray(over, float), np.asarray(running, float)])
    weight = np.ones(len(times)) if weights is None else np.asarray(weights, float)
    event = np.arange(len(times)) < len(over)
    order = np.lexsort((~event, times))
    times, weight, event = times[order], weight[order], event[order]
    at_risk = np.cumsum(weight[::-1])[::-1]
    left = np.cumprod(np.where(event, 1 - weight / at_risk, 1.0))
    return times[event], np.asarray(left[event], np.float64)
