"""Voice activity: whether a frame holds somebody's voice."""

from typing import Protocol

import numpy as np
import webrtcvad

from ivr.audio.frames import FRAME_MS, AudioFrame, silence
from ivr.audio.pcm import level_dbfs
from ivr.speech.voicing import LIKENESS, WINDOW, periodicity

FLOOR_DBFS = -55.0
"""Quieter frames are nobody's turn: in 1,298 of 1,300 recordings of people the louder tenth is above -45 dBFS."""

PITCH_HOLDS_MS = 200
"""How long after vocal cords were heard a frame may still be voice: consonants have no pitch, and are short."""


class VoiceDetector(Protocol):
    """Tells frames with voice from frames without; keeps state, so one per call."""

    def is_voice(self, frame: AudioFrame) -> bool:
        """Whether the frame holds voice."""


class WebRtcVoiceDetector:
    """The Gaussian-mixture detector of WebRTC; `aggressiveness` 0 (keeps most) to 3 (drops most)."""

    def __init__(self, aggressiveness: int = 2) -> None:
        self._vad = webrtcvad.Vad(aggressiveness)

    def is_voice(self, frame: AudioFrame) -> bool:
        return bool(self._vad.is_speech(frame.pcm.tobytes(), frame.rate)) and level_dbfs(frame.pcm) > FLOOR_DBFS


class PitchedVoiceDetector:
    """Lets a frame pass as voice only where vocal cords were heard just now: noise has none.

    `detector` tells the rest. Each frame costs about 2 ms a second of sound more.
    """

    def __init__(self, detector: VoiceDetector) -> None:
        self._detector = detector
        self._before = silence(0)
        self._since_ms = PITCH_HOLDS_MS

    def is_voice(self, frame: AudioFrame) -> bool:
        window = np.concatenate((self._before, frame.pcm))[-WINDOW:]
        self._before = window
        voiced = self._detector.is_voice(frame)
        self._since_ms += FRAME_MS
        if voiced and len(window) == WINDOW and periodicity(window) >= LIKENESS:
            self._since_ms = 0
        return voiced and self._since_ms < PITCH_HOLDS_MS


def usual_detector() -> VoiceDetector:
    """What calls are heard with; why it is this one: docs/voice-and-turns.md."""
    return PitchedVoiceDetector(WebRtcVoiceDetector())
