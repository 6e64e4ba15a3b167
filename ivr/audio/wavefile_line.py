"""A line whose caller was recorded beforehand."""

from collections.abc import Sequence

from ivr.audio.clip import Clip
from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, Pcm, silence
from ivr.audio.line import Ear
from ivr.audio.pcm import frames_of


class RecordedCallLine:
    """One recording of the caller's whole side of a call.

    The recording runs while the caller may be heard, so it can speak over a prompt, and waits while the ear
    is shut. When it is over the caller stays silent for `patience_ms` of the turn that is open, to hear the
    answer to what was said last, and hangs up when asked for one turn more.
    """

    def __init__(self, clip: Clip, patience_ms: int = 6_000) -> None:
        self._frames = iter(frames_of(clip.pcm))
        self._patience_ms = patience_ms
        self._over = False
        self._was_open = False

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        opened, self._was_open = ear is Ear.OPEN and not self._was_open, ear is Ear.OPEN
        if ear is Ear.SHUT:
            return silence()
        frame = next(self._frames, None)
        if frame is not None:
            return frame
        if ear is Ear.OPEN:
            if (opened and self._over) or self._patience_ms <= 0:
                return None
            self._patience_ms -= FRAME_MS
        self._over = True
        return silence()

    def stop_playing(self) -> None:
        """A recorded caller hears a frame the moment it is played; nothing waits."""

    def close(self) -> None:
        """Nothing is held."""


class RecordedTurnsLine:
    """One recording per caller turn: each starts when the line has finished speaking and listens.

    The polite caller of a test: whatever the prompts' lengths, the turns stay in step. What is left of a
    recording when its turn ends is not played.
    """

    def __init__(self, clips: Sequence[Clip]) -> None:
        self._turns = iter([list(frames_of(clip.pcm)) for clip in clips])
        self._now: list[Pcm] = []
        self._at = 0
        self._was_open = False

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        opened, self._was_open = ear is Ear.OPEN and not self._was_open, ear is Ear.OPEN
        if ear is not Ear.OPEN:
            return silence()
        if opened:
            turn = next(self._turns, None)
            if turn is None:
                return None
            self._now, self._at = turn, 0
        self._at += 1
        return self._now[self._at - 1] if self._at <= len(self._now) else silence(FRAME_SAMPLES)

    def stop_playing(self) -> None:
        """A recorded caller hears a frame the moment it is played; nothing waits."""

    def close(self) -> None:
        """Nothing is held."""
