"""`ivr models evaluate`: how well a model hears a set of recordings."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from ivr import app
from ivr.cli.evaluation_tables import show
from ivr.cli.listening import listening_options, model_of, tell_about_grammar, with_progress
from ivr.errors import WrongUse
from ivr.insight.evaluation import TRANSCRIPTS, WORDS, Judged, grammar_of, judge
from ivr.insight.manifest import Recording, Selection, read_manifest, require_column, select
from ivr.insight.report import Report, judged_json
from ivr.speech.model_store import ModelDir
from ivr.speech.recognizer import Expectation
from ivr.speech.transcription import PADDING_MS, Conditions, Unheard
from ivr.understanding.grammar_file import read_grammar

NAME_ANOTHER = "Name another file with --details"


@click.command()
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    required=True,
    metavar="TSV",
    help="Tab-separated list of recordings with the columns path and transcript.",
)
@listening_options
@click.option(
    "--grammar",
    metavar="FILE|transcripts|words",
    help="What may be heard: the phrases of a file, the set's own transcripts, or its words and word pairs.",
)
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="COLUMN=PATTERN",
    help="Only rows whose column fits, with * and ? as in file names; may be given again.",
)
@click.option(
    "--half",
    type=click.Choice(["tune", "test"]),
    help="Hear every other speaker only (column speaker); a grammar is still made of all.",
)
@click.option("--by", "columns", multiple=True, metavar="COLUMN", help="Also score each value of a column.")
@click.option(
    "--padding",
    type=click.IntRange(0, 60_000),
    default=PADDING_MS,
    show_default=True,
    metavar="MS",
    help="Silence added before and after each recording.",
)
@click.option("--telephone", is_flag=True, help="Squeeze the recordings through 8 kHz first.")
@click.option("--noise", type=click.FloatRange(-120, 0), metavar="DBFS", help="Level of white noise added last.")
@click.option(
    "--confusions",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="List the N most frequent errors.",
)
@click.option(
    "--details",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write one JSON line per recording: its columns, what was heard, and the errors.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, and nothing else.")
def evaluate(
    *,
    manifest: Path,
    model: str | None,
    language: str | None,
    garbage: bool | None,
    jobs: int,
    grammar: str | None,
    conditions: tuple[str, ...],
    half: str | None,
    columns: tuple[str, ...],
    padding: int,
    telephone: bool,
    noise: float | None,
    confusions: int,
    details: Path | None,
    as_json: bool,
) -> None:
    """Measure how well a model hears recordings whose words are known, and at what cost.

    Rows of another language and rows without a transcript are left out and counted. A recording that cannot be heard
    is told on standard error and left out, and the exit code is 1.

    \b
    Examples:
      ivr models evaluate --manifest audio_samples/transcripts.tsv --where kind=utterance --grammar transcripts
      ivr models evaluate --manifest people.tsv --grammar words --by speaker --json
    """
    if details is not None and not os.access(details.parent, os.W_OK):
        raise WrongUse(f"{details}: cannot be written", NAME_ANOTHER)  # said now, and not after hours of hearing
    ears = model_of(model, language)
    selection = select(read_manifest(manifest), ears.language, conditions, half)
    for column in columns:
        require_column(selection.recordings[0], column)
    expectation = _expectation(grammar, garbage, selection)
    tell_about_grammar(expectation, ears)
    treatment = Conditions(padding, telephone, noise)
    judged = list(_judged(selection.recordings, ears, expectation, treatment, jobs))
    failed = len(selection.recordings) - len(judged)
    report = Report(
        ears.path.name,
        ears.language,
        str(manifest),
        grammar or "",
        expectation,
        treatment,
        selection,
        judged,
        failed,
    )
    if details is not None:
        _write_details(details, judged)
    if as_json:
        click.echo(json.dumps(report.as_json(columns, confusions), ensure_ascii=False, indent=2))
    else:
        show(report, columns, confusions)
    if failed:
        sys.exit(1)


def _expectation(grammar: str | None, garbage: bool | None, selection: Selection) -> Expectation:
    """What may be heard, as the options say. Raises WrongUse for a grammar file that is none."""
    if grammar is None:
        expectation = Expectation()
    elif grammar in {TRANSCRIPTS, WORDS}:
        expectation = grammar_of(selection.grammar_from, grammar)
    else:
        expectation = read_grammar(Path(grammar))
    return expectation if garbage is None else replace(expectation, garbage=garbage)


def _judged(
    recordings: Sequence[Recording], ears: ModelDir, expectation: Expectation, treatment: Conditions, jobs: int
) -> Iterator[Judged]:
    """What was heard, compared with what was said; recordings that cannot be heard are told and left out."""
    results = app.hear(ears, [one.path for one in recordings], expectation, treatment, jobs)
    for recording, result in zip(recordings, with_progress("hearing", results, len(recordings)), strict=True):
        if isinstance(result, Unheard):
            click.echo(f"{recording.place}: {result.error}", err=True)
        else:
            yield judge(recording, result)


def _write_details(path: Path, judged: Sequence[Judged]) -> None:
    """Write one JSON line per recording; the file appears whole or not at all. Raises WrongUse."""
    part = path.with_name(f"{path.name}.part")
    try:
        lines = (json.dumps(judged_json(one), ensure_ascii=False) for one in judged)
        part.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        os.replace(part, path)
    except OSError as error:
        raise WrongUse(f"{path}: cannot be written ({error.strerror})", NAME_ANOTHER) from error
