"""`ivr understand tune`: how careful a line should be, from sentences whose intent is known."""

import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from ivr import app
from ivr.dialogue.policy import Kind
from ivr.dialogue.reading import recoverable
from ivr.errors import WrongUse
from ivr.flow.costs import Costs
from ivr.flow.costs_text import with_costs
from ivr.flow.loader import LoadedFlow, chatter, everywhere
from ivr.flow.model import Flow
from ivr.flow.names import EVERYWHERE
from ivr.insight.curve_picture import picture
from ivr.insight.past_calls import sentences_of
from ivr.insight.tuning import FOLDS, LEAST, Judged, Outcome, Point, Tuned, folds_of, tune, without
from ivr.replay import past_calls
from ivr.settings import read_settings
from ivr.speech.transcript import Transcript
from ivr.understanding.labelled import Labelled, read_labelled
from ivr.understanding.text import normalise

SHOWN = {
    Kind.ACCEPT: "at\nonce",
    Kind.IMPLICIT: "named",
    Kind.CONFIRM: "asked\nback",
    Kind.DISAMBIGUATE: "of\ntwo",
    Kind.REPROMPT: "asked\nagain",
    Kind.HAND_OVER: "to a\nperson",
}
"""The columns of the table that tell what the line does, in percent of the sentences."""


@click.command("tune")
@click.option(
    "--flow",
    "wanted",
    default=app.USUAL_FLOW,
    show_default=True,
    metavar="FLOW",
    help="Flow file, or the name of a sample line (retail, retail.zh).",
)
@click.option(
    "--labelled",
    type=click.Path(path_type=Path),
    metavar="JSONL",
    help='Sentences with their intents: {"text": ..., "intent": name or null} a line; null is out of scope.',
)
@click.option(
    "--calls",
    "databases",
    multiple=True,
    metavar="DB",
    help="Database of past calls of this flow: an SQLite file or a URL; may be given again.",
)
@click.option(
    "--wrong-at-most",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Choose the fewest questions with at most so many routed wrongly, instead of the least cost.",
)
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), metavar="SVG", help="Draw the curve.")
@click.option("--write", is_flag=True, help="Put the costs into the flow's file; else it stays as it is.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, and nothing else.")
def tune_costs(
    *,
    wanted: str,
    labelled: Path | None,
    databases: tuple[str, ...],
    wrong_at_most: float | None,
    plot: Path | None,
    write: bool,
    as_json: bool,
) -> None:
    """Find how careful a flow should be, from sentences whose intent is known or from past calls.

    Every way to decide from bold to careful is tried. What comes of it is told in the costs of the flow: how many are
    routed wrongly, and how many questions are asked. No sentence is judged by a model that has it as an example.

    \b
    Examples:
      ivr understand tune --flow my-line/flow.en.yaml --labelled said.jsonl --plot tradeoff.svg
      ivr understand tune --flow my-line/flow.en.yaml --calls calls.sqlite --wrong-at-most 2 --write
    """
    settings = read_settings()
    loaded = app.open_flow(wanted, settings)
    sentences = _sentences(loaded.flow, labelled, databases)
    _require_enough(sentences)
    flow = loaded.flow
    share = None if wrong_at_most is None else wrong_at_most / 100
    tuned = tune(_judged(flow, sentences), frozenset(flow.routes), flow.costs, share, bolder=not databases)
    if plot is not None:
        _write(plot, picture(tuned, f"{flow.flow} ({flow.language}), {len(sentences)} sentences"), "--plot")
    if write:
        path = app.find_flow(wanted, settings)
        _write(path, with_costs(_read(path), _changed(tuned)), "--flow")
    if as_json:
        click.echo(json.dumps(_as_json(loaded, sentences, tuned), ensure_ascii=False, indent=2))
    else:
        _show(loaded, sentences, tuned, wrong_at_most, written=write, from_calls=bool(databases))


def _sentences(flow: Flow, labelled: Path | None, databases: Sequence[str]) -> list[Labelled]:
    """The sentences to learn from, without those that every line knows from the house."""
    if (labelled is None) == (not databases):
        raise WrongUse("it takes either --labelled or --calls", "Give one of them: sentences, or databases of calls")
    if labelled is not None:
        found = read_labelled(labelled, {*flow.intents, *EVERYWHERE})
    else:
        calls = [one.turns for database in databases for one in past_calls(flow, database)]
        found = list(sentences_of(calls, flow))
    house = {normalise(text) for intent in everywhere(flow.language).values() for text in intent.examples}
    house |= {normalise(text) for text in chatter(flow.language)}
    return [one for one in found if one.text not in house]


def _require_enough(sentences: Sequence[Labelled]) -> None:
    known = sum(one.intent is not None for one in sentences)
    if known < LEAST:
        raise WrongUse(
            f"there are {known} sentences with an intent to learn from, and {LEAST} are needed",
            "Collect more: with fewer, one sentence moves the result by more than a percent",
        )


def _judged(flow: Flow, sentences: Sequence[Labelled]) -> list[Judged]:
    """The sentences as a line understands them that does not have them among its examples."""
    examples = {normalise(text) for intent in flow.intents.values() for text in intent.examples}
    parts = folds_of(sentences)
    judged: list[Judged | None] = [None] * len(sentences)
    interpreters = cache(lambda unknown: app.interpreter_for(without(flow, unknown)))
    for fold in range(FOLDS):
        places = [place for place, part in enumerate(parts) if part == fold]
        interpreter = interpreters(frozenset(sentences[place].text for place in places) & examples)
        for place in places:
            heard = interpreter.interpret(Transcript.typed(sentences[place].text, flow.language))
            judged[place] = Judged(heard, sentences[place].intent, recoverable(flow, heard))
    return [one for one in judged if one is not None]


