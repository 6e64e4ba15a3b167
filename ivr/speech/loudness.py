"""How loud an utterance is, whatever pauses it has."""

import math

import numpy as np

from ivr.audio.frames import AudioFrame
from ivr.audio.pcm import FULL_SCALE

WITHIN_DB = 15.0
"""Frames that are so much quieter than the loudest are pauses, and do not count."""


class Loudness:
    """Listens to the frames of one utterance."""

    def __init__(self) -> None:
        self._powers: list[float] = []

    def push(self, frame: AudioFrame) -> None:
        """Take the next frame."""
        self._powers.append(float(np.mean(np.square(frame.pcm.astype(np.float64)))))

    @property
    def level_dbfs(self) -> float | None:
        """Root mean square level of the frames that are no pauses, in dB below full scale; None for digital silence."""
        powers = np.array(self._powers or [0.0])
        least = powers.max() / 10 ** (WITHIN_DB / 10)
        if not least:
            return None
        return round(10 * math.log10(float(powers[powers >= least].mean()) / FULL_SCALE**2), 1)
