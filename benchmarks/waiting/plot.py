"""The picture of waits: how often what was told was kept, how far off it was, and one day of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.waiting.figures import Figures
from benchmarks.waiting.play import Wait
from ivr.handoff.estimate import LEVEL

OURS, PLAIN = "C0", "C1"

SHOWN = 4
"""Of the callers of a day one in so many is drawn."""


def draw(rows: Sequence[Figures], days: Mapping[str, Sequence[Wait]], path: Path) -> None:
    """Write the picture; the same figures give the same bytes."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "ivr", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(11, 3.8), layout="constrained")
        first, second, third = figure.subplots(1, 3, width_ratios=(1, 1, 1.4))
        _kept(first, rows)
        _off(second, rows)
        _day(third, *next(iter(days.items())))
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def _kept(axes: Any, rows: Sequence[Figures]) -> None:
    axes.set(title="served within what was told (grey: 85 %)", xlim=(0, 1), xlabel="share of callers")
    _bars(axes, rows, [row.kept for row in rows], [row.kept_by_plain for row in rows])
    axes.axvline(LEVEL, color="0.6", linewidth=0.8)


def _off(axes: Any, rows: Sequence[Figures]) -> None:
    axes.set(title="loss at the 85th percentile (pinball)", xlabel="seconds")
    _bars(axes, rows, [row.pinball for row in rows], [row.pinball_plain for row in rows])
    axes.set_xlim(0, 1.6 * max(row.pinball_plain for row in rows))
    axes.legend(loc="upper right")


def _bars(axes: Any, rows: Sequence[Figures], ours: Sequence[float], plain: Sequence[float]) -> None:
    at = np.arange(len(rows))
    axes.barh(at - 0.2, ours, 0.38, color=OURS, label="this line")
    axes.barh(at + 0.2, plain, 0.38, color=PLAIN, label="mean call x place / agents")
    axes.set_yticks(at, [row.pattern for row in rows])
    axes.invert_yaxis()


def _day(axes: Any, name: str, waits: Sequence[Wait]) -> None:
    axes.set(title=f"{name}: one day", xlabel="hours since opening", ylabel="minutes")
    known = [wait for wait in waits if wait.estimate.known][::SHOWN]
    hours = [wait.at / 3600 for wait in known]
    took = [(wait.would_have_s or 0.0) / 60 for wait in known]
    axes.plot(hours, took, ".", color="0.6", markersize=2, label="until served")
    axes.plot(hours, [wait.estimate.minutes for wait in known], color=OURS, linewidth=0.8, label="told")
    axes.plot(hours, [wait.plain_s / 60 for wait in known], color=PLAIN, linewidth=0.8, label="plain mean")
    axes.legend(loc="upper right")
