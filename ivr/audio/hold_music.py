"""Soft music for who waits, made here: a music box over a slow bass, in five tones that go with each other."""

from functools import cache

import numpy as np

from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE, Pcm

BEAT_S = 0.4
MELODY = (0, 2, 4, 7, 4, 2, 3, 5, 4, 2, 1, 3, 2, 0, 1, -1)
"""Steps over the five tones, a beat each; -1 is a rest."""
BASS = (0, 3, 1, 0)
"""Steps of the bass, four beats each."""
FIVE_TONES = (261.63, 293.66, 329.63, 392.00, 440.00)
LEVEL = 0.03
"""Peak of full scale, about -30 dBFS: heard over the telephone, and easily talked over."""


class HoldMusic:
    """The same tune from its beginning, frame by frame, over and over."""

    def __init__(self) -> None:
        self._at = 0

    def frame(self) -> Pcm:
        """The next 20 ms."""
        tune = _tune()
        start = self._at * FRAME_SAMPLES
        self._at = (self._at + 1) % (len(tune) // FRAME_SAMPLES)
        return tune[start : start + FRAME_SAMPLES]


@cache
def _tune() -> Pcm:
    beat = round(BEAT_S * LINE_RATE)
    sound = np.zeros(len(MELODY) * beat)
    for place, step in enumerate(MELODY):
        if step >= 0:
            _add(sound, place * beat, _tone(_pitch(step), 4 * BEAT_S))
    for place, step in enumerate(BASS):
        _add(sound, place * 4 * beat, 0.6 * _tone(_pitch(step) / 2, 6 * BEAT_S))
    frames = len(sound) // FRAME_SAMPLES
    tune = (sound / np.abs(sound).max() * LEVEL * 32_767).astype(np.int16)
    return np.asarray(tune[: frames * FRAME_SAMPLES])


def _pitch(step: int) -> float:
    octave, tone = divmod(step, len(FIVE_TONES))
    return float(FIVE_TONES[tone] * 2**octave)


def _tone(pitch: float, seconds: float) -> np.ndarray:
    """A plucked tone that dies away, with one overtone."""
    at = np.arange(round(seconds * LINE_RATE)) / LINE_RATE
    swell = np.minimum(at / 0.015, 1.0)
    return swell * np.exp(-3.5 * at) * (np.sin(2 * np.pi * pitch * at) + 0.25 * np.sin(4 * np.pi * pitch * at))


def _add(sound: np.ndarray, at: int, tone: np.ndarray) -> None:
    """What sounds beyond the end sounds at the beginning: the tune goes round without a seam."""
    places = (at + np.arange(len(tone))) % len(sound)
    np.add.at(sound, places, tone)