def _changed(tuned: Tuned) -> dict[str, float | dict[str, float]]:
    """The keys under `costs` that the chosen point needs."""
    costs = tuned.chosen.costs
    changed: dict[str, float | dict[str, float]] = {
        "wrong_route": _plain(costs.wrong_route),
        "taken_back": _plain(costs.taken_back),
    }
    if costs.wrong_route_to:
        changed["wrong_route_to"] = {intent: _plain(cost) for intent, cost in costs.wrong_route_to.items()}
    return changed


def _plain(cost: float) -> float:
    return int(cost) if cost == int(cost) else cost


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _write(path: Path, text: str, option: str) -> None:
    """All of the text or nothing: it takes its name when it is whole."""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        with NamedTemporaryFile("wb", dir=path.parent, prefix=path.name, suffix=".part", delete=False) as part:
            part.write(text.encode("utf-8"))
        Path(part.name).chmod(mode)
        os.replace(part.name, path)
    except OSError as error:
        raise WrongUse(f"{path}: cannot be written ({error.strerror})", f"Name another file with {option}") from error


# --- what is told ---


def _show(
    loaded: LoadedFlow,
    sentences: Sequence[Labelled],
    tuned: Tuned,
    wrong_at_most: float | None,
    *,
    written: bool,
    from_calls: bool,
) -> None:
    console = Console(highlight=False)
    strange = sum(one.intent is None for one in sentences)
    click.echo(
        f"{loaded.flow.flow} ({loaded.flow.language}): {len(sentences) - strange} sentences with an intent, "
        f"{strange} out of scope."
    )
    if not strange:
        click.echo("None is out of scope, so nothing is told about callers who want something else. Add some.")
    if from_calls:
        click.echo(
            "A wrong route that no caller objected to counts as right here, so nothing bolder than now is chosen. "
            "Label some sentences by hand (--labelled) for that."
        )
    console.print(_table(tuned))
    click.echo(f"Chosen: wrong_route {tuned.chosen.costs.wrong_route:g}. {_told(tuned.chosen.outcome)}")
    click.echo(f"Sentences that had no part in choosing: {_told(tuned.unseen)}")
    if not tuned.reached:
        click.echo(f"At most {wrong_at_most:g} % routed wrongly is not reached with any of these costs.")
    click.echo("\nIn the flow:" if not written else "\nWritten into the flow:")
    click.echo(with_costs("", _changed(tuned)), nl=False)


def _told(outcome: Outcome) -> str:
    wrong, asked = 100 * outcome.per_call(outcome.wrong), outcome.per_call(outcome.questions)
    back = 100 * outcome.per_call(outcome.taken_back)
    return (
        f"{wrong:.1f} % routed wrongly, {back:.1f} % named wrongly and taken back, "
        f"{asked:.2f} questions and a cost of {outcome.per_call(outcome.cost):.2f} a call."
    )


def _table(tuned: Tuned) -> Table:
    headings = ("wrong_\nroute", *SHOWN.values(), "wrong\nroutes", "taken\nback", "ques-\ntions", "cost\n", "")
    table = Table(*headings, box=SIMPLE_HEAD, padding=0)
    for column in table.columns[:-1]:
        column.justify = "right"
    for point in tuned.points:
        outcome = point.outcome
        done = [f"{100 * outcome.per_call(outcome.kinds.get(kind, 0)):.1f}" for kind in SHOWN]
        errors = [f"{100 * outcome.per_call(count):.1f}" for count in (outcome.wrong, outcome.taken_back)]
        rest = [f"{outcome.per_call(outcome.questions):.2f}", f"{outcome.per_call(outcome.cost):.2f}"]
        table.add_row(f"{point.costs.wrong_route:g}", *done, *errors, *rest, _remark(point, tuned))
    return table


def _remark(point: Point, tuned: Tuned) -> str:
    return ", ".join(name for name, one in (("now", tuned.now), ("chosen", tuned.chosen)) if one.costs == point.costs)


def _as_json(loaded: LoadedFlow, sentences: Sequence[Labelled], tuned: Tuned) -> dict[str, object]:
    return {
        "flow": loaded.flow.flow,
        "language": loaded.flow.language,
        "sentences": sum(one.intent is not None for one in sentences),
        "out_of_scope": sum(one.intent is None for one in sentences),
        "points": [_point(point.costs, point.outcome) for point in tuned.points],
        "now": _point(tuned.now.costs, tuned.now.outcome),
        "chosen": _point(tuned.chosen.costs, tuned.chosen.outcome),
        "unseen": _outcome(tuned.unseen),
        "reached": tuned.reached,
        "costs": _changed(tuned),
    }


def _point(costs: Costs, outcome: Outcome) -> dict[str, object]:
    return {"wrong_route": costs.wrong_route, "taken_back": costs.taken_back, **_outcome(outcome)}


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "wrongly_routed": round(outcome.per_call(outcome.wrong), 4),
        "named_wrongly": round(outcome.per_call(outcome.taken_back), 4),
        "questions": round(outcome.per_call(outcome.questions), 4),
        "cost": round(outcome.per_call(outcome.cost), 4),
        "kinds": {kind: outcome.kinds.get(kind, 0) for kind in SHOWN},
    }
