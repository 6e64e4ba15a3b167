"""`ivr flow new`: a line of one's own, from a sample."""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import click

from ivr import app
from ivr.errors import WrongUse
from ivr.flow.loader import LoadedFlow
from ivr.settings import read_settings
from ivr.terms import Language

OWN_NAME = re.compile(r"^flow:[ \t]*[^\s#]+", re.MULTILINE)


@click.command("new")
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
@click.option("--from", "template", default=app.USUAL_FLOW, show_default=True, metavar="LINE", help="The line to copy.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice([str(one) for one in Language]),
    help="Only this language; may be given twice. Else all that the copied line has.",
)
def new(folder: Path, template: str, languages: tuple[str, ...]) -> None:
    """Make a new line: a folder with a copy of a sample line, ready to be changed.

    NAME is the folder; the line is named after it. What is there already is never overwritten.

    \b
    Examples:
      ivr flow new my-line
      ivr flow new my-line --from retail --language zh
    """
    line = folder.name.replace("-", "_")
    if not re.fullmatch("[A-Za-z][A-Za-z0-9_]*", line):
        fix = "Begin with a letter, then take letters, digits, - or _"
        raise WrongUse(f"'{folder.name}' cannot be the name of a line", fix)
    if os.path.lexists(folder):
        raise WrongUse(f"{folder} is there already", "Take another name, or delete it first")
    source = _folder_of(template)
    wanted = [Language(one) for one in languages] or _languages(source)
    contents: dict[Path, bytes] = {}
    for language in wanted:
        if language not in _languages(source):
            there = ", ".join(_flow_file(source, one).name for one in _languages(source))
            raise WrongUse(f"{source}: this line has no flow in '{language}'", f"There is: {there}")
        contents |= _files(app.open_flow(str(_flow_file(source, language)), read_settings()), source, line)
    _lay_out(contents, folder)
    for language in wanted:
        click.echo(f"{_flow_file(folder, language)}")
    click.echo(f"Try it: ivr call --flow {_flow_file(folder, wanted[0])} --text")


def _folder_of(template: str) -> Path:
    """The folder of a line: as it is given, or of a sample. Raises WrongUse when there is none."""
    folder = Path(template)
    sample = read_settings().flows_dir / template
    found = next((one for one in (folder, sample) if one.is_dir() and _languages(one)), None)
    return found or app.find_flow(template, read_settings()).parent


def _languages(folder: Path) -> list[Language]:
    return [one for one in Language if _flow_file(folder, one).is_file()]


def _flow_file(folder: Path, language: Language) -> Path:
    return folder / f"flow.{language}.yaml"


def _files(loaded: LoadedFlow, source: Path, line: str) -> Mapping[Path, bytes]:
    """The files of a flow and the cases that test it, under its new name, by their paths from the line's folder."""
    flow_file = _flow_file(source, loaded.flow.language)
    cases = source.glob(f"*.{loaded.flow.language}.cases.yaml")
    found = {Path(os.path.relpath(path, source)): path.read_bytes() for path in [*loaded.files(), *cases]}
    own = OWN_NAME.sub(f"flow: {line}", flow_file.read_bytes().decode(), count=1)
    return found | {Path(flow_file.name): own.encode()}


def _lay_out(contents: Mapping[Path, bytes], folder: Path) -> None:
    """Write a line: its folder stands there whole or not at all; what it shares with others stands beside it.

    Raises WrongUse when another file is where a shared one must be, or nothing can be written.
    """
    shared = {
        Path(os.path.normpath(folder / path)): content for path, content in contents.items() if ".." in path.parts
    }
    for path, content in shared.items():
        if path.exists() and path.read_bytes() != content:
            raise WrongUse(f"{path} is there already, and is another file", "Make the line in another folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = folder.with_name(f".{folder.name}-{os.getpid()}")
        try:
            for path, content in contents.items():
                if ".." not in path.parts:
                    _write(fresh / path, content)
            for path, content in shared.items():
                _write(path, content)
            fresh.rename(folder)
        except OSError:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    except OSError as error:
        raise WrongUse(f"{folder} cannot be made ({error.strerror})", "Check the folder above it") from error


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
