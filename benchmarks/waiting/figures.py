"""What came of what was told: how often it was kept, and how far off it was, ours beside the plain mean."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.waiting.play import Wait
from ivr.handoff.durations import surviving
from ivr.handoff.estimate import LEVEL

Times = np.typing.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one pattern. Shares of callers, and seconds; `plain` is the mean time of a call x place / agents."""

    pattern: str
    days: int
    callers: int
    hung_up: float
    typical_s: float
    kept: float  # of what was told: in whole minutes, rounded up
    kept_exactly: float  # of the estimate before it is rounded
    kept_by_censoring: float  # what a line can see of `kept`: of those who hung up only that they waited so long
    kept_by_model: float  # without the correction
    kept_by_plain: float
    pinball: float
    pinball_told: float
    pinball_plain: float
    off: float
    off_plain: float
    worst_day: float


def figures(pattern: str, days: Sequence[Sequence[Wait]]) -> Figures:
    """Of all who had to wait and were told a time. Those who hung up count by when they would have been served."""
    waits = [wait for day in days for wait in day if wait.estimate.known]
    took = _column(waits, "would_have_s")
    told = np.array([wait.estimate.minutes * 60.0 for wait in waits])
    most = np.array([wait.estimate.most_s for wait in waits])
    half = np.array([wait.estimate.half_s for wait in waits])
    model = np.array([wait.estimate.model_most_s for wait in waits])
    plain = _column(waits, "plain_s")
    return Figures(
        pattern=pattern,
        days=len(days),
        callers=len(waits),
        hung_up=float(np.mean([wait.hung_up for wait in waits])),
        typical_s=float(np.median(took)),
        kept=float(np.mean(took <= told)),
        kept_exactly=float(np.mean(took <= most)),
        kept_by_censoring=_by_censoring(waits),
        kept_by_model=float(np.mean(took <= model)),
        kept_by_plain=float(np.mean(took <= plain)),
        pinball=_pinball(most, took),
        pinball_told=_pinball(told, took),
        pinball_plain=_pinball(plain, took),
        off=float(np.mean(np.abs(half - took))),
        off_plain=float(np.mean(np.abs(plain - took))),
        worst_day=min(_kept(day) for day in days),
    )


def _kept(day: Sequence[Wait]) -> float:
    known = [wait for wait in day if wait.estimate.known]
    return float(np.mean([(wait.would_have_s or 0.0) <= wait.estimate.minutes * 60 for wait in known]))


def _column(waits: Sequence[Wait], name: str) -> Times:
    return np.array([getattr(wait, name) for wait in waits], float)


def _pinball(said: Times, took: Times) -> float:
    """The loss that the true quantile makes least."""
    return float(np.mean(np.maximum(LEVEL * (took - said), (LEVEL - 1) * (took - said))))


def _by_censoring(waits: Sequence[Wait]) -> float:
    """The share served within what was told, by Kaplan and Meier on the share of it that they waited."""
    shares = [wait.waited_s / (wait.estimate.minutes * 60) for wait in waits]
    served = [share for share, wait in zip(shares, waits, strict=True) if not wait.hung_up]
    left = [share for share, wait in zip(shares, waits, strict=True) if wait.hung_up]
    times, later = surviving(served, left)
    within = int(np.searchsorted(times, 1.0, side="right"))
    return 1 - float(later[within - 1]) if within else 0.0
