"""`ivr flow test`: the cases beside a flow."""

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from ivr import app
from ivr.cli.listening import with_progress
from ivr.errors import WrongUse
from ivr.flow.loader import LoadedFlow
from ivr.flowtest.case_file import LoadedCases, all_cases, find_cases, load_cases
from ivr.flowtest.junit import as_junit
from ivr.flowtest.mutation import Verdict, hunt, nodes_met
from ivr.flowtest.mutation import mutants as choose
from ivr.flowtest.report import Report
from ivr.flowtest.suite import Bench, Result, Script, run_case, spread
from ivr.flowtest.ways import Coverage, covered, ways
from ivr.settings import read_settings


@click.command("test")
@click.argument("name", metavar="FLOW")
@click.argument("cases", nargs=-1, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes at a time.")
@click.option(
    "--junit",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the results as JUnit XML.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, and nothing else.")
@click.option("--coverage", is_flag=True, help="Tell which nodes and ways no case comes by.")
@click.option("--mutate", is_flag=True, help="Change the flow in many small ways, and tell which no case notices.")
@click.option("--mutants", type=click.IntRange(1), metavar="N", help="So many of these changes; else all.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which of them.")
@click.option("--model", metavar="NAME|DIR", help="Speech model for recorded turns; else that of the language.")
def run_tests(
    name: str,
    cases: tuple[Path, ...],
    jobs: int,
    junit: Path | None,
    as_json: bool,
    coverage: bool,
    mutate: bool,
    mutants: int | None,
    seed: int,
    model: str | None,
) -> None:
    """Hold the calls that the cases beside a flow describe, and tell where the line does not do what they expect.

    Without CASES those beside the flow in its language: NAME.LANGUAGE.cases.yaml. Exit code 1 when a case fails.
    A change to the flow that no case notices (--mutate) is told, and changes no exit code.

    \b
    Examples:
      ivr flow test retail
      ivr flow test flows/retail/flow.zh.yaml --coverage
      ivr flow test retail --mutate --mutants 50 --seed 1
      ivr flow test my-line/flow.en.yaml my-line/refunds.en.cases.yaml --junit results.xml
    """
    settings = read_settings()
    if model is not None:
        settings = settings.model_copy(update={"model": model})
    path = app.find_flow(name, settings)
    loaded = app.open_flow(str(path), settings)
    files = [load_cases(one, loaded) for one in cases or find_cases(path, loaded.flow.language)]
    report, scripts = Report(files), scripts_of(files)
    make = partial(app.bench_for, loaded, settings)
    if jobs == 1:
        make = partial(_same, make())
    results = list(with_progress("cases", spread(run_case, scripts, make, jobs), len(scripts)))
    passed = all(result.passed for result in results)
    survey: list[Verdict] | None = None
    if mutate and passed:
        changed = choose(loaded, seed, mutants)
        look = partial(hunt, scripts=scripts, met=[nodes_met(loaded.flow, result) for result in results])
        survey = list(with_progress("changes", spread(look, changed, make, jobs), len(changed)))
    if junit is not None:
        _write(junit, as_junit(f"{loaded.flow.flow}.{loaded.flow.language}", results, report.in_words))
    met = covered(loaded.flow, results)
    if as_json:
        click.echo(json.dumps(_as_object(loaded, results, report, met, survey), ensure_ascii=False, indent=2))
    else:
        _tell(loaded, results, report)
        if coverage:
            _tell_coverage(loaded, met)
        if survey is not None:
            _tell_survey(loaded, survey)
    if not passed:
        sys.exit(1)


def _same(bench: Bench) -> Bench:
    return bench


def scripts_of(files: Sequence[LoadedCases]) -> list[Script]:
    """The cases of these files, ready to be run."""
    return [
        Script(str(loaded.path), name, case, loaded.path.parent, loaded.cases.today)
        for loaded, name, case in all_cases(files)
    ]


def _tell(loaded: LoadedFlow, results: Sequence[Result], report: Report) -> None:
    failed = [result for result in results if not result.passed]
    for result in failed:
        click.echo(report.in_words(result) + "\n")
    line = f"{loaded.flow.flow} ({loaded.flow.language})"
    failures = f", failed {len(failed)}" if failed else ""
    click.echo(f"{line}: cases passed {len(results) - len(failed)}{failures}")


def _tell_coverage(loaded: LoadedFlow, met: Coverage) -> None:
    flow, places = loaded.flow, loaded.places
    nodes, missed = met.nodes_missed(flow), met.ways_missed(flow)
    written = list(ways(flow))
    click.echo(f"nodes met: {len(flow.nodes) - len(nodes)} of {len(flow.nodes)}")
    for node in nodes:
        told = f"no case comes to {node}"
        click.echo(places.problem(("nodes", node), "not-covered", told, of_key=True, severity="warning"))
    click.echo(f"ways gone: {len(written) - len(missed)} of {len(written)}")
    for way in missed:
        click.echo(places.problem(way.trail, "not-covered", f"no case goes {way}", severity="warning"))


def _tell_survey(loaded: LoadedFlow, survey: Sequence[Verdict]) -> None:
    survived = [one.mutant for one in survey if one.survived]
    for mutant in survived:
        told = f"{mutant}: nobody would notice"
        click.echo(loaded.places.problem(mutant.trail, "not-noticed", told, severity="warning"))
    click.echo(f"changes noticed: {len(survey) - len(survived)} of {len(survey)}")


def _as_object(
    loaded: LoadedFlow, results: Sequence[Result], report: Report, met: Coverage, survey: Sequence[Verdict] | None
) -> dict[str, Any]:
    flow, places = loaded.flow, loaded.places
    missed = [places.problem(way.trail, "not-covered", str(way)) for way in met.ways_missed(flow)]
    found: dict[str, Any] = {
        "flow": flow.flow,
        "language": flow.language,
        "version": loaded.version,
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "cases": [report.as_object(result) for result in results],
        "coverage": {
            "nodes": len(flow.nodes),
            "nodes_missed": met.nodes_missed(flow),
            "ways": len(list(ways(flow))),
            "ways_missed": [{"file": one.file, "line": one.line, "way": one.message} for one in missed],
        },
    }
    if survey is not None:
        survived = [one.mutant for one in survey if one.survived]
        places_of = [(one, places.problem(one.trail, "not-noticed", one.change)) for one in survived]
        found["mutation"] = {
            "mutants": len(survey),
            "noticed": len(survey) - len(survived),
            "survived": [{"file": at.file, "line": at.line, "change": str(one)} for one, at in places_of],
        }
    return found


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise WrongUse(f"{path}: cannot be written ({error.strerror})", "Name another file with --junit") from error
