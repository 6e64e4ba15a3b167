"""A line that keeps what passes over it."""

import numpy as np

from ivr.audio.frames import Pcm
from ivr.audio.line import Ear
from ivr.records.taped_line import TapedLine
from ivr.testing import ScriptedLine, hush, voice


class Tape:
    """A Recording in memory."""

    def __init__(self) -> None:
        self.frames: list[tuple[Pcm, Pcm]] = []
        self.closed = False

    def add(self, caller: Pcm, line: Pcm) -> None:
        self.frames.append((caller, line))

    def close(self) -> None:
        self.closed = True


def test_both_sides_are_kept_until_the_caller_hangs_up() -> None:
    """Frame beside frame; a prompt that nobody is there to hear is none."""
    tape, caller = Tape(), ScriptedLine(voice(20), hush(20))
    line = TapedLine(caller, tape)
    heard = [line.exchange(played, Ear.OPEN) for played in (hush(20), voice(20), voice(20))]

    assert heard[2] is None
    assert [(bool(left.any()), bool(right.any())) for left, right in tape.frames] == [(True, False), (False, True)]
    assert heard[0] is not None
    assert np.array_equal(voice(20), heard[0])


def test_the_line_behind_it_is_stopped_and_closed() -> None:
    """And the recording is finished."""
    tape, caller = Tape(), ScriptedLine(voice(20))
    line = TapedLine(caller, tape)
    line.stop_playing()
    line.close()

    assert (caller.stops, caller.closed, tape.closed) == (1, True, True)
