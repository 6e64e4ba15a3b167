"""`ivr flow backtest`: yesterday's calls through the live version and through a draft."""

import json
import multiprocessing
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from ivr import app
from ivr.cli.listening import with_progress
from ivr.errors import OperatorError, WrongUse
from ivr.flowtest.backtest import Bench, Comparison, Effect, backtest
from ivr.publishing.files import gather
from ivr.replay import BySound, by_transcripts, past_calls, recorded_calls
from ivr.settings import read_settings

TOLD = {
    Effect.SAME: "as before",
    Effect.ROUTED: "end elsewhere",
    Effect.CONTAINED: "are contained that were not",
    Effect.TRANSFERRED: "are transferred that were not",
    Effect.LONGER: "are longer",
    Effect.UNREADABLE: "cannot be played: no sound file, or a damaged one",
    Effect.CANNOT_KNOW: "cannot be known: the draft asks what the recording does not answer",
    Effect.OTHER_VERSION: "cannot be compared: FLOW does not go the way that is on record",
}


@click.command("backtest")
@click.argument("name", metavar="FLOW")
@click.option("--draft", required=True, metavar="FILE", help="The flow that is to be tried.")
@click.option(
    "--calls",
    metavar="DB|DIR",
    help="Calls on record (a database file or URL) or recorded (a folder); else this machine's.",
)
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that replay.")
@click.option("--dask", metavar="ADDRESS", help="Replay on this Dask cluster (tcp://host:8786) instead.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object: counts, and every call.")
def backtest_command(name: str, draft: str, calls: str | None, jobs: int, dask: str | None, as_json: bool) -> None:
    """Replay calls on record through FLOW and through a draft, and tell what would change for callers.

    FLOW is the version that took the calls, mostly the live one. Nothing is written: no record, no ticket.

    \b
    Examples:
      ivr flow backtest live:retail --draft my-line/flow.en.yaml
      ivr flow backtest live:retail.zh --draft my-line/flow.zh.yaml --calls calls.sqlite --jobs 4
      ivr flow backtest live:retail --draft my-line/flow.en.yaml --calls recordings
    """
    if dask and calls and Path(calls).is_dir():
        raise WrongUse("--dask goes without a folder of recordings", "The cluster may not see it; take --jobs")
    settings = read_settings()
    live, new = (app.open_flow(one, settings) for one in (name, draft))
    if (live.flow.flow, live.flow.language) != (new.flow.flow, new.flow.language):
        raise WrongUse("these are not two versions of one line in one language", "Compare like with like")
    files = gather(live), gather(new)
    with _workers(jobs, dask) as executor:
        if calls and Path(calls).is_dir():
            heard = recorded_calls(Path(calls))
            compared = backtest(heard, Bench(*files, partial(BySound, now=datetime.now())), executor, at_once=1)
            found = list(with_progress("replaying", compared, len(heard)))
        else:
            past = past_calls(live.flow, calls or settings.database_url)
            compared = backtest(past, Bench(*files, by_transcripts), executor)
            found = list(with_progress("replaying", compared, len(past)))
    if as_json:
        counts = {effect: sum(effect in one.effects for one in found) for effect in Effect}
        told = {"calls": len(found), "counts": counts, "compared": [asdict(one) for one in found]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _tell(found)


@contextmanager
def _workers(jobs: int, dask: str | None) -> Iterator[Executor]:
    """Who replays: processes of this machine (started afresh: libraries have threads), or a cluster."""
    if dask is None:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
            yield pool
        return
    try:
        from distributed import Client  # late: an extra
    except ImportError as error:
        raise OperatorError("Dask is not installed here", "pip install 'ivr[dask]', on the cluster too") from error
    try:
        client: Any = Client(dask, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise OperatorError(f"no Dask cluster answers at {dask}", "Check the address, like tcp://host:8786") from error
    with client:
        yield client.get_executor()


def _tell(found: Sequence[Comparison]) -> None:
    counts = Counter(effect for one in found for effect in one.effects)
    click.echo(f"{len(found)} calls")
    for effect, text in TOLD.items():
        if counts[effect]:
            click.echo(f"{counts[effect]:>6} {text}")
    for one in found:
        if Effect.SAME not in one.effects and Effect.OTHER_VERSION not in one.effects:
            click.echo(f"{one.call}  {_line(one)}")


def _line(one: Comparison) -> str:
    if Effect.UNREADABLE in one.effects:
        return "cannot be played; record it anew, or take it out"
    if Effect.CANNOT_KNOW in one.effects:
        return f"turn {one.at_turn + 1}: the draft asks something else, at {one.after}; not known from here"
    way = f"{one.before} -> {one.after}" if one.before != one.after else one.after
    return f"{way}  ({', '.join(one.effects)}; turns {one.more_turns:+d}, {one.more_seconds:+.1f} s)"
