"""The figures of waits, for a terminal and for the documentation."""

from collections.abc import Callable, Sequence

from benchmarks.waiting.figures import Figures

COLUMNS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("pattern", lambda one: one.pattern),
    ("days", lambda one: str(one.days)),
    ("waited", lambda one: str(one.callers)),
    ("hung up", lambda one: f"{one.hung_up:.0%}"),
    ("median wait", lambda one: f"{one.typical_s:.0f} s"),
    ("within what was told", lambda one: f"{one.kept:.1%}"),
    ("worst day", lambda one: f"{one.worst_day:.1%}"),
    ("censored", lambda one: f"{one.kept_by_censoring:.1%}"),
    ("not rounded", lambda one: f"{one.kept_exactly:.1%}"),
    ("not corrected", lambda one: f"{one.kept_by_model:.1%}"),
    ("plain mean", lambda one: f"{one.kept_by_plain:.1%}"),
    (
        "pinball loss, told / exact / plain",
        lambda one: f"{one.pinball_told:.0f} / {one.pinball:.0f} / {one.pinball_plain:.0f} s",
    ),
    ("median off by, ours / plain", lambda one: f"{one.off:.0f} / {one.off_plain:.0f} s"),
)


def as_text(rows: Sequence[Figures]) -> str:
    """For a terminal: a block for each pattern."""
    width = max(len(name) for name, _ in COLUMNS)
    blocks = ["\n".join(f"{name:<{width}}  {cell(one)}" for name, cell in COLUMNS) for one in rows]
    return "\n\n".join(blocks)


def as_markdown(rows: Sequence[Figures]) -> str:
    """For the documentation."""
    lines = ["| " + " | ".join(name for name, _ in COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
    lines += ["| " + " | ".join(cell(one) for _, cell in COLUMNS) + " |" for one in rows]
    return "\n".join(lines)
