"""How loud the caller is, on the terminal, while the line waits for them."""

from typing import TextIO

from ivr.audio.frames import Pcm
from ivr.audio.line import Ear
from ivr.audio.pcm import level_dbfs
from ivr.call.timeline import CallEvent

LOWEST_DBFS = -60
WIDTH = 30
EVERY = 5
"""Frames between two looks (100 ms)."""

ERASE = "\r\x1b[2K"


class LevelMeter:
    """One line that is drawn over and over; each entry of the timeline wipes it away before it is told itself."""

    def __init__(self, terminal: TextIO) -> None:
        """On what is no terminal nothing is drawn."""
        self._terminal = terminal
        self._works = terminal.isatty()
        self._loudest = float(LOWEST_DBFS)
        self._frames = 0
        self._drawn = False

    def hear(self, frame: Pcm, ear: Ear) -> None:
        """The line has heard a frame."""
        if not self._works or ear is not Ear.OPEN:
            self.wipe()
            return
        self._loudest = max(self._loudest, level_dbfs(frame))
        self._frames += 1
        if self._frames % EVERY == 0:
            self._terminal.write(f"{ERASE}{bar(self._loudest)}")
            self._terminal.flush()
            self._drawn = True
            self._loudest = float(LOWEST_DBFS)

    def __call__(self, _entry: CallEvent) -> None:
        self.wipe()

    def wipe(self) -> None:
        """Leave the terminal's line empty."""
        if self._drawn:
            self._terminal.write(ERASE)
            self._terminal.flush()
            self._drawn = False


def bar(dbfs: float) -> str:
    """A level as a bar from -60 dBFS to full scale, and in figures."""
    filled = round(WIDTH * (1 - max(min(dbfs, 0), LOWEST_DBFS) / LOWEST_DBFS))
    figure = f"{dbfs:.0f} dBFS" if dbfs > LOWEST_DBFS else "quiet"
    return f"listening |{'#' * filled}{'.' * (WIDTH - filled)}| {figure}"
