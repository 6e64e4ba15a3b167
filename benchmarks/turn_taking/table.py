"""Figures side by side: what is reached for, ours, and the plain line's, each with what it was counted from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from benchmarks.turn_taking.stage import OURS, PLAIN

Result: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One measure over some scenes; empty `reach` where nothing was promised."""

    measure: str
    over: str
    reach: str
    ours: str
    plain: str
    count: int


def share(
    measure: str, over: str, reach: str, results: Iterable[Result], holds: Callable[[Result, Result], bool]
) -> Row:
    """In how many scenes something holds; `holds` is asked with the scene and with what came of it."""
    rows = list(results)
    counts = {who: sum(holds(row, row[who]) for row in rows) for who in (OURS, PLAIN)}
    ours, plain = (f"{counts[who] / len(rows):.1%} ({counts[who]})" if rows else "-" for who in (OURS, PLAIN))
    return Row(measure, over, reach, ours, plain, len(rows))


def milliseconds(
    measure: str, over: str, reach: str, results: Iterable[Result], value: Callable[[Result, Result], float | None]
) -> Row:
    """Median and 95th percentile, each line over those of its scenes that have a value."""
    rows = list(results)
    found = {who: [ms for row in rows if (ms := value(row, row[who])) is not None] for who in (OURS, PLAIN)}
    return Row(measure, over, reach, _quantiles(found[OURS]), _quantiles(found[PLAIN]), len(rows))


def _quantiles(values: Sequence[float]) -> str:
    if not values:
        return "-"
    middle, late = np.percentile(values, [50, 95])
    return f"{middle:.0f} / {late:.0f} (of {len(values)})"


def as_text(rows: Sequence[Row]) -> str:
    """The table for a terminal."""
    heads = ("measure", "over", "n", "reach", "ours", "plain")
    cells = [heads, *((row.measure, row.over, str(row.count), row.reach, row.ours, row.plain) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def as_markdown(rows: Sequence[Row]) -> str:
    """The table for the documentation."""
    lines = ["| measure | over | n | reach | ours | plain |", "|---|---|---|---|---|---|"]
    lines += [f"| {row.measure} | {row.over} | {row.count} | {row.reach} | {row.ours} | {row.plain} |" for row in rows]
    return "\n".join(lines)
