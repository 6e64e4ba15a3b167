"""How earlier estimates were kept, and what follows for the next one.

What a model gets wrong, agents who take breaks of which it knows nothing, say, shows in what came of its estimates. So
an estimate is stretched or shortened until the share of the last ones that would have been kept is the share promised.
Those who hung up, and those who still wait, have waited at least so long.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ivr.handoff.durations import surviving

LAST = 200
"""So many earlier estimates count."""

HALF_LIFE = 60
"""After so many newer ones an estimate counts half."""

TRUST = 15
"""The model itself counts as so many estimates that went as it says."""

SPREAD = 0.5
"""How far these lie apart, as the standard deviation of their logarithm."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the model had said, and how long the caller has waited since: `served`, or at least so long."""

    model_half_s: float
    model_most_s: float
    waited_s: float
    served: bool


def corrected(seconds: float, level: float, told: Sequence[tuple[float, Told]], scale: float) -> float:
    """What the model says, as the last that were `told` (what it had said and what came of it, the oldest first) show.

    `scale` is added to what is compared: of waits much shorter than that, the difference counts and not the ratio.
    """
    if not told or not scale:
        return seconds
    stretch = _stretch(level, told[-LAST:], scale)
    return max(0.0, (seconds + scale) * stretch - scale)


def _stretch(level: float, told: Sequence[tuple[float, Told]], scale: float) -> float:
    """The quantile of how much longer it took than was said."""
    ratios = [(one.waited_s + scale) / (said + scale) for said, one in told]
    fresh = [0.5 ** ((len(told) - 1 - number) / HALF_LIFE) for number in range(len(told))]
    over = [number for number, (_, one) in enumerate(told) if one.served]
    running = [number for number, (_, one) in enumerate(told) if not one.served]
    weights = [1.0] * TRUST + [fresh[number] for number in (*over, *running)]
    times, left = surviving(
        [*_as_promised(level), *(ratios[number] for number in over)], [ratios[number] for number in running], weights
    )
    reached = int(np.searchsorted(-left, -(1 - level) - 1e-9, side="left"))
    return float(times[reached]) if reached < len(times) else max(ratios)


def _as_promised(level: float) -> list[float]:
    """TRUST ratios whose quantile at the level is 1."""
    normal = NormalDist()
    steps = [normal.inv_cdf((number + 0.5) / TRUST) for number in range(TRUST)]
    return [math.exp(SPREAD * (step - normal.inv_cdf(level))) for step in steps]
