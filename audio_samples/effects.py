"""What a telephone, a room and a careless caller do to a voice: samples in -1..1 at `LINE_RATE` in and out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ivr.audio.frames import LINE_RATE

Samples: TypeAlias = NDArray[np.float64]

ROOM_DBFS = -70.0
"""Every recording has this much white noise, as every real one has: digital silence is nobody's room."""

QUIET = 1e-3
"""Samples softer than this (-60 dBFS) are pauses and do not count for the level of speech."""

BAND_HZ = (300.0, 3400.0)
EDGE_HZ = 100.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an effect may draw on: seeded chance, and people talking in the background (as long as wanted)."""

    chance: np.random.Generator
    babble: Callable[[int], Samples]


def gain(decibel: float) -> float:
    """Decibels as a factor of amplitude."""
    return float(10 ** (decibel / 20))


def rms(samples: Samples) -> float:
    """Root mean square; 0 for no samples."""
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0


def speech_rms(samples: Samples) -> float:
    """Root mean square of what is no pause."""
    return rms(samples[np.abs(samples) > QUIET])


def with_peak(samples: Samples, dbfs: float) -> Samples:
    """The samples with their highest peak at `dbfs` (above 0 they will be clipped when written)."""
    peak = float(np.max(np.abs(samples), initial=0.0))
    return samples * (gain(dbfs) / peak) if peak else samples


def trimmed(samples: Samples) -> Samples:
    """Without the silence before the first and after the last sound: a pause is as long as the script says."""
    loud = np.flatnonzero(np.abs(samples) > QUIET)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def white(length: int, chance: np.random.Generator) -> Samples:
    """White noise of RMS 1."""
    return chance.standard_normal(length)


def pink(length: int, chance: np.random.Generator) -> Samples:
    """Noise of RMS 1 whose power falls by 3 dB an octave, as ventilation and traffic do."""
    spectrum = np.fft.rfft(white(length, chance))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1.0))
    spectrum[0] = 0.0
    noise = np.fft.irfft(spectrum, length)
    return np.asarray(noise / rms(noise), dtype=np.float64)


def telephone_band(samples: Samples) -> Samples:
    """300 to 3400 Hz, with edges of 100 Hz."""
    hertz = np.fft.rfftfreq(len(samples), 1 / LINE_RATE)
    low, high = BAND_HZ
    passes = np.clip((hertz - low) / EDGE_HZ + 1, 0, 1) * np.clip((high - hertz) / EDGE_HZ + 1, 0, 1)
    return np.asarray(np.fft.irfft(np.fft.rfft(samples) * passes, len(samples)), dtype=np.float64)


def apply(effect: str, samples: Samples, around: Surroundings) -> Samples:
    """Apply one effect as the script writes it: its name and, where it has one, an amount in dB.

    `white 15`, `pink 15`, `babble 15`: noise with the speech 15 dB above it. `level -30`: the highest peak at -30 dBFS.
    `clip 12`: overdriven by 12 dB. `telephone`: the band of a telephone. Raises ValueError for any other.
    """
    name, _, amount = effect.partition(" ")
    match name:
        case "telephone":
            return telephone_band(samples)
        case "level":
            return with_peak(samples, float(amount))
        case "clip":
            return np.clip(with_peak(samples, float(amount)), -1.0, 1.0)
        case "white" | "pink" | "babble":
            noise = _noise(name, len(samples), around)
            return samples + noise * ((speech_rms(samples) or gain(-30)) / gain(float(amount)))
    raise ValueError(f"there is no effect '{name}'")


def _noise(name: str, length: int, around: Surroundings) -> Samples:
    if name == "babble":
        return around.babble(length)
    return white(length, around.chance) if name == "white" else pink(length, around.chance)
