"""`ivr models get`: fetch a model, and show how it goes."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ivr import app
from ivr.settings import read_settings
from ivr.speech.model_store import open_model_dir
from ivr.speech.official_models import choose

if TYPE_CHECKING:
    from rich.progress import Progress

STOPPED = 130
"""The exit code of a command that Ctrl-C ended, as shells have it."""


class _Telling:
    """Shows an installation on stderr: words always, a bar only on a terminal."""

    def __init__(self, bar: "Progress | None") -> None:
        self._bar = bar
        self._task = None if bar is None else bar.add_task("", total=None, visible=False)

    def says(self, text: str) -> None:
        if self._bar is None:
            click.echo(f"ivr: {text}", err=True)
        else:
            self._bar.console.print(f"ivr: {text}", markup=False, highlight=False)  # above the bar, not through it

    def moved(self, done: int, total: int | None) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total, visible=True)


@contextmanager
def _telling() -> Iterator[_Telling]:
    if not sys.stderr.isatty():
        yield _Telling(None)
        return
    from rich.console import Console  # late: most commands show no bar
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("fetching"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        yield _Telling(bar)


@click.command()
@click.argument("wanted", metavar="NAME|LANGUAGE")
@click.option(
    "--from",
    "archive",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Install from the model's zip file, fetched in another way; no network is used.",
)
@click.option("--json", "as_json", is_flag=True, help="Print how it was installed as one JSON object.")
def get(wanted: str, archive: Path | None, as_json: bool) -> None:
    """Fetch an official Vosk model, verify and install it; a language alone gets its small model.

    A download that was cut, or stopped with Ctrl-C (exit code 130), goes on where it stopped. Behind a proxy set
    HTTPS_PROXY. Without a network the command says which file to fetch by hand and where to put it.

    \b
    Examples:
      ivr models get zh
      ivr models get vosk-model-en-us-0.22-lgraph
      ivr models get vosk-model-small-cn-0.22 --from vosk-model-small-cn-0.22.zip
    """
    folder = app.model_shelf(read_settings()).folder
    model = choose(wanted, folder.known())
    was_there = folder.directory(model.name) is not None
    try:
        with _telling() as watcher:
            installed = folder.install_file(model, archive, watcher) if archive else folder.get(model, watcher)
    except KeyboardInterrupt:
        click.echo("\nivr: stopped; what has come is kept, and running this again goes on from there", err=True)
        sys.exit(STOPPED)
    if as_json:
        record = folder.record(model.name)
        told = asdict(record) if record else {"name": model.name}
        click.echo(json.dumps(told | {"path": str(installed)}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{model.name} {'was here already' if was_there else 'is installed'}: {installed}")
    if model.spoken:
        listens = "takes grammars" if open_model_dir(installed, model.spoken).takes_grammar else "hears freely"
        click.echo(f"It {listens}. Use it with: ivr call --model {model.name}")
