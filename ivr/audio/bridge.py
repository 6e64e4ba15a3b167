"""Two lines joined: each hears what the other said one frame before."""

from ivr.audio.frames import Pcm, silence
from ivr.audio.hold_music import HoldMusic
from ivr.audio.line import Ear, Line


class Bridge:
    """The agent's side of a conversation, whose other side is stepped by whoever holds the caller's line."""

    def __init__(self, agent: Line | None) -> None:
        """Without a line of the agent's the caller hears nothing, and the two talk by other means."""
        self._agent = agent
        self._music = HoldMusic()

    def pass_on(self, caller: Pcm, *, held: bool) -> Pcm:
        """Let the agent hear a frame of the caller's; what the caller hears next.

        A caller who is `held` hears music and is not heard; nor is the agent. Raises DeviceError.
        """
        said = self._agent.exchange(silence() if held else caller, Ear.OPEN) if self._agent else None
        if held:
            return self._music.frame()
        return silence() if said is None else said
