"""A caller of a scene, and the ears and the mouth around them."""

from collections.abc import Iterable

import numpy as np

from benchmarks.turn_taking.scene import Sound
from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, Pcm
from ivr.audio.line import Ear
from ivr.audio.pcm import frames_of
from ivr.prompts.voice import Manner, When

AFTER_MS = 500
"""How long callers take to answer once it is their turn."""


class Caller:
    """A line whose caller speaks once, over a background that never stops, and hangs up when told to.

    They begin `AFTER_MS` after it is their turn, or when so much of the prompt has been played. `began_ms` tells when
    that was; `played` holds, for each frame of the call, whether a prompt was heard in it.
    """

    def __init__(self, sound: Sound, over_prompt_ms: int | None, patience_ms: int) -> None:
        """Who hears nothing new for `patience_ms` after they have spoken hangs up."""
        self._speech = list(frames_of(sound.speech))
        self._background = list(frames_of(sound.background))
        self._over_prompt = over_prompt_ms
        self._patience = patience_ms // FRAME_MS
        self._waited_ms = 0
        self._gone = False
        self.began_ms: int | None = None
        self.played: list[bool] = []
        self.turns: list[bool] = []

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        if self._gone or self._lost_patience():
            return None
        now = len(self.played)
        heard = bool(played.any())
        self.played.append(heard)
        self.turns.append(ear is Ear.OPEN)
        if self.began_ms is None and self._begins(heard, ear):
            self.began_ms = now * FRAME_MS
        frame = self._background[now % len(self._background)]
        if self.began_ms is not None and (at := now - self.began_ms // FRAME_MS) < len(self._speech):
            mixed = frame.astype(np.int32) + self._speech[at]
            frame = np.clip(mixed, -32768, 32767).astype(np.int16)
        return frame

    def hang_up(self) -> None:
        """There is nothing more to be learnt from this call."""
        self._gone = True

    def stop_playing(self) -> None:
        """A frame is heard the moment it is played; nothing waits."""

    def close(self) -> None:
        """Nothing is held."""

    def _begins(self, heard: bool, ear: Ear) -> bool:
        if self._over_prompt is None:
            self._waited_ms += FRAME_MS if ear is Ear.OPEN else 0
            return self._waited_ms > AFTER_MS
        self._waited_ms += FRAME_MS if heard else 0
        return self._waited_ms > self._over_prompt

    def _lost_patience(self) -> bool:
        if self.began_ms is None:
            return len(self.played) * FRAME_MS > 60_000
        return len(self.played) > self.began_ms // FRAME_MS + len(self._speech) + self._patience


class MarkedVoice:
    """A voice that takes as long as a person and cannot be heard by anything but `Caller`."""

    def __init__(self, ms_per_character: int) -> None:
        self._ms = ms_per_character

    def render(self, text: str, manner: Manner) -> Pcm:
        frames = max(1, len(text) * self._ms // FRAME_MS)
        return np.ones(frames * FRAME_SAMPLES, dtype=np.int16)

    def prepare(self, texts: Iterable[str], manner: Manner, when: When = When.SOON) -> None:
        """Nothing takes time."""

    def close(self) -> None:
        """Nothing is held."""
