"""A recorded caller at the speed of speech, by a clock that nobody has to wait for."""

import numpy as np
import pytest

from ivr.audio.frames import FRAME_SAMPLES, Pcm, silence
from ivr.audio.line import Ear
from ivr.audio.real_time_line import RealTimeLine
from ivr.testing import ScriptedLine, voice

LONG = voice(10_000)


class Clock:
    """A clock that goes on only when somebody sleeps or computes; in ms."""

    def __init__(self) -> None:
        self.ms = 1_000.0

    def __call__(self) -> int:
        return round(self.ms * 1e6)

    def sleep(self, seconds: float) -> None:
        self.ms += seconds * 1000

    compute = sleep


class Call:
    """A call over a real-time line; what it plays is told by levels."""

    def __init__(self, *script: Pcm) -> None:
        self.caller = ScriptedLine(*script or (LONG,))
        self.clock = Clock()
        self.line = RealTimeLine(self.caller, self.clock, self.clock.sleep)

    def play(self, *levels: int) -> list[float]:
        """Play a frame of each level; when each exchange was over, in ms since the call began."""
        return [self._exchange(level) for level in levels]

    def _exchange(self, level: int) -> float:
        self.line.exchange(np.full(FRAME_SAMPLES, level, dtype=np.int16), Ear.OPEN)
        return round(self.clock.ms - 1_000, 3)

    @property
    def sounded(self) -> list[int]:
        """The level of each 20 ms that the caller has lived through."""
        return [int(frame[0]) for frame in self.caller.played]


def test_a_caller_speaks_at_the_speed_of_speech() -> None:
    """A frame comes when it has been spoken in full."""
    assert Call().play(0, 0, 0) == [20, 40, 60]


def test_what_is_ready_in_time_sounds_without_a_gap() -> None:
    """Frame by frame, as they are played."""
    call = Call()
    call.play(1, 2, 3, 0, 4)

    assert call.sounded == [1, 2, 3, 0, 4]


def test_a_late_reply_sounds_when_it_was_ready() -> None:
    """Whoever computes for 50 ms is silent for three beats; what follows stays behind it."""
    call = Call()
    call.play(0)
    call.clock.compute(0.050)
    call.play(1, 2, 3, 4, 5, 6)

    assert call.sounded == [0, 0, 0, 0, 1, 2, 3]


def test_a_caller_does_not_wait_for_a_busy_call() -> None:
    """What was spoken while it computed comes at once, and then at the speed of speech again."""
    call = Call()
    call.play(0)
    call.clock.compute(0.050)

    assert call.play(0, 0, 0, 0) == [70, 70, 80, 100]


def test_the_pause_after_a_late_prompt_makes_up_for_it() -> None:
    """Silence takes no place while something is still to sound: lateness does not pile up over a call."""
    call = Call()
    call.clock.compute(0.050)
    call.play(1, 2, 3, 0, 0, 0, 4, 0)
    call.clock.compute(0.030)
    call.play(5, 0, 0, 0, 0)

    assert call.sounded == [0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 5, 0, 0]


def test_jitter_of_less_than_a_beat_is_not_heard() -> None:
    """A frame may be handed over anywhere within the 20 ms before its own."""
    call = Call()
    call.play(0)
    for jitter_ms in (19, 1, 12, 0.5, 7):
        call.clock.compute(jitter_ms / 1000)
        call.play(1)
    call.play(0, 0)

    assert call.sounded == [0, 0, 1, 1, 1, 1, 1, 0]


def test_an_interruption_silences_what_has_not_sounded_yet() -> None:
    """What the caller has begun to hear stays; the next prompt follows at the next beat."""
    call = Call()
    call.clock.compute(0.050)
    call.play(1, 2, 3, 4)
    call.line.stop_playing()
    call.play(5, 0, 0)

    assert call.sounded == [0, 0, 0, 1, 5, 0, 0]
    assert call.caller.stops == 1


@pytest.mark.parametrize("late_ms", [0, 50])
def test_the_goodbye_is_heard_to_its_end(late_ms: int) -> None:
    """The line lets go of the call when everything that was played has sounded."""
    call = Call()
    call.clock.compute(late_ms / 1000)
    call.play(1, 2, 3)
    call.line.close()

    assert [level for level in call.sounded if level] == [1, 2, 3]
    assert call.caller.closed
    assert call.clock.ms - 1_000 == 20 * len(call.sounded)


def test_nobody_hears_what_is_left_when_the_caller_has_hung_up() -> None:
    """The line does not wait for it either."""
    call = Call(voice(40))
    call.play(0)
    call.clock.compute(0.100)
    call.play(1, 2)
    call.line.close()

    assert not any(call.sounded)
    assert call.caller.closed


def test_the_clock_of_the_machine_is_the_usual_one() -> None:
    """Three frames take 60 ms or more of anybody's time."""
    from time import monotonic

    line, began = RealTimeLine(ScriptedLine(voice(60))), monotonic()
    for _ in range(3):
        line.exchange(silence(), Ear.OPEN)

    assert monotonic() - began >= 0.060
