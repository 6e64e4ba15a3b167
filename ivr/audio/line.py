"""The line: the one door through which a caller is heard and spoken to."""

from enum import Enum
from typing import Protocol

from ivr.audio.frames import Pcm


class Ear(Enum):
    """How the call listens while a frame is played."""

    SHUT = "shut"  # a prompt that may not be interrupted plays
    OVER_PROMPT = "over_prompt"  # a prompt plays, and the caller may speak over it
    OPEN = "open"  # it is the caller's turn


class Line(Protocol):
    """A full-duplex line at `LINE_RATE`; each exchange moves the call on by one frame of audio time."""

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        """Play one frame (int16, `FRAME_SAMPLES`) to the caller and return the frame the caller spoke meanwhile.

        None means that the caller has hung up. A recorded caller waits while `ear` is shut. Of a live one nothing but
        keys is listened for then; a line that has no keys may give silence.

        Raises DeviceError when a sound device fails.
        """

    def stop_playing(self) -> None:
        """Throw away what was handed to `exchange` and has not been heard yet: the prompt was interrupted."""

    def close(self) -> None:
        """Let go of whatever the line holds. Closing twice is fine."""
