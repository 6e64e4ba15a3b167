"""`./run bench waiting`."""

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click

from benchmarks.waiting.day import PATTERNS, draw
from benchmarks.waiting.figures import figures
from benchmarks.waiting.play import Play, Wait
from benchmarks.waiting.plot import draw as draw_picture
from benchmarks.waiting.table import as_markdown, as_text

SEEDS = {"tuning": range(1, 100), "report": range(1001, 1100)}
"""What is tuned on is not reported."""

SHOWN = "sales day"
BY_NAME = {one.name: one for one in PATTERNS}


@click.command("waiting")
@click.argument("patterns", nargs=-1, type=click.Choice(list(BY_NAME)))
@click.option("--seeds", type=click.Choice(list(SEEDS)), default="report", help="Days to tune on, or to report.")
@click.option("--days", type=click.IntRange(1, 99), default=5, help="Days of each pattern.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Days played at once.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw the picture of the documentation (all patterns).")
@click.option("--markdown", is_flag=True, help="Print the table as the documentation has it.")
def command(patterns: tuple[str, ...], seeds: str, days: int, jobs: int, plot: Path | None, markdown: bool) -> None:
    """Days at a desk, event by event: how often the wait that callers are told is kept, beside the plain mean.

    Example: ./run bench waiting "sales day" --days 2
    """
    if plot is not None and patterns:
        raise click.UsageError("--plot draws all patterns; name none")
    names = patterns or tuple(BY_NAME)
    wanted = [(name, seed) for name in names for seed in SEEDS[seeds][:days]]
    with ProcessPoolExecutor(jobs) as workers:
        played = dict(zip(wanted, _told(workers.map(_waits, wanted), len(wanted)), strict=True))
    rows = [figures(name, [played[name, seed] for seed in SEEDS[seeds][:days]]) for name in names]
    click.echo(as_markdown(rows) if markdown else as_text(rows))
    if plot is not None:
        draw_picture(rows, {SHOWN: played[SHOWN, SEEDS[seeds][0]]}, plot)


def _waits(day: tuple[str, int]) -> list[Wait]:
    name, seed = day
    return Play(draw(BY_NAME[name], seed), seed).run()


def _told(days: Iterable[list[Wait]], total: int) -> Iterable[list[Wait]]:
    """The same, with how far it has come on a terminal."""
    for done, day in enumerate(days, 1):
        if sys.stderr.isatty():
            click.echo(f"\r{done} of {total} days", err=True, nl=done == total)
        yield day
