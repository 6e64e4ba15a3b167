"""How soon callers hang up who wait."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ivr.handoff.durations import Seconds

EDGES = (0.0, 0.25, 0.75, 2.0)
"""Where the stages of a wait begin, in mean handling times: some hang up at once, some when it has taken too long."""

BELIEF = 5.0
"""What is known of the stage before counts as so many mean handling times of waiting."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Of those who still wait at each stage (it begins at `edges`) the share that hangs up in a second."""

    edges: tuple[float, ...]
    rates: tuple[float, ...]

    @classmethod
    def of(cls, waits: Sequence[float], left: Sequence[bool], scale: float) -> "Patience":
        """From waits of which some ended because the caller `left`; the others were served, or wait still."""
        edges = [edge * scale for edge in EDGES]
        if not any(left) or not scale:
            return STAYS
        lasted, gone = np.asarray(waits, float), np.asarray(left, bool)
        rate = float(gone.sum() / (lasted.sum() + BELIEF * scale))
        rates = []
        for low, high in zip(edges, [*edges[1:], np.inf], strict=True):
            waited = float(np.clip(lasted - low, 0, high - low).sum())
            hung_up = int(np.sum(gone & (lasted >= low) & (lasted < high)))
            rate = (hung_up + rate * BELIEF * scale) / (waited + BELIEF * scale)
            rates.append(rate)
        return cls(tuple(edges), tuple(rates))

    @property
    def late_rate(self) -> float:
        """The rate at the last stage."""
        return self.rates[-1]

    def left_after(self, ages: Seconds, chances: Seconds) -> Seconds:
        """How long those who have waited for these `ages` still bear it, each with a row of chances."""
        if not any(self.rates):
            return np.full(chances.shape, np.inf)
        edges, rates = np.asarray(self.edges), np.asarray(self.rates)
        gone = np.concatenate([[0.0], np.cumsum(np.diff(edges) * rates[:-1])])
        stage = np.searchsorted(edges, ages, side="right") - 1
        so_far = gone[stage] + (ages - edges[stage]) * rates[stage]
        wanted = so_far[:, None] - np.log1p(-chances)
        at = np.searchsorted(gone, wanted, side="right") - 1
        return np.asarray(edges[at] + (wanted - gone[at]) / rates[at] - ages[:, None])


STAYS = Patience((0.0,), (0.0,))
"""Nobody hangs up."""
