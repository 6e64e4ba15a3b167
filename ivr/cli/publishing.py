"""`ivr flow publish`, `versions`, `rollback` and `diff`: what callers get, and what they got before."""

import getpass
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ivr import app
from ivr.cli.flow_test import scripts_of
from ivr.errors import WrongUse
from ivr.flow.difference import Change
from ivr.flow.loader import LoadedFlow
from ivr.flowtest.case_file import cases_beside, load_cases
from ivr.flowtest.report import Report
from ivr.flowtest.suite import run_case
from ivr.publishing.publisher import Step, compare
from ivr.publishing.reference import read_line
from ivr.publishing.version import Version
from ivr.settings import Settings, read_settings

NOTHING_NOTICED = "nothing that callers would notice"


@click.command()
@click.argument("names", metavar="FLOW...", nargs=-1, required=True)
@click.option("--note", required=True, metavar="TEXT", help="What is changed and why, for those who look back.")
@click.option("--author", metavar="NAME", help="Who publishes; else the user of this machine.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object of what went live.")
def publish(names: tuple[str, ...], note: str, author: str | None, as_json: bool) -> None:
    """Make flows live: new calls get them within a second, running calls finish on what they began with.

    A line's name or a folder stands for all its languages, which go live at once. What the checker refuses, and what
    fails the cases beside it, is not published (exit code 1). A language of which nothing has changed keeps its
    version.

    \b
    Examples:
      ivr flow publish my-line --note "Refunds go to billing now"
      ivr flow publish my-line/flow.zh.yaml --note "新的营业时间" --author "Li Na"
    """
    settings = read_settings()
    paths = list(dict.fromkeys(path for name in names for path in app.find_flows(name, settings)))
    flows = [app.open_flow(str(path), settings) for path in paths]
    for path, loaded in zip(paths, flows, strict=True):
        _refuse_what_fails(path, loaded, settings)
    if not as_json:
        click.echo("making it ready to take calls ...", err=True)
    publisher = app.publisher(settings, app.open_versions(settings))
    steps = publisher.publish(flows, author or _this_user(), note)
    _tell(flows[0].flow.flow, steps, as_json)


def _refuse_what_fails(path: Path, loaded: LoadedFlow, settings: Settings) -> None:
    """Hold the calls of the cases beside a flow; exit code 1 when one does not go as expected."""
    files = [load_cases(one, loaded) for one in cases_beside(path, loaded.flow.language)]
    scripts = scripts_of(files)
    if not scripts:
        return
    bench, report = app.bench_for(loaded, settings), Report(files)
    failed = [result for result in (run_case(script, bench) for script in scripts) if not result.passed]
    for result in failed:
        click.echo(report.in_words(result) + "\n", err=True)
    if failed:
        click.echo(f"{path}: not published, for {len(failed)} of {len(scripts)} cases fail", err=True)
        sys.exit(1)


@click.command()
@click.argument("line", metavar="LINE")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of the versions.")
def versions(line: str, as_json: bool) -> None:
    """List what was published of a line (retail, or retail.zh for one language), the newest first.

    \b
    Example:
      ivr flow versions retail
    """
    name, language = read_line(line)
    found = [one for one in app.open_versions(read_settings()).versions(name) if language in (None, one.language)]
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo(f"{line} was never published", err=True)
    for one in found:
        when = one.published.astimezone().strftime("%Y-%m-%d %H:%M")
        state = "live" if one.live else "was live" if one.went_live else "never went live"
        click.echo(f"{one.name:<16} {state:<15} {when}  {one.author}: {one.note}  ({one.hash})")


@click.command()
@click.argument("line", metavar="LINE")
@click.option(
    "--to", type=click.IntRange(min=1), metavar="VERSION", help="Which version; else what the live one replaced."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object of what went live.")
def rollback(line: str, to: int | None, as_json: bool) -> None:
    """Make an earlier version live again, at once: what was published last of LINE is taken back.

    Languages that were published together go back together; LINE.zh goes back alone.

    \b
    Examples:
      ivr flow rollback retail
      ivr flow rollback retail.zh --to 3
    """
    name, language = read_line(line)
    settings = read_settings()
    _tell(name, app.publisher(settings, app.open_versions(settings)).roll_back(name, language, to), as_json)


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of the changes.")
def diff(old: str, new: str, as_json: bool) -> None:
    """Tell what callers of B notice that callers of A do not, in the words of the flow.

    A and B are flow files, sample lines, versions (retail@3, retail.zh@3), what is live (live:retail), or `live` for
    what is live of the other one's line.

    \b
    Examples:
      ivr flow diff live my-line/flow.en.yaml
      ivr flow diff retail@2 retail@3
    """
    one, two = _open_both(old, new)
    changes = compare(one, two)
    if as_json:
        click.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2))
        return
    for text in [change.text for change in changes] or [NOTHING_NOTICED]:
        click.echo(text)


def _open_both(old: str, new: str) -> tuple[LoadedFlow, LoadedFlow]:
    settings = read_settings()
    if old == new == "live":
        raise WrongUse("'live' is compared with something else", "For example: ivr flow diff live retail@2")
    named = {name: app.open_flow(name, settings) for name in (old, new) if name != "live"}
    line = next(iter(named.values())).flow
    one, two = (named[name] if name in named else app.open_flow(_live_of(line), settings) for name in (old, new))
    return one, two


def _live_of(flow: Any) -> str:
    return f"live:{flow.flow}.{flow.language}"


def _this_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise WrongUse("this machine does not tell who you are", "Say it with --author NAME") from error


def _tell(line: str, steps: Sequence[Step], as_json: bool) -> None:
    if as_json:
        told = [
            _plain(one.new) | {"instead_of": one.old and one.old.number, "changes": [asdict(it) for it in one.changes]}
            for one in steps
        ]
        click.echo(json.dumps({"line": line, "live": told}, ensure_ascii=False, indent=2))
        return
    if not steps:
        click.echo(f"{line}: this is live already")
    for step in steps:
        instead = f" instead of {step.old.name}" if step.old else ", the first version"
        click.echo(f"{step.new.name} is live{instead}")
        for text in _texts(step.changes) or ([NOTHING_NOTICED] if step.old else []):
            click.echo(f"  {text}")


def _texts(changes: Sequence[Change]) -> list[str]:
    return [change.text for change in changes]


def _plain(version: Version) -> dict[str, Any]:
    times = {"published": version.published, "went_live": version.went_live}
    return asdict(version) | {name: time and time.isoformat() for name, time in times.items()}
