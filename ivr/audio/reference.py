"""What the loudspeaker was given, in step with what the microphone hears: the reference of echo cancellers."""

from collections import deque
from statistics import median

import numpy as np

from ivr.audio.frames import FRAME_SAMPLES, Pcm, silence

REMEMBERED = 100
"""Frames kept (2 s): no sound is on its way from loudspeaker to microphone for longer."""

STEADY = 50
"""Frames (1 s) over which the two devices are compared: each takes and brings its frames in bursts of its own."""


class Reference:
    """Pairs each frame that is heard with the newest frame that was certain to be given away by then.

    A frame is given to the loudspeaker before it sounds and heard after that, so its echo never comes before it.
    """

    def __init__(self) -> None:
        self._given: dict[int, Pcm] = {}
        self._heard = 0
        self._leads: deque[int] = deque(maxlen=STEADY)
        self._shifts: deque[int] = deque(maxlen=STEADY // 2)
        self._shift = 0  # samples by which what is heard is ahead of what sounds
        self._at = -1
        self._oldest = 0
        self.count = 0

    def give(self, frame: Pcm) -> None:
        """The loudspeaker has taken a frame; may be called from another thread than the rest."""
        self._given[self.count] = frame
        self.count += 1

    def restart(self) -> None:
        """The microphone was opened anew: how the two keep step is found out again."""
        self._leads.clear()
        self._shifts.clear()

    def hear(self, given: int) -> Pcm:
        """The frame that goes with the next one heard, which came when `given` frames had been given."""
        self._leads.append(given - self._heard)
        self._at = self._heard + min(self._leads) - 1
        self._heard += 1
        while self._oldest < min(self._at - REMEMBERED, self.count):
            del self._given[self._oldest]
            self._oldest += 1
        return self._frame(self._at)

    def sounded(self, given: int, latency: int) -> Pcm:
        """What was to be heard beside the frame heard last, which came when `given` frames had been given.

        `latency` is how many samples both devices say that sound waits in them just then.
        """
        self._shifts.append((given + 1 - self._heard) * FRAME_SAMPLES - latency)
        usual = round(median(self._shifts))
        if abs(usual - self._shift) > FRAME_SAMPLES // 2 or len(self._shifts) == 1:
            self._shift = usual
        whole, part = divmod(self._shift, FRAME_SAMPLES)
        at = self._heard - 1 + whole
        return np.concatenate((self._frame(at), self._frame(at + 1)))[part : part + FRAME_SAMPLES]

    def _frame(self, at: int) -> Pcm:
        frame = self._given.get(at)
        return silence() if frame is None else frame
