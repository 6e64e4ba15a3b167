"""The picture of turn-taking: who is cut off, how long the line waits, how soon a prompt falls silent."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.turn_taking import barge_in
from benchmarks.turn_taking.stage import OURS, PLAIN
from benchmarks.turn_taking.table import Result

LINES = {OURS: ("this line", "C0", "-"), PLAIN: ("a pause of 800 ms", "C1", "--")}
LONGEST_MS = ((300, 600), (600, 900), (900, 1200), (1200, 1500))
"""The longest pause within a number."""

SHOWN_MS = 2500


def draw(parts: Mapping[str, Sequence[Result]], path: Path) -> None:
    """Write the picture of all parts; the same figures give the same bytes."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "ivr", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(11, 3.8), layout="constrained")
        first, second, third = figure.subplots(1, 3)
        _cut_offs(first, parts["cut-offs"])
        _waits(second, parts)
        _silences(third, parts["barge-in"])
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def _cut_offs(axes: Any, results: Sequence[Result]) -> None:
    axes.set(title="numbers cut off (grey: 3 %)", xlabel="longest pause in the number, ms", ylabel="share of numbers")
    axes.set_ylim(-0.02, 1.04)
    middles = [(low + high) / 2 for low, high in LONGEST_MS]
    for who, (label, colour, style) in LINES.items():
        shares = []
        for low, high in LONGEST_MS:
            some = [row for row in results if low <= int(row["longest_pause_ms"]) < high]
            shares.append(np.mean([row[who]["cut_off"] for row in some]) if some else np.nan)
        axes.plot(middles, shares, color=colour, linestyle=style, marker="o", label=label)
    axes.axhline(0.03, color="0.6", linewidth=0.8)
    axes.legend(loc="upper left")


def _waits(axes: Any, parts: Mapping[str, Sequence[Result]]) -> None:
    axes.set(title="end of speech to end of turn (grey: 200 ms)", xlabel="ms", ylabel="share of turns that are over")
    numbers = [row for row in parts["cut-offs"] if row[OURS]["right"]]
    kinds = {"a number, heard right": numbers, "yes or no": parts["short-answers"]}
    kinds["a sentence"] = [row for row in parts["open-answers"] if row["kind"] == "open"]
    for width, (kind, rows) in zip((2.2, 1.5, 0.8), kinds.items(), strict=True):
        for who, (label, colour, style) in LINES.items():
            name = kind if who == OURS else f"the same, {label}"
            _cumulative(axes, rows, who, _wait, color=colour, linestyle=style, linewidth=width, label=name)
    axes.axvline(200, color="0.6", linewidth=0.8)
    axes.legend(loc="lower right", fontsize=6)


def _wait(one: Result) -> float | None:
    return None if one.get("cut_off") else one["ended_ms"]


def _silences(axes: Any, results: Sequence[Result]) -> None:
    axes.set(title="words to silent prompt (grey: 250 ms)", xlabel="ms", ylabel="share of prompts that are silent")
    spoken = [row for row in results if row["kind"] in barge_in.WORDS]
    for who, (label, colour, style) in LINES.items():
        _cumulative(axes, spoken, who, lambda one: one["halted_ms"], color=colour, linestyle=style, label=label)
    axes.axvline(barge_in.REACH_MS, color="0.6", linewidth=0.8)
    axes.legend(loc="lower right")


def _cumulative(
    axes: Any, rows: Sequence[Result], who: str, value: Callable[[Result], float | None], **look: Any
) -> None:
    """The share of all rows whose value is there and at most so much."""
    found = sorted(ms for row in rows if (ms := value(row[who])) is not None)
    shares = np.arange(1, len(found) + 1) / max(1, len(rows))
    axes.step([0, *found], [0, *shares], where="post", **look)
    axes.set(xlim=(0, SHOWN_MS), ylim=(0, 1.02))
