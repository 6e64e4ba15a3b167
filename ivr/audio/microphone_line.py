"""A line to whoever sits at this machine: microphone and loudspeaker."""

import contextlib
import math
import queue
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ivr.audio.echo import EchoCanceller
from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, LINE_RATE, Pcm, silence
from ivr.audio.line import Ear
from ivr.audio.reference import Reference
from ivr.audio.sound_card import FIND_DEVICE, Side, open_stream
from ivr.errors import DeviceError

STALL_S = 1.0
"""After so long without sound a device is opened anew: PortAudio gives up for good when ALSA fails to recover from an
underrun."""

PATIENCE_S = 5.0
"""A device that stays away for so long, however often it is opened, has been unplugged."""

LEAST_AHEAD = 60 // FRAME_MS
"""Frames that wait for the loudspeaker before a prompt begins: so long the call may be busy and leave no hole in it."""

MOST_AHEAD = 100 // FRAME_MS
"""Frames that may wait for the loudspeaker before silence is left out: its clock is not the microphone's."""

TAIL = 200 // FRAME_MS
"""Frames recorded after the loudspeaker was given the last one: until then it has sounded."""


@dataclass(slots=True)
class Losses:
    """How often a device lost sound: the microphone overran, or the loudspeaker ran dry; or it was opened anew."""

    microphone: int = 0
    loudspeaker: int = 0


class Watcher(Protocol):
    """Whoever looks on at the microphone."""

    def heard(self, frame: Pcm, ear: Ear) -> None:
        """The line has heard a frame, which is silence where nobody listens."""

    def lost(self, losses: Losses, at_ms: int) -> None:
        """Sound was lost since the last frame; the counts are of the whole call."""


