"""Sounds that nobody recorded for us: coughs, breaths and knocks, made from noise; pieces of recorded noise."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.turn_taking.recordings import DATA, SPEECH_DBFS, levelled
from ivr.audio.clip import read_clip
from ivr.audio.frames import LINE_RATE, Pcm, silence
from ivr.audio.pcm import to_int16

ARTIFICIAL = ("cough", "two coughs", "breath", "throat", "knock", "sneeze")


def artificial(kind: str, seed: int) -> Pcm:
    """A sound of this kind at the level of speech, or (`noise PATH`) a recorded noise at that level."""
    if kind == "nothing":
        return silence()
    if kind.startswith("noise "):
        return levelled(read_clip(DATA / kind.removeprefix("noise ")).pcm, SPEECH_DBFS)
    return levelled(to_int16(_made(kind, np.random.default_rng(seed)) / 8), SPEECH_DBFS)


def _made(kind: str, chance: np.random.Generator) -> NDArray[np.float64]:
    match kind:
        case "cough":
            return _cough(chance)
        case "two coughs":
            return np.concatenate((_cough(chance), np.zeros(LINE_RATE // 5), _cough(chance)))
        case "breath":
            return _shaped(chance, chance.uniform(0.5, 1.0), 300, 2500, attack=0.4)
        case "throat":
            return _throat(chance)
        case "knock":
            return np.concatenate([_knock(chance) for _ in range(3)])
        case "sneeze":
            breath = _shaped(chance, 0.35, 400, 2000, attack=0.6)
            return np.concatenate((breath, _shaped(chance, 0.3, 1000, 7000, attack=0.03) * 3))
    raise ValueError(f"nobody makes the sound '{kind}'")


def _band(noise: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    spectrum = np.fft.rfft(noise)
    hertz = np.fft.rfftfreq(len(noise), 1 / LINE_RATE)
    spectrum[(hertz < low) | (hertz > high)] = 0
    band = np.fft.irfft(spectrum, len(noise))
    return np.asarray(band / (np.std(band) + 1e-9))


def _shaped(chance: np.random.Generator, seconds: float, low: float, high: float, attack: float) -> NDArray[np.float64]:
    """Noise in a band that rises over `attack` of its length and dies away."""
    noise = _band(chance.standard_normal(int(seconds * LINE_RATE)), low, high)
    along = np.linspace(0, 1, len(noise))
    return np.asarray(noise * np.minimum(along / attack, ((1 - along) / (1 - attack)) ** 1.5))


def _cough(chance: np.random.Generator) -> NDArray[np.float64]:
    """A burst with the resonances of an open throat, then a softer hiss, and now and then a voiced end."""
    burst = _shaped(chance, chance.uniform(0.08, 0.14), 400, 3500, attack=0.05)
    hiss = _shaped(chance, chance.uniform(0.12, 0.2), 500, 4500, attack=0.1) * 0.4
    end = _buzz(chance, chance.uniform(0.05, 0.1)) * (0.4 if chance.random() < 0.5 else 0.0)
    return np.concatenate((burst, hiss, end))


def _throat(chance: np.random.Generator) -> NDArray[np.float64]:
    """Clearing the throat: rough noise over a low, unsteady voice."""
    noise = _shaped(chance, 0.35, 200, 2500, attack=0.2)
    return noise * 0.7 + _buzz(chance, len(noise) / LINE_RATE)[: len(noise)] * 0.5


def _buzz(chance: np.random.Generator, seconds: float) -> NDArray[np.float64]:
    """An unsteady voice of 90 to 140 Hz."""
    count = int(np.ceil(seconds * LINE_RATE))
    pitch = chance.uniform(90, 140) * (1 + 0.15 * np.cumsum(chance.standard_normal(count)) / np.sqrt(count))
    phase = np.cumsum(pitch) / LINE_RATE
    return _band((phase % 1.0) - 0.5, 80, 2500) * np.sin(np.linspace(0, np.pi, count))


def _knock(chance: np.random.Generator) -> NDArray[np.float64]:
    """A knuckle on a table, and the pause until the next."""
    along = np.arange(int(0.22 * LINE_RATE)) / LINE_RATE
    tone = np.sin(2 * np.pi * chance.uniform(150, 400) * along) + 0.5 * chance.standard_normal(len(along))
    return np.asarray(4 * tone * np.exp(-along * 60))
