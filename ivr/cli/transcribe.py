"""`ivr transcribe`: sound files to words."""

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import click

from ivr import app
from ivr.cli.listening import listening_options, model_of, tell_about_grammar, with_progress
from ivr.speech.recognizer import Expectation
from ivr.speech.transcription import Conditions, Heard, Unheard
from ivr.understanding.grammar_file import read_grammar


@click.command()
@listening_options
@click.option(
    "--grammar",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The phrases that may be heard: one a line, or JSON.",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def transcribe(
    *,
    files: tuple[Path, ...],
    grammar: Path | None,
    model: str | None,
    language: str | None,
    garbage: bool | None,
    jobs: int,
) -> None:
    """Write down what is said in sound files: one JSON object per file, in the order of the files.

    A file that cannot be heard gives `file` and `error`, the others go on, and the exit code is 1.

    \b
    Examples:
      ivr transcribe audio_samples/utterances/where_is_my_order.wav
      ivr transcribe --grammar phrases.txt --jobs 2 recordings/*.wav > transcripts.jsonl
    """
    expectation = Expectation() if grammar is None else read_grammar(grammar)
    if garbage is not None:
        expectation = replace(expectation, garbage=garbage)
    ears = model_of(model, language)
    tell_about_grammar(expectation, ears)
    results = app.hear(ears, files, expectation, Conditions(), jobs)
    if not sys.stdout.isatty():  # there the lines themselves are the progress
        results = with_progress("hearing", results, len(files))
    failed = False
    for result in results:
        click.echo(_line(result))
        failed = failed or isinstance(result, Unheard)
    if failed:
        sys.exit(1)


def _line(result: Heard | Unheard) -> str:
    """One line of JSON. A file name that is no proper text is written with escapes, from which it can be had back."""
    line = json.dumps(_as_json(result), ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(_as_json(result))
    return line


def _as_json(result: Heard | Unheard) -> dict[str, object]:
    if isinstance(result, Unheard):
        return {"file": str(result.path), "error": result.error}
    transcript = result.transcript
    return {
        "file": str(result.path),
        "text": transcript.text,
        "confidence": round(transcript.confidence, 4),
        "words": [asdict(word) for word in transcript.words],
        "seconds": result.seconds,
        "decode_seconds": result.decode_seconds,
    }
