"""Where an utterance begins and ends. Counts audio, has no clock."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from ivr.audio.frames import FRAME_MS, AudioFrame

PRE_ROLL_MS = 300
"""Audio kept from before the voice was noticed: soft first consonants and the silence a recogniser wants."""

ONSET_WINDOW, ONSET_VOICED = 6, 4
"""Voice begins when 4 of the last 6 frames (80 of 120 ms) are voiced: a click is not a voice."""


class EndedBy(StrEnum):
    """Why an utterance was over."""

    SILENCE = "silence"
    MAX = "max"
    HANGUP = "hangup"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in ms: for a first word, for a pause to mean "finished", for speech that never ends."""

    no_input_ms: int
    end_silence_ms: int
    max_ms: int


@dataclass(frozen=True, slots=True)
class Span:
    """When somebody spoke, in ms since the call began, and how it ended."""

    start_ms: int
    end_ms: int
    ended_by: EndedBy


class Endpointer:
    """Turns voiced and unvoiced frames into one utterance.

    Push frames until `span` is set (an utterance is over) or `waited_ms` is longer than you want to wait.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._recent: deque[tuple[AudioFrame, bool]] = deque(maxlen=PRE_ROLL_MS // FRAME_MS)
        self._start_ms: int | None = None
        self._last_voice_ms = 0
        self.voiced_ms = 0
        self.span: Span | None = None
        self.waited_ms = 0

    @property
    def speaking(self) -> bool:
        """Whether an utterance has begun and is not over."""
        return self._start_ms is not None and self.span is None

    @property
    def gave_up(self) -> bool:
        """Whether nobody spoke for as long as patience lasts."""
        return self._start_ms is None and self.waited_ms >= self._patience.no_input_ms

    def push(self, frame: AudioFrame, voiced: bool, *, waiting: bool = True) -> list[AudioFrame]:
        """Take a frame and return the frames that belong to the utterance and are new.

        `waiting` is false while a prompt still plays: the caller may speak, but is not expected to yet.
        """
        if self._start_ms is None:
            return self._look_for_onset(frame, voiced, waiting)
        if voiced:
            self._last_voice_ms = frame.end_ms
            self.voiced_ms += FRAME_MS
        if frame.end_ms - self._last_voice_ms >= self._patience.end_silence_ms:
            self.close(EndedBy.SILENCE)
        elif frame.end_ms - self._start_ms >= self._patience.max_ms:
            self.close(EndedBy.MAX)
        return [frame]

    def restart(self) -> None:
        """Forget the utterance (it held no words) and wait on; the time already waited counts."""
        self._recent.clear()
        self._start_ms = None
        self.span = None

    def close(self, ended_by: EndedBy) -> None:
        """End the utterance now."""
        if self._start_ms is not None:
            self.span = Span(self._start_ms, self._last_voice_ms, ended_by)

    def _look_for_onset(self, frame: AudioFrame, voiced: bool, waiting: bool) -> list[AudioFrame]:
        self._recent.append((frame, voiced))
        self.waited_ms += FRAME_MS if waiting else 0
        window = list(self._recent)[-ONSET_WINDOW:]
        if sum(one_voiced for _, one_voiced in window) < ONSET_VOICED:
            return []
        self._start_ms = next(one.start_ms for one, one_voiced in window if one_voiced)
        self._last_voice_ms = frame.end_ms
        self.voiced_ms = sum(one_voiced for _, one_voiced in window) * FRAME_MS
        return [one for one, _ in self._recent]
