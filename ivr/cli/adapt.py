"""`ivr models adapt`: a model of just one flow's words."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from ivr import app
from ivr.adaptation import Adapted, adapt_model
from ivr.errors import AuthorError
from ivr.settings import read_settings
from ivr.speech.pronunciation.pronouncer import Pronounced, Source


@click.command()
@click.option("--flow", required=True, metavar="FLOW", help="Flow file, or the name of a sample line.")
@click.option(
    "--lexicon",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Pronunciations: a word and how it is said on each line.",
)
@click.option("--model", metavar="NAME|DIR", help="The starter to adapt; else that of the flow's language.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to write the model; else models/FLOW-LANGUAGE in the data folder.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object: the model, every word and how it is said."
)
def adapt(flow: str, lexicon: Path | None, model: str | None, out: Path | None, as_json: bool) -> None:
    """Make a speech model that knows just the words of a flow, brand and product names among them.

    How a word is said comes from the lexicon file, else from the model's dictionary, else it is guessed. All guesses
    are listed: put those that are wrong into the lexicon file and run this again. Name the model in calls with
    --model or IVR_MODEL.

    Exit code 1 when the flow or the lexicon file has mistakes.

    \b
    Examples:
      ivr models adapt --flow retail
      ivr models adapt --flow my-line/flow.en.yaml --lexicon my-line/names.en.txt --out my-line/model
    """
    settings = read_settings()
    if model is not None:
        settings = settings.model_copy(update={"model": model})
    try:
        adapted = adapt_model(app.open_flow(flow, settings), settings, lexicon, out)
    except AuthorError as error:
        if as_json:
            click.echo(json.dumps([asdict(problem) for problem in error.problems], ensure_ascii=False, indent=2))
            sys.exit(error.exit_code)
        raise
    if as_json:
        click.echo(json.dumps(_as_object(adapted), ensure_ascii=False, indent=2))
    else:
        _tell(adapted)


def _as_object(adapted: Adapted) -> dict[str, object]:
    words = [
        {"word": one.word, "pronunciations": [" ".join(said) for said in one.variants], "source": one.source}
        for one in adapted.words
    ]
    return {
        "model": str(adapted.path),
        "words": words,
        "unheard": list(adapted.unheard),
        "free_text_slots": list(adapted.free_text),
    }


def _tell(adapted: Adapted) -> None:
    by_source = {source: [one for one in adapted.words if one.source is source] for source in Source}
    counts = ", ".join(f"{len(words)} {source}" for source, words in by_source.items())
    click.echo(f"{adapted.path}: {len(adapted.words)} words ({counts})")
    _list("from the lexicon file", by_source[Source.LEXICON])
    _list("guessed; correct them in a lexicon file where they are wrong", by_source[Source.GUESS])
    if adapted.unheard:
        click.echo(
            f"never heard, for nobody can say them (give them a line in the lexicon file): {', '.join(adapted.unheard)}"
        )
    if adapted.free_text:
        click.echo(f"answers to these slots are now heard in these words only: {', '.join(adapted.free_text)}")
    click.echo(f"Use it: ivr call --model {adapted.path}")


def _list(title: str, words: Sequence[Pronounced]) -> None:
    if words:
        click.echo(f"{title}:")
    width = max((len(one.word) for one in words), default=0)
    for one in words:
        for said in one.variants:
            click.echo(f"  {one.word:{width}} {' '.join(said)}")
