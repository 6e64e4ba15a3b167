"""A recorded call made audible: both sides on the loudspeaker, at the speed of speech."""

import numpy as np

from ivr.audio.frames import Pcm, silence
from ivr.audio.line import Ear, Line
from ivr.audio.sound_card import Side, open_stream


class AloudLine:
    """Passes everything to `line` and plays it: the caller on the left, the line on the right."""

    def __init__(self, line: Line, device: int | None = None) -> None:
        """Open the loudspeaker, the usual one unless a `device` is numbered. Raises DeviceError."""
        self._line = line
        self._stream = open_stream(Side.LOUDSPEAKER, device, channels=2)

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        heard = self._line.exchange(played, ear)
        self._stream.write(np.column_stack((silence() if heard is None else heard, played)))
        return heard

    def stop_playing(self) -> None:
        self._line.stop_playing()

    def close(self) -> None:
        self._stream.stop()
        self._stream.close()
        self._line.close()
