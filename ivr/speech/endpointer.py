"""Where an utterance begins and ends. Counts audio, has no clock."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from ivr.audio.frames import FRAME_MS, AudioFrame

PRE_ROLL_MS = 360
"""Audio kept from before the voice was noticed: soft first consonants and the silence a recogniser wants."""

ONSET_WINDOW, ONSET_VOICED = 6, 4
"""Voice begins when 4 of the last 6 frames (80 of 120 ms) are voiced: a click is not a voice."""

ONSET_OVER_PROMPT = 2
"""Over a prompt 2 of them do (40 ms): somebody wants it to stop, and one that stops for nothing is taken up again."""

BREATH_MS = 100
"""Pause after which it is looked at what was said so far: longer than the stop within a word."""

COMPLETE_MS, CONFIDENT_MS, UNFINISHED_MS, INTER_DIGIT_MS = 160, 240, 2000, 3000
"""The usual pauses that mean "finished": when nothing can follow, hardly anything, or more must; and after a key."""

RESUME_WINDOW, RESUME_VOICED = 3, 2
"""After such a pause the voice is back when 2 of the last 3 frames are voiced: a click is not a word more."""


class EndedBy(StrEnum):
    """Why an utterance was over."""

    SILENCE = "silence"
    COMPLETE = "complete"
    KEY = "key"  # the one that ends an entry: #
    MAX = "max"
    HANGUP = "hangup"


class Outlook(StrEnum):
    """What may follow on what was said so far; it sets how long a pause means "finished"."""

    COMPLETE = "complete"  # nothing: the eleventh digit, a yes
    CONFIDENT = "confident"  # hardly anything: a wish that is understood
    OPEN = "open"  # nobody knows
    UNFINISHED = "unfinished"  # more: digits are missing, the last word was "and"
    ASIDE = "aside"  # it was not said to the line: "uh-huh" while a prompt plays


ENDS_EARLY = (Outlook.COMPLETE, Outlook.CONFIDENT)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in ms: for a first word, for a pause to mean "finished", for speech that never ends.

    `end_silence_ms` is the pause when nobody knows what may follow, the next three are those of the other outlooks,
    and `inter_digit_ms` is the pause between keys that means no more are pressed.
    """

    no_input_ms: int
    end_silence_ms: int
    max_ms: int
    complete_ms: int = COMPLETE_MS
    confident_ms: int = CONFIDENT_MS
    unfinished_ms: int = UNFINISHED_MS
    inter_digit_ms: int = INTER_DIGIT_MS

    def pause_ms(self, outlook: Outlook | None) -> int:
        """The pause that means "finished"."""
        match outlook:
            case Outlook.COMPLETE:
                return min(self.complete_ms, self.end_silence_ms)
            case Outlook.CONFIDENT:
                return min(self.confident_ms, self.end_silence_ms)
            case Outlook.UNFINISHED:
                return max(self.unfinished_ms, self.end_silence_ms)
        return self.end_silence_ms


@dataclass(frozen=True, slots=True)
class Span:
    """When somebody spoke, in ms since the call began, and how it ended."""

    start_ms: int
    end_ms: int
    ended_by: EndedBy


class Endpointer:
    """Turns voiced and unvoiced frames into one utterance.

    Push frames until `span` is set (an utterance is over) or `waited_ms` is longer than you want to wait. Whenever it
    `takes_breath`, tell it the outlook.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._recent: deque[tuple[AudioFrame, bool]] = deque(maxlen=PRE_ROLL_MS // FRAME_MS)
        self._start_ms: int | None = None
        self._last_voice_ms = 0
        self._now_ms = 0
        self._outlook: Outlook | None = None
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

    @property
    def paused(self) -> bool:
        """Whether the speaker has stopped for longer than within a word, and the utterance is not over."""
        return self.speaking and self.pause_ms >= BREATH_MS

    @property
    def takes_breath(self) -> bool:
        """Whether there is a pause of which nobody has told yet what may follow."""
        return self.paused and self._outlook is None

    @property
    def so_far(self) -> Span | None:
        """The utterance up to now, once one has begun."""
        if self.span is not None or self._start_ms is None:
            return self.span
        return Span(self._start_ms, self._last_voice_ms, EndedBy.SILENCE)

    def push(self, frame: AudioFrame, voiced: bool, *, waiting: bool = True) -> list[AudioFrame]:
        """Take a frame and return the frames that belong to the utterance and are new.

        `waiting` is false while a prompt still plays: the caller may speak, but is not expected to yet.
        """
        self._now_ms = frame.end_ms
        self._recent.append((frame, voiced))
        if self._start_ms is None:
            return self._look_for_onset(waiting)
        if voiced and self._goes_on():
            self._last_voice_ms = frame.end_ms
            self._outlook = None
        if not voiced or self._too_long():  # the next frame tells whether it was a click
            self._end_in_time()
        return [frame]

    def expect(self, outlook: Outlook) -> None:
        """What may follow on what was said up to this pause."""
        self._outlook = outlook
        self._end_in_time()

    def restart(self) -> None:
        """Forget the utterance (it held no words) and wait on; the time already waited counts."""
        self._recent.clear()
        self._start_ms = self._outlook = self.span = None

    def close(self, ended_by: EndedBy) -> None:
        """End the utterance now."""
        if self._start_ms is not None:
            self.span = Span(self._start_ms, self._last_voice_ms, ended_by)

    @property
    def pause_ms(self) -> int:
        """For how long nobody has spoken."""
        return self._now_ms - self._last_voice_ms

    def _goes_on(self) -> bool:
        """Whether a voiced frame is a voice that goes on: in a pause it needs another beside it."""
        lately = [voiced for _, voiced in self._recent][-RESUME_WINDOW:]
        return self.pause_ms < BREATH_MS or sum(lately) >= RESUME_VOICED

    def _end_in_time(self) -> None:
        if self.pause_ms >= self._patience.pause_ms(self._outlook):
            self.close(EndedBy.COMPLETE if self._outlook in ENDS_EARLY else EndedBy.SILENCE)
        elif self._too_long():
            self.close(EndedBy.MAX)

    def _too_long(self) -> bool:
        assert self._start_ms is not None
        return self._now_ms - self._start_ms >= self._patience.max_ms

    def _look_for_onset(self, waiting: bool) -> list[AudioFrame]:
        self.waited_ms += FRAME_MS if waiting else 0
        window = list(self._recent)[-ONSET_WINDOW:]
        if sum(voiced for _, voiced in window) < (ONSET_VOICED if waiting else ONSET_OVER_PROMPT):
            return []
        self._start_ms = next(one.start_ms for one, voiced in window if voiced)
        self._last_voice_ms = self._now_ms
        return [one for one, _ in self._recent]