class MicrophoneLine:
    """An input and an output device, whose microphone is the clock of the call.

    The two are separate streams: on a busy machine a joint one of PortAudio's on ALSA stops for every underrun of the
    loudspeaker's. While the ear is shut, and over a prompt unless `echo` is full duplex, silence is heard.
    """

    def __init__(
        self,
        echo: EchoCanceller,
        watcher: Watcher,
        record: Callable[[Pcm, Pcm], None],
        *,
        microphone: int | None = None,
        loudspeaker: int | None = None,
    ) -> None:
        """Open the devices, the usual ones unless they are numbered.

        `record` takes each frame of the caller's and what they heard of the line at that very time: so much later than
        the loudspeaker was given it as the devices say. Raises DeviceError.
        """
        self._echo = echo
        self._watcher = watcher
        self._record = record
        self._devices = {Side.MICROPHONE: microphone, Side.LOUDSPEAKER: loudspeaker}
        self._heard: queue.SimpleQueue[tuple[Pcm, int, float]] = queue.SimpleQueue()
        self._to_play: deque[Pcm] = deque()
        self._speaking = False
        self._reference = Reference()
        self._frames = 0
        self._output_waits_s = 0.0
        self._told = Losses()
        self._hung_up = False
        self.losses = Losses()
        self._began_at = math.inf
        self._asked_at = time.monotonic()  # when the loudspeaker last asked for sound
        self._streams: dict[Side, Any] = {}
        self._open(Side.LOUDSPEAKER)
        self._open(Side.MICROPHONE)

    def _open(self, side: Side) -> None:
        """Open a device, or open it anew."""
        self._let_go(side)
        self._opened_at = time.monotonic()
        callback = self._hear if side is Side.MICROPHONE else self._play
        self._streams[side] = open_stream(side, self._devices[side], channels=1, callback=callback)

    def _let_go(self, side: Side) -> None:
        if stream := self._streams.pop(side, None):
            stream.close()

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        if self._hung_up:
            return None
        self._began_at = min(self._began_at, time.monotonic())
        self._give(played)
        self._keep_playing()
        frame, reference, sounded = self._next_frame()
        cleaned = self._echo.process(frame, reference)
        deaf = ear is Ear.SHUT or (ear is Ear.OVER_PROMPT and not self._echo.full_duplex)
        heard = silence() if deaf else cleaned
        self._record(heard, sounded)
        self._watcher.heard(heard, ear)
        if self.losses != self._told:
            self._told = Losses(self.losses.microphone, self.losses.loudspeaker)
            self._watcher.lost(self._told, self._frames * FRAME_MS)
        self._frames += 1
        return heard

    def _give(self, played: Pcm) -> None:
        """Put a frame before the loudspeaker; silence that is not needed there is left out."""
        speaks, waiting = bool(played.any()), len(self._to_play)
        if not (speaks and self._speaking):
            self._to_play.extend([silence()] * (LEAST_AHEAD - waiting))
        if speaks or LEAST_AHEAD <= waiting < MOST_AHEAD:
            self._to_play.append(played)
        self._speaking = speaks

    def _is_of_the_call(self, captured_at: float) -> bool:
        """Whether a frame is not from before the call, when nobody listened.

        Were those made up for, prompts would be given away that much too early. After a second nothing old comes any
        more, whatever a device says of its time.
        """
        return captured_at >= self._began_at or time.monotonic() - self._began_at > STALL_S

    def _keep_playing(self) -> None:
        """Open the loudspeaker anew when it has asked for nothing for too long."""
        now = time.monotonic()
        if now - self._asked_at > PATIENCE_S:
            raise DeviceError("the loudspeaker takes no sound any more", FIND_DEVICE)
        if now - max(self._asked_at, self._opened_at) > STALL_S:
            self.losses.loudspeaker += 1
            self._open(Side.LOUDSPEAKER)

    def _next_frame(self) -> tuple[Pcm, Pcm, Pcm]:
        """The next frame from the microphone, which is opened anew when it stalls; what was given to the loudspeaker
        meanwhile; and what sounded."""
        for _ in range(round(PATIENCE_S / STALL_S)):
            try:
                return self._pair(*self._heard.get(timeout=STALL_S))
            except queue.Empty:
                self.losses.microphone += 1
                self._open(Side.MICROPHONE)
                self._reference.restart()
        raise DeviceError("the microphone delivers no sound any more", FIND_DEVICE)

    def _pair(self, frame: Pcm, given: int, latency_s: float) -> tuple[Pcm, Pcm, Pcm]:
        reference = self._reference.hear(given)
        return frame, reference, self._reference.sounded(given, round(latency_s * LINE_RATE))

    def hang_up(self) -> None:
        """The caller leaves, now; may be called from a signal handler."""
        self._hung_up = True

    def stop_playing(self) -> None:
        self._speaking = False
        self._to_play.clear()

    def close(self) -> None:
        """Play what is still to be played, then let go of the devices."""
        still = 0 if self._hung_up else len(self._to_play) + TAIL
        with contextlib.suppress(queue.Empty):
            for _ in range(still):
                self._record(silence(), self._pair(*self._heard.get(timeout=STALL_S))[2])
        for side in Side:
            self._let_go(side)

    def _hear(self, recorded: Any, _frames: int, times: Any, status: Any) -> None:
        """PortAudio brings a block; runs in PortAudio's thread."""
        age_s = times.currentTime - times.inputBufferAdcTime
        if self._is_of_the_call(time.monotonic() - age_s):
            self.losses.microphone += bool(status) and self._frames > 0
            waits_s = self._output_waits_s + age_s
            self._heard.put((np.array(recorded[:, 0], dtype=np.int16), self._reference.count, waits_s))

    def _play(self, to_fill: Any, _frames: int, times: Any, status: Any) -> None:
        """PortAudio wants a block; runs in PortAudio's thread."""
        self._asked_at = time.monotonic()
        self._output_waits_s = times.outputBufferDacTime - times.currentTime
        starved = False
        try:
            frame = self._to_play.popleft()
        except IndexError:
            frame, starved = silence(FRAME_SAMPLES), self._speaking
        self.losses.loudspeaker += bool(status) or starved
        self._reference.give(frame)
        to_fill[:, 0] = frame
