"""`ivr flow try`: a typed conversation with every decision explained."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from ivr import app
from ivr.cli.keyboard import typed_lines
from ivr.errors import AuthorError, OperatorError, WrongUse
from ivr.flow.author_file import nearest
from ivr.flow.loader import LoadedFlow
from ivr.flowtest.saving import save
from ivr.flowtest.trial import Jumps, Leaves, Says, Silent, Trial
from ivr.settings import Settings, read_settings

STYLES = {"line": "cyan", "decided": "yellow", "look-up": "magenta", "queue": "yellow", "ended": "yellow"}
WIDTH = 9


@click.command("try")
@click.argument("name", metavar="FLOW")
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%d %H:%M"]),
    metavar='"YYYY-MM-DD HH:MM"',
    help="Hold the call as at this moment, by the clock of the flow's opening hours; else as it is now.",
)
def try_out(name: str, now: datetime | None) -> None:
    """Type a conversation, and see what the line understands and why it does what it does.

    An empty line is silence. Lines that begin with a slash are commands: /help lists them. When a file of the flow is
    saved, the conversation so far is held again on the new flow. Nothing is kept: no ticket, no record.

    \b
    Examples:
      ivr flow try retail
      ivr flow try my-line/flow.zh.yaml --now "2026-12-24 20:15"
      printf 'where is my parcel\\n/what-if refund\\n/back\\n' | ivr flow try retail
    """
    settings = read_settings()
    moment = now or datetime.now(UTC).astimezone().replace(second=0, microsecond=0, tzinfo=None)
    session = _Session(app.find_flow(name, settings), settings, moment)
    session.tell()
    for line in typed_lines():
        try:
            session.reload_if_saved()
            if not session.obey(line):
                return
        except (AuthorError, OperatorError, WrongUse) as error:
            click.echo(f"cannot   {error}")


class _Session:
    """The conversation, the flow that it is held on, and what became of its files since."""

    def __init__(self, path: Path, settings: Settings, now: datetime) -> None:
        """Raises AuthorError when the flow cannot take calls."""
        self._path = path
        self._settings = settings
        self._loaded = app.open_flow(str(path), settings)
        self._watched = {path, *self._loaded.files()}
        self._seen = _content(self._watched)
        self._trial = Trial(app.bench_for(self._loaded, settings), now)
        self._commands: Mapping[str, tuple[Callable[[str], None], str, str]] = {
            "/back": (self._back, "", "take the last turn back"),
            "/what-if": (self._what_if, "INTENT", "as though the last words had been understood as this (or yes, no)"),
            "/jump": (self._jump, "NODE", "go on from a node"),
            "/where": (self._where, "", "the node, the slots, and what the line waits for"),
            "/slots": (self._slots, "", "the values that are known"),
            "/hang-up": (self._hang_up, "", "the caller leaves"),
            "/again": (self._again, "", "from the start"),
            "/reload": (self._reload, "", "read the flow again, and hold the conversation on it"),
            "/save": (self._save, "NAME", "keep the conversation as a case beside the flow"),
            "/help": (self._help, "", "these commands"),
        }

    def obey(self, line: str) -> bool:
        """Do what a line wants. False when it is the last. Raises WrongUse."""
        if not line.startswith("/"):
            self._echo(f'"{line}"' if line.strip() else "(silence)")
            self._trial.make(Says(line) if line.strip() else Silent())
            self.tell()
            return True
        word, _, about = line.strip().partition(" ")
        if word == "/quit":
            return False
        if word not in self._commands:
            near = nearest(word, [*self._commands, "/quit"])
            raise WrongUse(f"there is no command {word}", near or "/help lists them")
        self._echo(line.strip())
        act, wanted, _ = self._commands[word]
        if wanted and not about.strip():
            raise WrongUse(f"{word} needs a name", f"Write {word} {wanted}")
        act(about.strip())
        return True

    def tell(self) -> None:
        """The last turn, explained."""
        _tell(self._trial.explained())

    def reload_if_saved(self) -> None:
        """Take the flow as it is now, if one of its files has changed."""
        if _content(self._watched) != self._seen:
            self._reload("")

    def _reload(self, _: str) -> None:
        self._seen = _content(self._watched)
        try:
            loaded = app.open_flow(str(self._path), self._settings)
        except AuthorError as error:
            self._watched |= {Path(problem.file) for problem in error.problems}
            self._seen = _content(self._watched)
            click.echo(f"{error}\nreload   the flow has mistakes; the one of before stays in use")
            return
        self._take(loaded)

    def _take(self, loaded: LoadedFlow) -> None:
        held = len(self._trial.moves)
        self._loaded = loaded
        self._watched = {self._path, *loaded.files()}
        self._seen = _content(self._watched)
        self._trial = self._trial.on(app.bench_for(loaded, self._settings))
        again = len(self._trial.moves)
        rest = "" if again == held else f"; from turn {again + 1} on it does not fit any more"
        click.echo(f"reload   version {loaded.version}: the conversation was held again{rest}")
        if held:
            self.tell()

    def _back(self, _: str) -> None:
        self._trial = self._trial.back()
        self.tell()

    def _what_if(self, intent: str) -> None:
        self._trial = self._trial.supposing(intent)
        self.tell()

    def _jump(self, node: str) -> None:
        self._trial.make(Jumps(node))
        self.tell()

    def _where(self, _: str) -> None:
        _tell(self._trial.where())

    def _slots(self, _: str) -> None:
        known = self._trial.last.known
        _tell([f"slots    {name} = {value}" for name, value in known.items()] or ["slots    (none known)"])

    def _hang_up(self, _: str) -> None:
        self._trial.make(Leaves())
        self.tell()

    def _again(self, _: str) -> None:
        self._trial = self._trial.again()
        self.tell()

    def _save(self, name: str) -> None:
        click.echo(f"saved    '{name}' in {save(self._trial, name, self._loaded, self._path)}")

    def _help(self, _: str) -> None:
        for word, (_act, wanted, does) in self._commands.items():
            click.echo(f"{f'{word} {wanted}':<17} {does}")
        click.echo(f"{'/quit':<17} leave; Ctrl-D does it, too")

    @staticmethod
    def _echo(line: str) -> None:
        """What was typed, where it does not stand on the screen anyway."""
        if not sys.stdin.isatty():
            click.echo(f"\ncaller   {line}" if not line.startswith("/") else f"\n{line}")


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        label = line[:WIDTH].strip()
        click.echo(click.style(line[:WIDTH], dim=True) + click.style(line[WIDTH:], STYLES.get(label)))


def _content(paths: Iterable[Path]) -> str:
    """A hash of what stands in files; one that cannot be read counts as empty."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path).encode())
        with suppress(OSError):
            digest.update(path.read_bytes())
    return digest.hexdigest()
