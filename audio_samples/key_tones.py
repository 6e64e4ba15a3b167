"""What a telephone sends along the line when keys are pressed: samples in -1..1."""

from dataclasses import dataclass

import numpy as np

from audio_samples.effects import Samples, gain
from ivr.audio.dtmf import COLUMNS_HZ, KEYS, ROWS_HZ
from ivr.audio.frames import LINE_RATE

ALL_KEYS = "".join(KEYS)


@dataclass(frozen=True, slots=True)
class Press:
    """How a key is pressed: the upper tone is `twist_db` louder than the lower, and the louder of the two has
    `level_db` (a sine of full scale: 0); `off` are the parts by which the lower and the upper are out of tune."""

    ms: float = 80.0
    level_db: float = -16.0
    twist_db: float = 0.0
    off: tuple[float, float] = (0.0, 0.0)
    phases: tuple[float, float] = (0.0, 0.0)


def silence(ms: float, rate: int = LINE_RATE) -> Samples:
    """`ms` of nothing."""
    return np.zeros(round(rate * ms / 1000))


def pressed(key: str, how: Press = Press(), rate: int = LINE_RATE) -> Samples:
    """One key."""
    row = next(i for i, keys in enumerate(KEYS) if key in keys)
    hertz = (ROWS_HZ[row], COLUMNS_HZ[KEYS[row].index(key)])
    levels = (how.level_db - max(how.twist_db, 0.0), how.level_db + min(how.twist_db, 0.0))
    time = np.arange(round(rate * how.ms / 1000)) / rate
    tones = (
        gain(level) * np.sin(2 * np.pi * tone * (1 + off) * time + phase)
        for tone, level, off, phase in zip(hertz, levels, how.off, how.phases, strict=True)
    )
    return np.asarray(sum(tones), dtype=np.float64)


def dialled(keys: str, how: Press = Press(), pause_ms: float = 80.0, rate: int = LINE_RATE) -> Samples:
    """Keys one after the other, with a pause before, between and after them."""
    parts = [silence(pause_ms, rate)]
    for key in keys:
        parts += [pressed(key, how, rate), silence(pause_ms, rate)]
    return np.concatenate(parts)
