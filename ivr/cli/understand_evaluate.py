"""`ivr understand evaluate`: how well intents are understood, measured on sentences whose intent is known."""

import json
from collections import Counter
from pathlib import Path

import click

from ivr import app
from ivr.cli.understand_tables import show
from ivr.errors import WrongUse
from ivr.flow.loader import chatter
from ivr.insight.intent_evaluation import Files, evaluate_intents
from ivr.insight.reliability_plot import check_plot, draw_reliability
from ivr.settings import read_settings
from ivr.terms import Language
from ivr.understanding.labelled import intents_of, read_labelled
from ivr.understanding.text import normalise

_FILE = click.Path(path_type=Path)


@click.command()
@click.option("--train", type=_FILE, required=True, metavar="FILE", help="Sentences to train on.")
@click.option(
    "--validation",
    type=_FILE,
    required=True,
    metavar="FILE",
    help="Sentences on which probabilities and the two thresholds are fitted.",
)
@click.option("--test", type=_FILE, required=True, metavar="FILE", help="Sentences to measure on.")
@click.option(
    "--language",
    type=click.Choice([one.value for one in Language]),
    default=Language.ENGLISH.value,
    show_default=True,
    help="Language of the sentences.",
)
@click.option(
    "--embeddings",
    is_flag=True,
    help="Look at what sentences mean, too: English only; needs ivr[embeddings] and its weights.",
)
@click.option(
    "--word-errors",
    type=click.FloatRange(0, 1),
    metavar="RATE",
    help="Also measure with this share of the words misheard, e.g. 0.15.",
)
@click.option(
    "--confusions",
    type=click.IntRange(0),
    default=15,
    show_default=True,
    metavar="N",
    help="List the N most frequent confusions.",
)
@click.option("--plot", type=_FILE, metavar="FILE", help="Draw the calibration, as SVG or PNG; needs ivr[plots].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, and nothing else.")
def evaluate(
    *,
    train: Path,
    validation: Path,
    test: Path,
    language: str,
    embeddings: bool,
    word_errors: float | None,
    confusions: int,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Train a classifier and measure it: accuracy, knowing what it does not know, calibration, time and size.

    The files hold JSON lines: {"text": "where is my parcel", "intent": "track_order"}, with null for out of scope.
    Thresholds: `paper` maximises the validation accuracy with out of scope as a class of its own, `balanced` the
    in-scope accuracy plus the out-of-scope recall.

    \b
    Examples:
      ivr understand evaluate --train train.jsonl --validation validation.jsonl --test test.jsonl
      ivr understand evaluate --train a.jsonl --validation b.jsonl --test c.jsonl --word-errors 0.15 --json
    """
    spoken = Language(language)
    if embeddings and spoken is not Language.ENGLISH:
        raise WrongUse("Sentence embeddings know English only", "Leave out --embeddings for other languages")
    embedder = app.open_embedder(read_settings().models_dir) if embeddings else None
    files = _read(train, validation, test)
    if plot is not None:
        check_plot(plot)
    talk = [normalise(line) for line in chatter(spoken)]
    measured = evaluate_intents(files, talk, spoken, word_errors, embedder)
    if plot is not None:
        draw_reliability(measured.reliability, plot)
    if as_json:
        click.echo(json.dumps(measured.as_json(confusions), indent=2))
    else:
        show(measured, confusions)


def _read(train: Path, validation: Path, test: Path) -> Files:
    """Raises WrongUse, with the line, for a file that cannot be used."""
    learnt = read_labelled(train)
    intents = intents_of(learnt)
    if len(intents) < 2:
        raise WrongUse(f"{train}: there are fewer than two intents in it", "A classifier tells intents apart")
    repeated = [intent for intent, lines in Counter(line.intent for line in learnt).items() if intent and lines > 1]
    if len(repeated) < 2:
        raise WrongUse(f"{train}: fewer than two intents have two sentences", "Give each intent several sentences")
    return Files(learnt, read_labelled(validation, intents), read_labelled(test, intents))
