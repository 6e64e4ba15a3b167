"""`./run bench turn-taking [PART ...]`."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import click

from benchmarks.turn_taking import barge_in, cut_offs, open_answers, short_answers
from benchmarks.turn_taking.plot import draw
from benchmarks.turn_taking.recordings import DATA
from benchmarks.turn_taking.scene import Scene
from benchmarks.turn_taking.stage import Judge, play_all
from benchmarks.turn_taking.table import Result, Row, as_markdown, as_text


class Part(Protocol):
    """One measure of turn-taking."""

    judge: Judge

    def scenes(self, half: str) -> list[Scene]:
        """What is played."""

    def rows(self, results: Sequence[Result]) -> list[Row]:
        """The figures."""

    def failing(self, row: Result) -> str:
        """What went wrong in a scene, or nothing."""


PARTS: dict[str, Any] = {
    "cut-offs": cut_offs,
    "short-answers": short_answers,
    "barge-in": barge_in,
    "open-answers": open_answers,
}


@click.command("turn-taking")
@click.argument("parts", nargs=-1, type=click.Choice(list(PARTS)))
@click.option("--half", type=click.Choice(["A", "B"]), default="B", help="Speakers: A to tune on, B to report.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Calls held at once.")
@click.option("--out", type=click.Path(path_type=Path), help="Write every scene's outcome here, as JSON.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw the picture of the documentation (all parts).")
@click.option("--markdown", is_flag=True, help="Print the table as the documentation has it.")
@click.option("--failures", type=click.IntRange(0), default=0, help="Show so many failures of each kind.")
def command(
    parts: tuple[str, ...], half: str, jobs: int, out: Path | None, plot: Path | None, markdown: bool, failures: int
) -> None:
    """Whole calls over scenes that are built so that every moment in them is known, beside a plain pause of 800 ms.

    Example: ./run bench turn-taking cut-offs --half A --failures 5
    """
    if plot is not None and set(parts or PARTS) != set(PARTS):
        raise click.UsageError("--plot draws all parts; name none")
    if not DATA.is_dir():
        click.echo("the recorded people (set IVR_TEST_DATA) are not here")
        return
    if shutil.which("flite") is None:
        click.echo("the English synthetic callers (apt-get install flite) are not here")
        return
    outcomes: dict[str, list[dict[str, Any]]] = {}
    for name in parts or PARTS:
        part = PARTS[name]
        began = time.monotonic()
        scenes = part.scenes(half)
        outcomes[name] = play_all(scenes, part.judge, jobs, _progress(name, len(scenes)))
        rows = part.rows(outcomes[name])
        seconds = time.monotonic() - began
        click.echo(f"-- {name}: {len(scenes)} scenes of half {half}, played in {seconds:.0f} s by {jobs} processes")
        click.echo(as_markdown(rows) if markdown else as_text(rows))
        for line in _failures(part, outcomes[name], failures):
            click.echo(line)
    if out is not None:
        out.write_text(json.dumps({"half": half, "parts": outcomes}, ensure_ascii=False, indent=1), "utf-8")
    if plot is not None:
        draw(outcomes, plot)


def _progress(name: str, total: int) -> Callable[[int], None]:
    shown = sys.stderr.isatty()

    def tell(done: int) -> None:
        if shown:
            click.echo(f"\r{name}: {done} of {total}", err=True, nl=done == total)

    return tell


def _failures(part: Part, results: Sequence[Result], most: int) -> list[str]:
    """So many examples of each kind of failure."""
    kinds: dict[str, list[Result]] = {}
    for row in results:
        if kind := part.failing(row):
            kinds.setdefault(kind, []).append(row)
    lines = []
    for kind, rows in kinds.items() if most else ():
        lines.append(f"{kind}: {len(rows)}")
        lines += [f"   {json.dumps(row, ensure_ascii=False)}" for row in rows[:most]]
    return lines
