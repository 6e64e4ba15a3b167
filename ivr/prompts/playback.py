"""A prompt as it is played: frame by frame, piece by piece, and how much of it was heard."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, Pcm
from ivr.audio.pcm import frames_of, from_first_sound
from ivr.terms import Language


@dataclass(frozen=True, slots=True)
class HeardPrompt:
    """What somebody heard of a prompt before they spoke over it: `ms` of it, and about so much of its text."""

    ms: int
    text: str


class Playback:
    """Plays the pieces of a prompt one after the other; each is rendered when it is its turn.

    It begins with a sound: callers have waited for it.
    """

    def __init__(self, pieces: Sequence[str], render: Callable[[str], Pcm], language: Language) -> None:
        self._pieces = pieces
        self._render = render
        self._language = language
        self._at = 0
        self._pcm: Pcm | None = None
        self._frames: Iterator[Pcm] = iter(())
        self._played = 0  # frames of the piece that plays
        self._before = 0  # frames of those before it

    def frame(self) -> Pcm | None:
        """The next frame; None when all was played."""
        while (frame := next(self._frames, None)) is None:
            if self._pcm is not None:
                self._at += 1
                self._before += self._played
            if self._at == len(self._pieces):
                return None
            self._pcm = self._render(self._pieces[self._at])
            if self._at == 0:  # a voice closes its lips before a "p", and the caller waits
                self._pcm = from_first_sound(self._pcm)
            self.go_back()
        self._played += 1
        return frame

    def go_back(self) -> None:
        """Begin the piece that plays anew: nobody goes on in the middle of a word."""
        assert self._pcm is not None
        self._frames, self._played = frames_of(self._pcm), 0

    @property
    def heard(self) -> HeardPrompt:
        """What has been played so far."""
        ms = (self._before + self._played) * FRAME_MS
        if self._pcm is None or self._at == len(self._pieces):
            return HeardPrompt(ms, "".join(self._pieces))
        piece = self._pieces[self._at]
        share = min(1.0, self._played * FRAME_SAMPLES / max(1, len(self._pcm)))
        begun = piece[: round(len(piece) * share)]
        if self._language is not Language.MANDARIN and share < 1:
            begun = begun[: begun.rfind(" ") + 1]
        return HeardPrompt(ms, "".join([*self._pieces[: self._at], begun]).rstrip())
