"""The echo canceller of WebRTC (AEC3), as browsers have it."""

from typing import Any

from ivr.audio.frames import LINE_RATE, Pcm
from ivr.errors import DeviceError


class WebRtcCanceller:
    """Learns within the first syllables how the loudspeaker sounds at the microphone, and takes that out."""

    full_duplex = True

    def __init__(self) -> None:
        """Raises DeviceError where its package is not installed."""
        try:
            from pywebrtc_audio import EchoCanceller  # late: an extra
        except ImportError as error:
            fix = "pip install '.[echo]', or take --echo half-duplex"
            raise DeviceError("there is no echo canceller on this machine", fix) from error
        self._canceller: Any = EchoCanceller(LINE_RATE)

    def process(self, heard: Pcm, played: Pcm) -> Pcm:
        cleaned: Pcm = self._canceller.process(heard, played)
        return cleaned
