"""Keys pressed on a telephone, heard as the pairs of tones that they send along the line (DTMF, ITU-T Q.23).

The limits are those of ITU-T Q.24, table A-1, in the column of AT&T, and of Bellcore's LSSGR:

| | accepted | refused |
|---|---|---|
| frequencies off by | 1.5 % + 2 Hz | 3.5 % |
| level of each tone | 0 to -25 dBm0 | -55 dBm0 |
| upper tone against the lower | -8 to +4 dB | |
| length | 40 ms | 23 ms |
| pause between two keys | 40 ms | |
| gap inside one key | 10 ms | |

A voice holds such pairs of tones, too, but with others besides, and gliding. A key is two tones alone, and they stand.
"""

import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ivr.audio.frames import LINE_RATE, Pcm

KEYS = ("123A", "456B", "789C", "*0#D")
ROWS_HZ, COLUMNS_HZ = (697.0, 770.0, 852.0, 941.0), (1209.0, 1336.0, 1477.0, 1633.0)

OFF = 0.025
"""By what part of its frequency a tone may be off."""

LEAST_LEVEL_DB = -45.0
"""Of each tone, where a sine of full scale has 0 dB: 17 dB below the quietest that has to be accepted."""

TWIST_DB = (-10.0, 6.0)
"""How much louder the upper tone may be than the lower; each end is 2 dB beyond what has to be accepted."""

PURE = 0.85
"""The part of the energy of 200 to 3400 Hz that the two tones of a key have: there may be noise 8 dB below them."""

HINT = 0.35
"""The same where a key begins or ends inside the window: half of it counts for half, and spreads."""

STEADY = 0.015
"""By what part the pitch of a key may seem to change."""

HOP = LINE_RATE * 5 // 1000
WINDOW = LINE_RATE * 25 // 1000
LEAST_HOPS, PAUSE_HOPS = 7, 5
"""A key lasts 32 ms and a pause 25 ms: in the middle between what has to be accepted and refused."""

LONGEST_HOPS = 40
"""What is not clearly a key is looked at over its last 200 ms."""

_FFT = 512
_BIN_HZ = LINE_RATE / _FFT
_HANN = np.hanning(WINDOW + 2)[1:-1].astype(np.float32)
_ENERGY_OF_PEAK = float(_FFT * (_HANN**2).sum() / _HANN.sum() ** 2)
_LEAST_POWER = 32768.0**2 * 10 ** (LEAST_LEVEL_DB / 10)
_LEAST_PEAK = _LEAST_POWER * float(_HANN.sum() / 2) ** 2
_QUIET = _LEAST_POWER * HOP


def _bins(lowest: float, highest: float) -> slice:
    return slice(int(lowest / _BIN_HZ), int(highest / _BIN_HZ) + 2)


_LOWER, _UPPER = _bins(ROWS_HZ[0] * 0.95, ROWS_HZ[-1] * 1.05), _bins(COLUMNS_HZ[0] * 0.95, COLUMNS_HZ[-1] * 1.05)
_TELEPHONE = _bins(200.0, 3400.0)


@dataclass(frozen=True, slots=True)
class KeyReading:
    """What a frame holds: whether a key sounds in it, and which keys have become certain with it (mostly none)."""

    sounding: bool
    pressed: str


@dataclass(frozen=True, slots=True)
class _Tones:
    """The two tones in one window, which may fill only a part of it."""

    key: str
    hertz: tuple[float, float]
    peak: float
    pure: bool


@dataclass(slots=True)
class _Press:
    """A key while it is held."""

    key: str
    windows: deque[_Tones] = field(default_factory=lambda: deque(maxlen=LONGEST_HOPS))
    missing: int = 0
    told: bool = False

    @property
    def pure(self) -> bool:
        """Whether nothing else sounded beside it at some time."""
        return any(tones.pure for tones in self.windows)

    def lasts(self) -> bool:
        """Whether it is long enough, nothing else sounds beside it, and it stands.

        A window that it fills by half has half of the amplitude, a quarter of the power.
        """
        most = max(tones.peak for tones in self.windows)
        filled = [tones for tones in self.windows if tones.peak >= most / 4]
        if len(filled) < LEAST_HOPS:
            return False
        full = [tones.pure for tones in filled if tones.peak >= 0.9 * most]
        return sum(full) >= 0.8 * len(full) and _steady([tones.hertz for tones in filled if tones.peak >= most / 2])


