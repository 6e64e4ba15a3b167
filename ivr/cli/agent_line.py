"""The agent's side of a local line: a microphone and headphones of their own."""

from ivr.audio.echo import Headset
from ivr.audio.frames import Pcm
from ivr.audio.line import Ear, Line
from ivr.audio.microphone_line import Losses, MicrophoneLine
from ivr.audio.sound_card import Side, find_device


class _Nobody:
    """Looks on at an agent's microphone and shows nothing."""

    def heard(self, frame: Pcm, ear: Ear) -> None:
        """The caller hears it; that is enough."""

    def lost(self, losses: Losses, at_ms: int) -> None:
        """A hole in a conversation of people is asked about by people."""


def open_agent_line(microphone: str, headphones: str) -> Line:
    """Open the agent's devices. Raises DeviceError."""
    return MicrophoneLine(
        Headset(),
        _Nobody(),
        lambda _caller, _line: None,
        microphone=find_device(Side.MICROPHONE, microphone).number,
        loudspeaker=find_device(Side.LOUDSPEAKER, headphones).number,
    )
