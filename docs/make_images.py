"""Draw the pictures of the documentation: `python docs/make_images.py [--wav FILE]`.

docs/images/demo.svg is what `./run demo` shows: the recorded call is really held, and the narrator's words are drawn
as rich exports them. The program's database is left alone. To look at the result:

    chromium --headless --no-sandbox --disable-gpu --screenshot=demo.png --window-size=1250,700 docs/images/demo.svg
"""

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from ivr import app
from ivr.audio.clip import read_clip
from ivr.call.timeline import CallEvent, Timeline
from ivr.cli.narrator import Narrator
from ivr.house import House
from ivr.settings import read_settings

HERE = Path(__file__).parent
DEMO_CALL = HERE.parent / "audio_samples" / "calls" / "refund_to_a_person.wav"
COLUMNS = 118
THEME = TerminalTheme(
    (13, 17, 23),
    (240, 246, 252),
    [
        (110, 118, 129), (255, 161, 152), (126, 231, 135), (255, 213, 106),
        (165, 214, 255), (226, 192, 255), (121, 224, 242), (240, 246, 252),
    ],
)  # fmt: skip
"""Dark, and bright enough for the dimmed parts to be read: background, foreground, the eight colours."""

EMBEDDED_FONTS = re.compile(r"@font-face \{.*?\}", re.DOTALL)
"""rich points to fonts on the web; a picture in the documentation fetches nothing."""


@click.command()
@click.option("--wav", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=DEMO_CALL)
def main(wav: Path) -> None:
    """Hold the demo's call and draw the terminal."""
    console = Console(record=True, file=io.StringIO(), force_terminal=True, width=COLUMNS, highlight=False)
    console.print("$ ./run demo", style="bold", highlight=False)
    ended = _hold(wav, Narrator(console))
    svg = console.export_svg(title=f"A recorded caller: {wav.name}", theme=THEME, unique_id="demo")
    picture = HERE / "images" / "demo.svg"
    picture.parent.mkdir(exist_ok=True)
    picture.write_text(EMBEDDED_FONTS.sub("", svg), "utf-8")
    click.echo(f"written: docs/images/demo.svg; the call ended as {ended}")


def _hold(wav: Path, narrator: Narrator) -> str:
    """One call from a recording; its disposition."""
    ends: list[str] = []

    def note_the_end(entry: CallEvent) -> None:
        if entry.event == "call_ended":
            ends.append(str(entry.details["disposition"]))

    with TemporaryDirectory() as scratch:
        settings = read_settings().model_copy(update={"database": f"sqlite:///{scratch}/calls.sqlite"})
        house = House(app.open_flow(app.USUAL_FLOW, settings), settings, replay=True)
        call_id, line = house.recorded_call([read_clip(wav)])
        house.spoken(call_id, line, Timeline(narrator, note_the_end)).run()
    return ends[-1]


if __name__ == "__main__":
    main()