class KeyDetector:
    """Listens to one caller, frame by frame (20 ms at `LINE_RATE`). The same frames give the same keys.

    A key is told once, however long it is held, 45 to 65 ms after it began.
    """

    def __init__(self) -> None:
        self._before: Pcm = np.zeros(WINDOW - HOP, np.int16)
        self._press: _Press | None = None

    def push(self, pcm: Pcm) -> KeyReading:
        """Take the next frame."""
        heard = np.concatenate((self._before, pcm))
        self._before = heard[len(pcm) :]
        pressed, sounding = "", False
        for tones in _tones(heard):
            pressed += self._step(tones)
            sounding |= tones is not None and self._press is not None and self._press.pure
        return KeyReading(sounding, pressed)

    def _step(self, tones: _Tones | None) -> str:
        """The key that has become certain with this window, if one has."""
        press = self._press
        if tones is None or (press is not None and press.key != tones.key and not tones.pure):
            if press is not None:
                press.missing += 1
                self._press = press if press.missing < PAUSE_HOPS else None
            return ""
        if press is None or press.key != tones.key:
            press = self._press = _Press(tones.key)
        press.missing = 0
        if press.told:
            return ""
        press.windows.append(tones)
        press.told = press.lasts()
        return press.key if press.told else ""


def _tones(heard: Pcm) -> list[_Tones | None]:
    """What is in each window of `heard`, one every `HOP` samples."""
    samples = heard.astype(np.float32)
    windows = sliding_window_view(samples, WINDOW)[::HOP]
    if float(samples @ samples) < _QUIET:
        return [None] * len(windows)
    transform = np.fft.rfft(windows * _HANN, _FFT)
    power = transform.real**2 + transform.imag**2
    energy = power[:, _TELEPHONE].sum(axis=1)
    lower, upper = power[:, _LOWER].max(axis=1), power[:, _UPPER].max(axis=1)
    worth = ((lower + upper) * _ENERGY_OF_PEAK >= HINT * energy) & (np.minimum(lower, upper) >= _LEAST_PEAK)
    return [_pair(power[i], float(energy[i])) if worth[i] else None for i in range(len(windows))]


def _pair(power: NDArray[np.floating], energy: float) -> _Tones | None:
    """The key that the highest tones of a window belong to."""
    (row_hz, lower), (column_hz, upper) = _peak(power, _LOWER), _peak(power, _UPPER)
    if not TWIST_DB[0] <= 10 * math.log10(upper / lower) <= TWIST_DB[1]:
        return None
    row, row_off = _nearest(row_hz, ROWS_HZ)
    column, column_off = _nearest(column_hz, COLUMNS_HZ)
    pure = (lower + upper) * _ENERGY_OF_PEAK >= PURE * energy and max(row_off, column_off) <= OFF
    return _Tones(KEYS[row][column], (row_hz, column_hz), lower + upper, pure)


def _peak(power: NDArray[np.floating], band: slice) -> tuple[float, float]:
    """Frequency and height of the highest point of a band, by a parabola through the logarithms around it."""
    at = band.start + int(power[band].argmax())
    before, here, after = (math.log(float(power[i]) + 1e-9) for i in (at - 1, at, at + 1))
    bend = before - 2 * here + after
    shift = max(-1.0, min(1.0, (before - after) / (2 * bend))) if bend < 0 else 0.0
    return (at + shift) * _BIN_HZ, math.exp(here - (before - after) * shift / 4)


def _nearest(hertz: float, among: tuple[float, ...]) -> tuple[int, float]:
    """Which of the frequencies is nearest, and by what part it is missed."""
    at = min(range(len(among)), key=lambda i: abs(hertz - among[i]))
    return at, abs(hertz / among[at] - 1)


def _steady(hertz: list[tuple[float, float]]) -> bool:
    """Whether both tones keep their pitch."""
    return all(max(pitch) <= (1 + STEADY) * min(pitch) for pitch in zip(*hertz, strict=True))
