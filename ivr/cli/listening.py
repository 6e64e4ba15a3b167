"""What the commands share that hear files: their options, what they say of a grammar, and their progress."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from ivr import app
from ivr.settings import Settings, read_settings
from ivr.speech.model_store import ModelDir
from ivr.speech.recognizer import Expectation
from ivr.speech.vosk_recognizer import hears_by_grammar
from ivr.terms import Language

T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])


def listening_options(command: Command) -> Command:
    """Adds --model, --language, --garbage and --jobs."""
    for option in (
        click.option(
            "--jobs",
            type=click.IntRange(1, 256),
            default=1,
            show_default=True,
            help="Hear so many files at once, each in a process with a model of its own.",
        ),
        click.option(
            "--garbage/--no-garbage",
            default=None,
            help="Whether the recogniser may say 'none of these'; otherwise the grammar decides.",
        ),
        click.option(
            "--language",
            type=click.Choice([str(one) for one in Language]),
            help="Language of the recordings; without it the model's, or English.",
        ),
        click.option(
            "--model", metavar="NAME|DIR", help="Speech model: a Vosk model directory or the name of a starter."
        ),
    ):
        command = option(command)
    return command


def model_of(name: str | None, language: str | None) -> ModelDir:
    """The model that the options name. Raises ModelError."""
    settings: Settings = read_settings()
    if name is not None:
        settings = settings.model_copy(update={"model": name})
    return app.model_for_files(settings, Language(language) if language else None)


def tell_about_grammar(expectation: Expectation, model: ModelDir) -> None:
    """Say on standard error what of a grammar cannot work with this model."""
    if not expectation.phrases:
        return
    if not hears_by_grammar(model, expectation):
        click.echo(f"ivr: {model.path.name} hears freely; the grammar is not used", err=True)
    elif unheard := app.unheard_phrases(model, expectation):
        click.echo(f"words that the speech model cannot hear: {', '.join(unheard)}", err=True)


def with_progress(doing: str, items: Iterable[T], total: int) -> Iterator[T]:
    """The items, with a bar on standard error while they come, if that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        yield from progress.track(items, total=total, description=doing)
