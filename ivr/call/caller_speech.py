"""What the caller says and presses in one turn, as it comes."""

from ivr.audio.frames import FRAME_MS, AudioFrame
from ivr.dialogue.actions import Listen
from ivr.dialogue.outlook import Outlooks
from ivr.speech.endpointer import PRE_ROLL_MS, EndedBy, Endpointer, Outlook, Span
from ivr.speech.keypad import AGAIN, Entry, Press
from ivr.speech.loudness import Loudness
from ivr.speech.recognizer import Hearing, Recognizer
from ivr.speech.transcript import Transcript
from ivr.speech.vad import VoiceDetector
from ivr.speech.voicing import Voicing
from ivr.terms import Language
from ivr.understanding.back_channel import with_back_channels

A_COUGH_MS = 600
"""A sound without words and shorter than this is nobody's turn; a longer one deserves "I did not understand"."""

IN_A_SENTENCE_MS = 200
"""What means nothing up to a pause over a prompt may be the beginning of a sentence, until the pause is so long."""

GLANCE_EVERY = 1000 // FRAME_MS
"""Frames after which, again and again, a sound over a prompt that makes no pause is looked at: words or none."""


class CallerSpeech:
    """Finds the voice, gives it to the recogniser, and knows when the turn is over."""

    def __init__(
        self, listen: Listen, outlook: Outlooks, recognizer: Recognizer, detector: VoiceDetector, language: Language
    ) -> None:
        """`language` is that of a turn in which nothing is said."""
        self._expectation = listen.expectation
        self._language = listen.expectation.language or language
        self._outlook = outlook
        self._recognizer = recognizer
        self._detector = detector
        self._patience = listen.patience
        self._endpointer = Endpointer(listen.patience)
        self._entry = Entry(language)
        self._over_prompt = False
        self._turn: tuple[Transcript, Span] | None = None
        self._level: float | None = None
        self._forget()

    def _forget(self) -> None:
        self._hearing: Hearing | None = None
        self._voicing = Voicing()
        self._loudness = Loudness()
        self._held: list[AudioFrame] = []
        self._frames = 0
        self._draft: tuple[Transcript, Outlook] | None = None
        self._glanced: bool | None = None

    def push(self, frame: AudioFrame, *, waiting: bool) -> None:
        """Hear a frame; `waiting` tells that it is the caller's turn. Raises ModelError when the recogniser breaks."""
        self._over_prompt = not waiting
        for part in self._endpointer.push(frame, self._detector.is_voice(frame), waiting=waiting):
            self._loudness.push(part)
            self._held.append(part)
            self._frames += 1
        if self._endpointer.takes_breath:
            self._take_breath()
        elif self._held and self._endpointer.speaking and not self._endpointer.paused:
            self._hear()
        if self._over_prompt and self._draft is None and self._hearing and self._frames % GLANCE_EVERY == 0:
            self._glanced = self._to_the_line(*self._look())
        if self._endpointer.span is not None:
            self._finish(self._endpointer.span)
        elif self._entry.begun and not self._endpointer.speaking:
            self._wait_for_keys(frame.end_ms)

    def press(self, press: Press, now_ms: int) -> None:
        """Take a key; `*` takes back what was said and pressed in this turn. Raises ModelError."""
        if press.key == AGAIN:
            self.dismiss()
        self._entry.press(press, now_ms, speaking=self._endpointer.speaking)
        if self._endpointer.speaking and (self._entry.ended or self._endpointer.paused):
            self._endpointer.close(EndedBy.KEY)
            assert self._endpointer.span is not None
            self._finish(self._endpointer.span)
        elif self._entry.begun:
            self._look_at_entry()

    @property
    def gave_up(self) -> bool:
        """Whether nobody spoke for as long as patience lasts."""
        return self._endpointer.gave_up and not self._entry.begun

    @property
    def speaking(self) -> bool:
        """Whether somebody has begun to speak and is not done."""
        return self._endpointer.speaking

    @property
    def level_dbfs(self) -> float | None:
        """How loud the turn was."""
        return self._level

    @property
    def finished(self) -> tuple[Transcript, Span] | None:
        """The turn, once it is over."""
        return self._turn

    @property
    def speaks_up(self) -> bool:
        """Whether there is a voice that may want the line to listen; what it says will be seen."""
        return self._endpointer.speaking and self._glanced is not False

    @property
    def to_the_line(self) -> bool | None:
        """Whether what was heard so far is said to the line; None while that is not clear."""
        if self._draft is None:
            return self._glanced
        said = self._to_the_line(*self._draft)
        return said if said or self._endpointer.pause_ms >= IN_A_SENTENCE_MS else None

    @property
    def aside(self) -> tuple[Transcript, Span] | None:
        """What was said up to this pause, where it was not said to the line: a cough, "uh-huh"."""
        if self._draft is None or self._endpointer.so_far is None or self.to_the_line is not False:
            return None
        return self._draft[0], self._endpointer.so_far

    def dismiss(self) -> None:
        """It was nothing: wait on for the caller."""
        self._endpointer.restart()
        self._forget()

    def hang_up(self) -> None:
        """The caller has left, perhaps in the middle of a word. Raises ModelError."""
        if self._endpointer.speaking:
            self._endpointer.close(EndedBy.HANGUP)
            assert self._endpointer.span is not None
            self._finish(self._endpointer.span)
        if self._entry.begun and self._turn is None:
            self._close(EndedBy.HANGUP)

    def _look_at_entry(self) -> None:
        """End the turn after `#`, and when nothing can follow."""
        if self._entry.ended:
            self._close(EndedBy.KEY)
        elif not self._endpointer.speaking:
            outlook = self._outlook(self._entry.transcript(), 0)
            if outlook is Outlook.COMPLETE:
                self._close(EndedBy.COMPLETE)

    def _wait_for_keys(self, now_ms: int) -> None:
        """End the turn when no more keys come, or too many."""
        start_ms, _ = self._entry.times_ms
        if self._entry.quiet_ms(now_ms) >= self._patience.inter_digit_ms:
            self._close(EndedBy.SILENCE)
        elif now_ms - start_ms >= self._patience.max_ms:
            self._close(EndedBy.MAX)

    def _close(self, ended_by: EndedBy) -> None:
        self._turn = self._entry.transcript(), Span(*self._entry.times_ms, ended_by)

    def _hear(self) -> None:
        """Give the recogniser what was held back in a pause, and what is new."""
        if self._hearing is None:
            expected = self._expectation
            if self._over_prompt:
                expected = with_back_channels(expected, self._language)
            self._hearing = self._recognizer.open(expected)
        if self._draft is not None:  # of a long pause the end will do; the gap tells that it was one
            self._held = self._held[-PRE_ROLL_MS // FRAME_MS :]
        for frame in self._held:
            self._hearing.feed(frame)
            self._voicing.push(frame)
        self._held, self._draft = [], None

    def _take_breath(self) -> None:
        """What was said so far tells how long this pause may be."""
        self._hear()
        self._draft = self._look()
        self._endpointer.expect(self._draft[1])

    def _look(self) -> tuple[Transcript, Outlook]:
        """What was said so far, as if it ended here, and what may follow."""
        assert self._hearing is not None
        transcript = self._believed(self._hearing.draft())
        span = self._endpointer.so_far
        over_prompt_ms = span.end_ms - span.start_ms if span and self._over_prompt else 0
        return transcript, self._outlook(self._entry.saying(transcript, span), over_prompt_ms)

    @staticmethod
    def _to_the_line(transcript: Transcript, outlook: Outlook) -> bool:
        return bool(transcript.text) and outlook is not Outlook.ASIDE

    def _believed(self, transcript: Transcript) -> Transcript:
        """Whatever words a noise resembles, nobody said them."""
        return transcript if self._voicing.found else Transcript("", transcript.language, 0.0)

    def _finish(self, span: Span) -> None:
        if self._draft is None:
            self._hear()
            assert self._hearing is not None
            transcript = self._believed(self._hearing.finish())
        else:
            transcript, _ = self._draft
        if transcript.text:
            self._level = self._loudness.level_dbfs
        if self._entry.keys:
            self._entry.say(transcript, span)
            self.dismiss()
            if self._entry.begun or self._entry.ended:
                self._look_at_entry()
            elif transcript.text:
                self._close(span.ended_by)
        elif transcript.text or span.end_ms - span.start_ms >= A_COUGH_MS:
            self._turn = transcript, span
        else:
            self.dismiss()
