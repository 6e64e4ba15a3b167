"""Cases run over a flow, one by one or in several processes, always with the same results."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from ivr.dialogue.cursor import Step
from ivr.errors import ContractError, OperatorError
from ivr.flow.author_file import Trail
from ivr.flow.model import Flow
from ivr.flowtest.cases import Case, Turn
from ivr.flowtest.simulator import Ears, Exchange, Simulation
from ivr.flowtest.verdict import Mismatch, of_end, of_services, of_turn
from ivr.lookups.lookup import Lookup
from ivr.understanding.interpreter import Understanding

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Bench:
    """A flow set up for cases: understood, with its look-ups, and with ears for recordings where cases have some."""

    flow: Flow
    understanding: Understanding
    lookups: Mapping[str, Lookup]
    ears: Callable[[], Ears]


@dataclass(frozen=True, slots=True)
class Script:
    """A case as it is run: `folder` holds its recordings, `today` is the day where the case names none."""

    file: str
    name: str
    case: Case
    folder: Path
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How a case went: what was not as expected (nothing: it passed), and what happened."""

    script: Script
    mismatches: tuple[Mismatch, ...]
    exchanges: tuple[Exchange, ...]
    steps: tuple[Step, ...]

    @property
    def passed(self) -> bool:
        """Whether all was as expected."""
        return not self.mismatches

    def trail(self, mismatch: Mismatch) -> Trail:
        """Where an expectation stands in the file."""
        return ("cases", self.script.name, *mismatch.trail)


def run_case(script: Script, bench: Bench) -> Result:
    """Hold the call of a case; the caller hangs up at its end. Raises ModelError when recordings cannot be heard."""
    case = script.case
    recordings = [script.folder / turn.hear for turn in case.turns if turn.hear is not None]
    call = Simulation(
        bench.flow,
        bench.understanding,
        bench.lookups,
        case.today or script.today,
        case.now,
        case.lookups,
        bench.ears().open(recordings) if recordings else None,
    )
    found: list[Mismatch] = []
    for at, turn in enumerate(case.turns):
        if turn.acts and call.end is not None:
            number = len(call.exchanges) - 1
            ended = f"the call had ended ({call.end.disposition}, {call.end.reason})"
            found.append(Mismatch(("turns", at), "a turn of the caller's", ended, number))
            break
        happened = _act(turn, call) if turn.acts else call.exchanges[0]
        found += of_turn(turn, happened, at, call.exchanges.index(happened))
    if call.end is None:
        call.hang_up()
    found += [*of_end(case, call), *of_services(case, call)]
    return Result(script, tuple(found), tuple(call.exchanges), tuple(call.steps))


def _act(turn: Turn, call: Simulation) -> Exchange:
    if turn.say is not None:
        return call.say(turn.say)
    if turn.hear is not None:
        return call.hear()
    if turn.keys is not None:
        return call.press(turn.keys)
    return call.be_silent() if turn.silence else call.hang_up()


def spread(work: Callable[[T, Bench], R], items: Sequence[T], make: Callable[[], Bench], jobs: int = 1) -> Iterator[R]:
    """Work on items and give the results in order. More `jobs` have a process each, which makes a bench of its own.

    Raises OperatorError when such a process dies.
    """
    jobs = min(jobs, len(items))
    if jobs <= 1:
        bench = make()
        yield from (work(item, bench) for item in items)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _furnish, (make,)) as pool:
        try:
            yield from pool.map(partial(_work, work), items, chunksize=max(1, len(items) // (jobs * 8)))
        except BrokenProcessPool as error:
            raise OperatorError("a process that ran cases died", "Try it again with fewer --jobs") from error


class _Worker:
    """What a process of a pool holds."""

    bench: Bench | None = None


def _furnish(make: Callable[[], Bench]) -> None:
    _Worker.bench = make()


def _work(work: Callable[[T, Bench], R], item: T) -> R:
    if _Worker.bench is None:
        raise ContractError("a process works before it was set up")
    return work(item, _Worker.bench)
