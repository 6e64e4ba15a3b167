"""The unit in which sound travels."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Pcm: TypeAlias = NDArray[np.int16]

LINE_RATE = 16_000
"""Sample rate of every line inside the project, in Hz: what wide-band telephony and the speech models use."""

FRAME_MS = 20
"""Length of one frame in ms: the packet of telephony (RFC 3551) and a length the voice detector accepts."""

FRAME_SAMPLES = LINE_RATE * FRAME_MS // 1000


@dataclass(frozen=True, slots=True, eq=False)
class AudioFrame:
    """Mono int16 samples at `rate` Hz that start `start_ms` after the call began."""

    pcm: Pcm
    rate: int
    start_ms: int

    @property
    def end_ms(self) -> int:
        return self.start_ms + len(self.pcm) * 1000 // self.rate


def silence(samples: int = FRAME_SAMPLES) -> Pcm:
    """`samples` int16 zeros."""
    return np.zeros(samples, dtype=np.int16)
