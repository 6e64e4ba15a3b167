"""What the caller says in one turn, as it is being said."""

from ivr.audio.frames import FRAME_MS, AudioFrame
from ivr.dialogue.actions import Listen
from ivr.dialogue.outlook import Outlooks
from ivr.speech.endpointer import EndedBy, Endpointer, Outlook, Span
from ivr.speech.loudness import Loudness
from ivr.speech.recognizer import Hearing, Recognizer
from ivr.speech.transcript import Transcript
from ivr.speech.vad import VoiceDetector
from ivr.speech.voicing import Voicing

A_COUGH_MS = 600
"""A sound without words and shorter than this is nobody's turn; a longer one deserves "I did not understand"."""

INTERRUPTION_MS = 160
"""Voice over a prompt that is shorter never stops it, whatever word it resembles."""

DOUBTED_MS = 1400
"""A sound that has gone on for so long over a prompt, without a pause and without words, is no speech."""

CHECK_EVERY = 5
"""Frames between two looks at whether words were heard in such a sound (100 ms)."""


class CallerSpeech:
    """Finds the voice, gives it to the recogniser, and knows when the turn is over."""

    def __init__(self, listen: Listen, outlook: Outlooks, recognizer: Recognizer, detector: VoiceDetector) -> None:
        self._expectation = listen.expectation
        self._outlook = outlook
        self._recognizer = recognizer
        self._detector = detector
        self._endpointer = Endpointer(listen.patience)
        self._over_prompt = False
        self._transcript: Transcript | None = None
        self._level: float | None = None
        self._forget()

    def _forget(self) -> None:
        self._hearing: Hearing | None = None
        self._voicing = Voicing()
        self._loudness = Loudness()
        self._held: list[AudioFrame] = []
        self._frames = 0
        self._draft: tuple[Transcript, Outlook] | None = None

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
        if self._endpointer.span is not None:
            self._finish(self._endpointer.span)

    @property
    def gave_up(self) -> bool:
        """Whether nobody spoke for as long as patience lasts."""
        return self._endpointer.gave_up

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
        if self._transcript is None or self._endpointer.span is None:
            return None
        return self._transcript, self._endpointer.span

    @property
    def interrupts(self) -> bool:
        """Whether somebody speaks up; who it is, and to whom, will be seen."""
        if self._frames * FRAME_MS > DOUBTED_MS:
            return self.has_words
        return self._endpointer.speaking and self._voicing.found and self._endpointer.voiced_ms >= INTERRUPTION_MS

    @property
    def has_words(self) -> bool:
        """Whether words were heard in what has had no pause yet (looked at now and then: looking costs time)."""
        if self._hearing is None or self._draft is not None or self._frames % CHECK_EVERY or not self._voicing.found:
            return False
        partial = self._hearing.partial()
        return bool(partial.text) and self._outlook(partial, self._over_prompt) is not Outlook.ASIDE

    @property
    def doubted(self) -> bool:
        """Whether it has gone on for too long to be speech of which no word was heard."""
        return self._draft is None and self._frames * FRAME_MS > DOUBTED_MS and not self.has_words

    @property
    def aside(self) -> tuple[Transcript, Span] | None:
        """What was said up to this pause, where it is nothing that a prompt stops for: no words, or "uh-huh"."""
        if self._draft is None or self._endpointer.so_far is None:
            return None
        transcript, outlook = self._draft
        return (transcript, self._endpointer.so_far) if outlook is Outlook.ASIDE or not transcript.text else None

    @property
    def drafted(self) -> bool:
        """Whether there was a pause after words."""
        return self._draft is not None

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

    def _hear(self) -> None:
        """Give the recogniser what was held back in a pause, and what is new."""
        if self._hearing is None:
            self._hearing = self._recognizer.open(self._expectation)
        for frame in self._held:
            self._hearing.feed(frame)
            self._voicing.push(frame)
        self._held, self._draft = [], None

    def _take_breath(self) -> None:
        """What was said so far tells how long this pause may be."""
        self._hear()
        assert self._hearing is not None
        transcript = self._believed(self._hearing.draft())
        outlook = self._outlook(transcript, self._over_prompt) if transcript.text else Outlook.OPEN
        self._draft = transcript, outlook
        self._endpointer.expect(outlook)

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
        if transcript.text or span.end_ms - span.start_ms >= A_COUGH_MS:
            self._transcript, self._level = transcript, self._loudness.level_dbfs
        else:
            self.dismiss()
