"""A recorded caller at the speed of speech, who hears a reply when it was really ready."""

import time
from collections.abc import Callable

from ivr.audio.frames import FRAME_MS, Pcm, silence
from ivr.audio.line import Ear, Line

FRAME_NS = FRAME_MS * 1_000_000


class RealTimeLine:
    """Holds the call on `line` by a clock that starts when this line is made.

    A caller's frame comes when it has been spoken. While the call is busy the caller speaks on; what was spoken
    meanwhile then comes without waiting, until audio time has caught up with the clock. A frame that the call plays
    sounds from the next beat of 20 ms, or after what sounds before it; where nothing was ready there is silence.
    Silence that is played takes no place, so what was late is made up for in the next pause.

    `line` is told what sounds to its caller, and when: it may record both sides.
    """

    def __init__(
        self,
        line: Line,
        clock_ns: Callable[[], int] = time.monotonic_ns,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._line = line
        self._clock_ns = clock_ns
        self._sleep = sleep
        self._began_ns = clock_ns()
        self._spoken = 0  # frames of the caller
        self._to_sound: dict[int, Pcm] = {}  # by frame since the call began
        self._free = 0  # the first frame in which nothing is to sound

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        if played.any():
            place = max(self._free, self._next_beat())
            self._to_sound[place] = played
            self._free = place + 1
        return self._pass_a_frame(ear)

    def stop_playing(self) -> None:
        self._free = self._next_beat()
        self._to_sound = {place: frame for place, frame in self._to_sound.items() if place < self._free}
        self._line.stop_playing()

    def close(self) -> None:
        """Let what was played sound to its end, if the caller is still there."""
        while self._to_sound:
            self._pass_a_frame(Ear.SHUT)
        self._line.close()

    def _pass_a_frame(self, ear: Ear) -> Pcm | None:
        heard = self._line.exchange(self._to_sound.pop(self._spoken, silence()), ear)
        if heard is None:
            self._to_sound.clear()
            return None
        self._spoken += 1
        ahead_ns = self._spoken * FRAME_NS - self._elapsed_ns()
        if ahead_ns > 0:
            self._sleep(ahead_ns / 1e9)
        return heard

    def _elapsed_ns(self) -> int:
        return self._clock_ns() - self._began_ns

    def _next_beat(self) -> int:
        """The first frame that has not begun."""
        return max(self._spoken, -(-self._elapsed_ns() // FRAME_NS))
