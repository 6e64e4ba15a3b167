"""A voice message while it is spoken."""

import numpy as np

from ivr.audio.frames import FRAME_MS, AudioFrame, Pcm
from ivr.call.exchange import Spoken
from ivr.speech.vad import VoiceDetector

BEGIN_MS = 8_000
"""So long is waited for the first word."""

END_MS = 3_000
"""So long a pause ends it."""

LEAST_MS = 400
"""Less voice than this is no message."""

TAIL_MS = 500
"""What is kept of the silence at its end."""


class Message:
    """Takes the frames of a message, and knows when it is over."""

    def __init__(self, detector: VoiceDetector) -> None:
        self._detector = detector
        self._frames: list[Pcm] = []
        self._voiced = 0
        self._last_voice = 0

    def push(self, frame: AudioFrame) -> None:
        """The next frame."""
        self._frames.append(frame.pcm)
        if self._detector.is_voice(frame):
            self._voiced += 1
            self._last_voice = len(self._frames)

    @property
    def over(self) -> bool:
        """Whether the caller has stopped, or says nothing."""
        quiet_ms = (len(self._frames) - self._last_voice) * FRAME_MS
        return quiet_ms >= (END_MS if self._voiced else BEGIN_MS)

    def spoken(self) -> Spoken | None:
        """What was said, without the silence after it; None where that was nothing."""
        if self._voiced * FRAME_MS < LEAST_MS:
            return None
        kept = self._frames[: self._last_voice + TAIL_MS // FRAME_MS]
        return Spoken(np.concatenate(kept), "", len(kept) * FRAME_MS)
