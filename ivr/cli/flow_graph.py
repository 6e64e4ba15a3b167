"""`ivr flow graph`: a picture of a flow."""

import shutil
import subprocess
from pathlib import Path

import click

from ivr import app
from ivr.errors import OperatorError, WrongUse
from ivr.flow.diagram import diagram
from ivr.flow.drawing import as_dot, as_mermaid
from ivr.replay import past_calls
from ivr.settings import read_settings

FORMATS = ("svg", "mermaid", "dot")
PATIENCE_S = 120


@click.command("graph")
@click.argument("name", metavar="FLOW")
@click.option(
    "--format",
    "wanted",
    type=click.Choice(FORMATS),
    help="What to write; else what the file's ending says, or mermaid.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it to this file.")
@click.option(
    "--calls",
    "databases",
    multiple=True,
    metavar="DB",
    help="Database of past calls, an SQLite file or a URL: how often each way was gone; may be given again.",
)
def graph(name: str, wanted: str | None, out: Path | None, databases: tuple[str, ...]) -> None:
    """Draw a flow: what each node does, where it leads, and with --calls how often.

    SVG is laid out by Graphviz, whose program `dot` must be installed. Mermaid is text that many wikis and code hosts
    draw.

    \b
    Examples:
      ivr flow graph retail --out retail.svg
      ivr flow graph my-line/flow.en.yaml --format mermaid
      ivr flow graph retail --calls calls.sqlite --out retail.svg
    """
    kind = wanted or _by_ending(out)
    flow = app.open_flow(name, read_settings()).flow
    calls = [one.turns for database in databases for one in past_calls(flow, database)] if databases else None
    picture = diagram(flow, calls)
    text = as_mermaid(picture) if kind == "mermaid" else as_dot(picture)
    drawn = _laid_out(text) if kind == "svg" else text
    if out is None:
        click.echo(drawn, nl=False)
        return
    try:
        out.write_text(drawn, "utf-8")
    except OSError as error:
        raise WrongUse(f"{out}: cannot be written ({error.strerror})", "Check the folder") from error


def _by_ending(out: Path | None) -> str:
    ending = out.suffix.lower() if out else ""
    return {".svg": "svg", ".dot": "dot", ".gv": "dot"}.get(ending, "mermaid")


def _laid_out(dot: str) -> str:
    """An SVG of a picture in DOT. Raises OperatorError without Graphviz."""
    program = shutil.which("dot")
    if program is None:
        fix = "Install it (`sudo apt install graphviz`), or take --format mermaid"
        raise OperatorError("an SVG is laid out by Graphviz, and its program `dot` is not here", fix)
    try:
        done = subprocess.run(
            [program, "-Tsvg"], input=dot.encode(), capture_output=True, check=True, timeout=PATIENCE_S
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise OperatorError("Graphviz could not lay this out", "Take --format dot or mermaid") from error
    return done.stdout.decode()
