"""A line to whoever sits at this machine: microphone and loudspeaker."""

import contextlib
import queue
from collections import deque
from typing import Any

import numpy as np

from ivr.audio.frames import FRAME_SAMPLES, Pcm, silence
from ivr.audio.line import Ear
from ivr.audio.sound_card import FIND_DEVICE, open_stream
from ivr.errors import DeviceError

STALL_S = 1.0
"""After so long without sound the devices are opened anew: PortAudio gives up for good when ALSA fails to recover from
an underrun."""

PATIENCE_S = 5.0
"""A device that delivers nothing for so long, however often it is opened, has been unplugged."""


class MicrophoneLine:
    """The usual input and output device.

    With `loudspeaker` the caller is not heard while a prompt plays, since the microphone would hear the prompt;
    with a headset the caller may interrupt.
    """

    def __init__(self, *, loudspeaker: bool) -> None:
        """Open the devices. Raises DeviceError."""
        self._loudspeaker = loudspeaker
        self._heard: queue.SimpleQueue[Pcm] = queue.SimpleQueue()
        self._to_play: deque[Pcm] = deque()
        self._hung_up = False
        self._stream = self._open()

    def _open(self) -> Any:
        return open_stream("Stream", channels=1, callback=self._tick)

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        if self._hung_up:
            return None
        self._to_play.append(played)
        frame = self._next_frame()
        deaf = ear is Ear.SHUT or (self._loudspeaker and ear is Ear.OVER_PROMPT)
        return silence() if deaf else frame

    def _next_frame(self) -> Pcm:
        """The next frame from the microphone, whose devices are opened anew when they stall."""
        for _ in range(round(PATIENCE_S / STALL_S)):
            try:
                return self._heard.get(timeout=STALL_S)
            except queue.Empty:
                self._stream.close()
                self._stream = self._open()
        raise DeviceError("the microphone delivers no sound any more", FIND_DEVICE)

    def hang_up(self) -> None:
        """The caller leaves, now; may be called from a signal handler."""
        self._hung_up = True

    def stop_playing(self) -> None:
        self._to_play.clear()

    def close(self) -> None:
        """Play what is still to be played, then let go of the devices."""
        with contextlib.suppress(queue.Empty):
            while self._to_play and self._stream.active and not self._hung_up:
                self._heard.get(timeout=STALL_S)
        self._stream.close()

    def _tick(self, recorded: Any, to_fill: Any, _frames: int, _time: Any, _status: Any) -> None:
        """PortAudio wants the next block, and brings one; runs in PortAudio's thread."""
        self._heard.put(np.array(recorded[:, 0], dtype=np.int16))
        try:
            to_fill[:, 0] = self._to_play.popleft()
        except IndexError:
            to_fill[:, 0] = silence(FRAME_SAMPLES)
