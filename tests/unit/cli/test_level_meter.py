"""The level meter draws on a terminal, only while the line waits, and leaves nothing behind."""

from io import StringIO

import numpy as np

from ivr.audio.frames import FRAME_SAMPLES, Pcm, silence
from ivr.audio.line import Ear
from ivr.call.timeline import CallEvent
from ivr.cli.level_meter import ERASE, EVERY, LevelMeter, bar

LOUD: Pcm = np.full(FRAME_SAMPLES, 3277, dtype=np.int16)  # a tenth of full scale


class Terminal(StringIO):
    """Says that it is one."""

    def isatty(self) -> bool:
        return True


def test_the_loudest_frame_of_each_look_is_shown_while_the_line_waits() -> None:
    """In figures and as a bar."""
    terminal = Terminal()
    meter = LevelMeter(terminal)
    for frame in [LOUD, *[silence()] * (2 * EVERY - 1)]:
        meter.hear(frame, Ear.OPEN)

    first, second = terminal.getvalue().split(ERASE)[1:]
    assert first.endswith("-20 dBFS")
    assert first.count("#") == 20
    assert second.endswith("quiet")


def test_nothing_is_left_on_the_line_when_something_is_told_or_said() -> None:
    """Wiped once, and not again where nothing was drawn."""
    terminal = Terminal()
    meter = LevelMeter(terminal)
    for _ in range(2):
        for _ in range(EVERY):
            meter.hear(LOUD, Ear.OPEN)
        assert not terminal.getvalue().endswith(ERASE)
        meter(CallEvent("heard", 0))
        meter.hear(LOUD, Ear.OVER_PROMPT)
        assert terminal.getvalue().endswith(f"dBFS{ERASE}")


def test_a_file_stays_empty() -> None:
    """Programs that read standard error get no drawings."""
    log = StringIO()
    meter = LevelMeter(log)
    for _ in range(3 * EVERY):
        meter.hear(LOUD, Ear.OPEN)
    meter.wipe()

    assert log.getvalue() == ""


def test_bars_end_at_both_ends() -> None:
    """Silence is no bar, full scale a whole one."""
    assert bar(float("-inf")).count("#") == 0
    assert bar(3.0).count(".") == 0
