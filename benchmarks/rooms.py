"""Rooms: what a microphone hears of a loudspeaker, made up or measured."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from ivr.audio.frames import LINE_RATE, Pcm
from ivr.audio.pcm import to_int16

QUIET_DBFS = -75.0


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredRoom:
    """A room whose impulse response is known; devices and air take `delay_ms`."""

    way: NDArray[np.float64]
    delay_ms: int

    def hears(self, played: Pcm, level_db: float) -> Pcm:
        """What is played, that much louder or softer, and the quiet of the room. The same each time."""
        way = self.way * 10 ** (level_db / 20) / np.sqrt(np.sum(self.way**2))
        late = np.concatenate((np.zeros(self.delay_ms * LINE_RATE // 1000), fftconvolve(played / 32768, way)))
        hush = np.random.default_rng(1).normal(scale=10 ** (QUIET_DBFS / 20), size=len(played))
        return to_int16(late[: len(played)] + hush)


class Room(MeasuredRoom):
    """A made-up room: a straight way, and reflections."""

    def __init__(self, *, direct: float, rings_ms: int, delay_ms: int) -> None:
        """`direct` is what comes straight, where all reflections are 0.3; those fall by 60 dB in `rings_ms`."""
        samples = rings_ms * LINE_RATE // 1000
        falling = 10 ** (-3 * np.arange(samples) / samples)
        rings = np.random.default_rng(7).normal(size=samples) * falling
        way = 0.3 * rings / np.sqrt(np.sum(rings**2))
        way[0] += direct
        super().__init__(way, delay_ms)
