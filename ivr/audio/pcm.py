"""What is done to samples, whatever they say."""

import math
from collections.abc import Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

from ivr.audio.frames import FRAME_SAMPLES, Pcm

FULL_SCALE = 32768.0

SOUND = 33
"""A sample so far from zero (-60 dBFS) is a sound."""


def to_int16(samples: NDArray[np.float32] | NDArray[np.float64]) -> Pcm:
    """Float samples in -1..1 as int16, clipped at full scale."""
    return np.clip(np.round(samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


def resample(pcm: Pcm, rate: int, wanted: int) -> Pcm:
    """Mono int16 at `rate` Hz as mono int16 at `wanted` Hz (band-limited, soxr high quality)."""
    if rate == wanted or len(pcm) == 0:
        return pcm
    return np.asarray(soxr.resample(pcm, rate, wanted), dtype=np.int16)


def frames_of(pcm: Pcm) -> Iterator[Pcm]:
    """Whole frames of `FRAME_SAMPLES`, the last one filled up with silence."""
    for start in range(0, len(pcm), FRAME_SAMPLES):
        frame = pcm[start : start + FRAME_SAMPLES]
        yield frame if len(frame) == FRAME_SAMPLES else np.pad(frame, (0, FRAME_SAMPLES - len(frame)))


def from_first_sound(pcm: Pcm) -> Pcm:
    """Without the silence before the first sound; all of it where there is none."""
    sounds = np.flatnonzero(np.abs(pcm.astype(np.int32)) >= SOUND)
    return pcm[sounds[0] :] if len(sounds) else pcm


def level_dbfs(pcm: Pcm) -> float:
    """Root mean square level in dB below full scale; -inf for digital silence or no samples."""
    if len(pcm) == 0:
        return -math.inf
    mean_square = float(np.mean(np.square(pcm.astype(np.float64))))
    return 10 * math.log10(mean_square / FULL_SCALE**2) if mean_square else -math.inf
