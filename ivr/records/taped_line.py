"""A line that keeps what passes over it."""

from ivr.audio.frames import Pcm
from ivr.audio.line import Ear, Line
from ivr.records.recording import Recording


class TapedLine:
    """Passes everything to `line` and records both sides."""

    def __init__(self, line: Line, recording: Recording) -> None:
        self._line = line
        self._recording = recording

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        heard = self._line.exchange(played, ear)
        if heard is not None:
            self._recording.add(heard, played)
        return heard

    def stop_playing(self) -> None:
        self._line.stop_playing()

    def close(self) -> None:
        self._line.close()
        self._recording.close()
