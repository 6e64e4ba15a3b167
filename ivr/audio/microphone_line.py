"""A line to whoever sits at this machine: microphone and loudspeaker."""

import contextlib
import queue
import time
from collections import deque
from typing import Any

import numpy as np

from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, Pcm, silence
from ivr.audio.line import Ear
from ivr.audio.sound_card import FIND_DEVICE, open_stream
from ivr.errors import DeviceError

STALL_S = 1.0
"""After so long without sound a device is opened anew: PortAudio gives up for good when ALSA fails to recover from an
underrun."""

PATIENCE_S = 5.0
"""A device that stays away for so long, however often it is opened, has been unplugged."""

MOST_AHEAD = 100 // FRAME_MS
"""Frames that may wait for the loudspeaker before silence is left out: its clock is not the microphone's."""


class MicrophoneLine:
    """The usual input and output device, whose microphone is the clock of the call.

    With `loudspeaker` the caller is not heard while a prompt plays, since the microphone would hear the prompt;
    with a headset the caller may interrupt. The two are separate streams: on a busy machine a joint one of PortAudio's
    on ALSA stops for every underrun of the loudspeaker's.
    """

    def __init__(self, *, loudspeaker: bool) -> None:
        """Open the devices. Raises DeviceError."""
        self._loudspeaker = loudspeaker
        self._heard: queue.SimpleQueue[Pcm] = queue.SimpleQueue()
        self._to_play: deque[Pcm] = deque()
        self._hung_up = False
        self._asked_at = time.monotonic()  # when the loudspeaker last asked for sound
        self._output = self._open_output()
        self._input = self._open_input()

    def _open_output(self) -> Any:
        self._opened_at = time.monotonic()
        return open_stream("OutputStream", channels=1, callback=self._play)

    def _open_input(self) -> Any:
        return open_stream("InputStream", channels=1, callback=self._hear)

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        if self._hung_up:
            return None
        if len(self._to_play) < MOST_AHEAD or played.any():
            self._to_play.append(played)
        self._keep_playing()
        frame = self._next_frame()
        deaf = ear is Ear.SHUT or (self._loudspeaker and ear is Ear.OVER_PROMPT)
        return silence() if deaf else frame

    def _keep_playing(self) -> None:
        """Open the loudspeaker anew when it has asked for nothing for too long."""
        now = time.monotonic()
        if now - self._asked_at > PATIENCE_S:
            raise DeviceError("the loudspeaker takes no sound any more", FIND_DEVICE)
        if now - max(self._asked_at, self._opened_at) > STALL_S:
            self._output.close()
            self._output = self._open_output()

    def _next_frame(self) -> Pcm:
        """The next frame from the microphone, which is opened anew when it stalls."""
        for _ in range(round(PATIENCE_S / STALL_S)):
            try:
                return self._heard.get(timeout=STALL_S)
            except queue.Empty:
                self._input.close()
                self._input = self._open_input()
        raise DeviceError("the microphone delivers no sound any more", FIND_DEVICE)

    def hang_up(self) -> None:
        """The caller leaves, now; may be called from a signal handler."""
        self._hung_up = True

    def stop_playing(self) -> None:
        self._to_play.clear()

    def close(self) -> None:
        """Play what is still to be played, then let go of the devices."""
        with contextlib.suppress(queue.Empty):
            while self._to_play and self._output.active and not self._hung_up:
                self._heard.get(timeout=STALL_S)
        self._input.close()
        self._output.close()

    def _hear(self, recorded: Any, _frames: int, _time: Any, _status: Any) -> None:
        """PortAudio brings a block; runs in PortAudio's thread."""
        self._heard.put(np.array(recorded[:, 0], dtype=np.int16))

    def _play(self, to_fill: Any, _frames: int, _time: Any, _status: Any) -> None:
        """PortAudio wants a block; runs in PortAudio's thread."""
        self._asked_at = time.monotonic()
        try:
            to_fill[:, 0] = self._to_play.popleft()
        except IndexError:
            to_fill[:, 0] = silence(FRAME_SAMPLES)
