"""How long callers wait for a reply: calls in real time, one and several at once, measured from their recordings."""

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
import soundfile

from benchmarks.turn_taking.conversation import LANGUAGES, PoliteCaller, Said, whole_call
from benchmarks.turn_taking.terse import terse
from benchmarks.turn_taking.waits import Wait, waits_in
from ivr import app
from ivr.audio.real_time_line import RealTimeLine
from ivr.call.timeline import Timeline
from ivr.house import House, new_call_id
from ivr.records.recording import WaveRecording
from ivr.records.taped_line import TapedLine
from ivr.settings import Settings, read_settings
from ivr.terms import Language

AT_ONCE = (1, 4, 8)
SECONDS = 65
CALLERS = 24
"""Calls that are different; after so many the first is held again."""

REACH_P50_MS, REACH_P95_MS = 300, 700
APART_S = 0.73
"""Calls that are held at once begin so much after each other: not all of them are in step."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One turn of a call and what it was."""

    at_once: int
    language: Language
    kind: str
    wait: Wait


@click.command("latency")
@click.option("--calls", type=click.IntRange(1), multiple=True, default=AT_ONCE, help="At once; may be repeated.")
@click.option("--seconds", type=click.IntRange(1), default=SECONDS, show_default=True, help="For each number of calls.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep recordings and events here.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write every turn here, as JSON.")
def command(calls: tuple[int, ...], seconds: int, keep: Path | None, out: Path | None) -> None:
    """How long callers wait, in real time, from their last sound to the first of the reply: read off recordings.

    Takes four minutes. Example: ./run bench latency --calls 8 --seconds 120 --keep recordings
    """
    turns = report(calls, seconds, keep)
    if out is not None:
        out.write_text(json.dumps([asdict(turn) for turn in turns], indent=1), "utf-8")


def report(numbers: Iterable[int], seconds: int, keep: Path | None) -> list[Measured]:
    """Hold the calls and print how long their callers waited."""
    turns: list[Measured] = []
    with ExitStack() as after:
        scratch = Path(after.enter_context(TemporaryDirectory(prefix="ivr-latency-")))
        folder = keep or scratch / "recordings"
        folder.mkdir(parents=True, exist_ok=True)
        settings = read_settings().model_copy(update={"database": f"sqlite:///{scratch / 'calls.sqlite'}"})
        houses = {one: _house(one, settings, after) for one in LANGUAGES}
        click.echo(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the first call")
        click.echo(_line("calls", "language", "turn", "n", "p50 ms", "p95 ms", "max ms", "cut off", "no reply"))
        for at_once in numbers:
            turns += (measured := hold(houses, at_once, seconds * 1000, folder))
            for row in _rows(measured):
                click.echo(_line(*row))
    click.echo(f"what is reached for, however many calls: p50 {REACH_P50_MS} ms, p95 {REACH_P95_MS} ms")
    return turns


def _house(language: Language, settings: Settings, after: ExitStack) -> House:
    house = House(terse(app.open_flow(f"{app.USUAL_FLOW}.{language}", settings)), settings)
    after.callback(house.close)
    house.rehearse()
    return house


def hold(houses: dict[Language, House], at_once: int, ms: int, folder: Path) -> list[Measured]:
    """So many calls at once, and on each line one after the other, for so long."""
    calls = [whole_call(number) for number in range(CALLERS)]

    def on_line(number: int) -> list[Measured]:
        time.sleep(number * APART_S)
        measured: list[Measured] = []
        left_ms = ms
        for place in count(number, at_once | 1):  # an odd stride: the calls on a line take turns in language
            if left_ms <= 0:
                return measured
            language, turns = calls[place % CALLERS]
            waits, lasted_ms = _call(houses[language], turns, left_ms, folder / f"{at_once}-{number}-{place}.wav")
            measured += [Measured(at_once, language, kind, wait) for kind, wait in waits]
            left_ms -= lasted_ms
        return measured

    with ThreadPoolExecutor(at_once, "line") as lines:
        return [one for line in lines.map(on_line, range(at_once)) for one in line]


def _call(house: House, turns: list[Said], until_ms: int, path: Path) -> tuple[list[tuple[str, Wait]], int]:
    """Hold a call, and read off its recording how long the caller waited; and how long it lasted."""
    caller = PoliteCaller(turns, until_ms)
    line = RealTimeLine(TapedLine(caller, WaveRecording(path)))
    with path.with_suffix(".jsonl").open("w", encoding="utf-8") as events:
        timeline = Timeline(lambda event: print(event.as_json(), file=events))
        house.spoken(new_call_id(), line, timeline).run()
    samples, _ = soundfile.read(path, dtype="int16")
    waits = waits_in(samples[:, 0], samples[:, 1])
    return [(caller.kind_at(wait.end_ms), wait) for wait in waits], caller.lasted_ms


def _rows(measured: Sequence[Measured]) -> Iterator[tuple[str, ...]]:
    """All turns, and those of each language and kind."""
    number = str(measured[0].at_once)
    yield number, "both", "all", *_figures(measured)
    for language, kind in sorted({(one.language, one.kind) for one in measured}):
        some = [one for one in measured if (one.language, one.kind) == (language, kind)]
        yield number, str(language), kind, *_figures(some)


def _figures(measured: Sequence[Measured]) -> tuple[str, ...]:
    waits = [one.wait.wait_ms for one in measured if one.wait.wait_ms is not None]
    cut_off = sum(one.wait.cut_off for one in measured)
    unanswered = sum(one.wait.reply_ms is None for one in measured)
    times = [f"{value:.0f}" for value in np.percentile(waits, [50, 95, 100])] if waits else ["-"] * 3
    return str(len(measured)), *times, str(cut_off), str(unanswered)


def _line(*cells: str) -> str:
    widths = (5, 8, 13, 4, 7, 7, 7, 7, 8)
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
