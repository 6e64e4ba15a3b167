"""How fast cases run: a thousand calls by text, beside only understanding what is said in them."""

import re
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from ivr import app
from ivr.flow.loader import LoadedFlow
from ivr.flow.model import Flow
from ivr.flowtest.case_file import all_cases, find_cases, load_cases
from ivr.flowtest.cases import Case, Turn
from ivr.flowtest.suite import Script, run_case
from ivr.settings import Settings, read_settings
from ivr.speech.transcript import Transcript
from ivr.understanding.spec import SLOT_MARK

CASES = 1000
TARGET_S = 10
LINES = ("retail", "retail.zh")
NUMBERS = ("45678901", "12345670")
"""Said where examples have a number: an order that is there, and one that is not."""


def measure() -> None:
    """Processor seconds of one process, without and with the time to set the line up; every expectation is checked."""
    head = ("cases", "passed", "turns", "per second", "cases s", "set up s", "only understood s", "ratio", "target s")
    click.echo(f"{'':<10}" + "".join(f"{name:>{len(name) + 2}}" for name in head))
    for line in LINES:
        row, failed = _measured(line, read_settings())
        cells = (f"{value:>{len(name) + 2}.{places}f}" for name, (value, places) in zip(head, row, strict=True))
        click.echo(f"{line:<10}" + "".join(cells))
        for name in failed:
            click.echo(f"{'':<10}  not as expected: {name}")


def _measured(line: str, settings: Settings) -> tuple[list[tuple[float, int]], list[str]]:
    path = app.find_flow(line, settings)
    loaded = app.open_flow(str(path), settings)
    scripts = list(islice(_scripts(path, loaded), CASES))
    began = time.process_time()
    bench = app.bench_for(loaded, settings)
    ready = time.process_time()
    results = [run_case(script, bench) for script in scripts]
    seconds = time.process_time() - ready
    bare = app.interpreter_for(loaded.flow, settings)
    said = dict.fromkeys(turn.say for script in scripts for turn in script.case.turns if turn.say)
    before = time.process_time()
    for text in said:
        bare.interpret(Transcript.typed(text, loaded.flow.language))
    understood = time.process_time() - before
    turns = sum(len(script.case.turns) for script in scripts)
    failed = [result.script.name for result in results if not result.passed]
    counts = [(len(scripts), 0), (len(results) - len(failed), 0), (turns, 0), (len(scripts) / seconds, 0), (seconds, 1)]
    return [*counts, (ready - began, 1), (understood, 1), (seconds / understood, 1), (TARGET_S, 0)], failed


def _scripts(path: Path, loaded: LoadedFlow) -> Iterator[Script]:
    """The line's own cases; then a call for each sentence of its intents and knowledge, with what it means.

    No sentence comes twice at the same place but in the line's own cases: the memory of a run is no help.
    """
    flow = loaded.flow
    files = [load_cases(one, loaded) for one in find_cases(path, flow.language)]
    for one, name, case in all_cases(files):
        yield Script(str(one.path), name, case, path.parent, one.cases.today)
    turns = [Turn(say=question, answer=name) for name, entry in flow.knowledge.items() for question in entry.questions]
    turns += [
        Turn(say=_said(flow, example, number), intent=name)
        for number in NUMBERS
        for name, intent in flow.intents.items()
        for example in intent.examples
        if number == NUMBERS[0] or SLOT_MARK.search(example)
    ]
    for turn in turns:
        yield Script(str(path), turn.say or "", Case(turns=[turn]), path.parent, files[0].cases.today)


def _said(flow: Flow, example: str, number: str) -> str:
    """An example as a caller says it: a slot by its first choice, or this number."""

    def value(mark: re.Match[str]) -> str:
        choices = flow.slots[mark[1]].choices
        return next(iter(choices.values()))[0] if choices else number

    return SLOT_MARK.sub(value, example)
