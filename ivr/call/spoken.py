"""A conversation by sound, frame by frame."""

from collections.abc import Mapping
from types import MappingProxyType

from ivr.audio.frames import FRAME_MS, LINE_RATE, AudioFrame, Pcm, silence
from ivr.audio.line import Ear, Line
from ivr.audio.pcm import frames_of
from ivr.call.exchange import Deaf, Gone, Reply, Silent, Spoke
from ivr.dialogue.actions import Listen, Play
from ivr.errors import ModelError
from ivr.prompts.voice import Manner, Voice
from ivr.records.recording import Recording
from ivr.speech.endpointer import EndedBy, Endpointer, Patience, Span
from ivr.speech.loudness import Loudness
from ivr.speech.recognizer import Hearing, Recognizer
from ivr.speech.transcript import Transcript
from ivr.speech.vad import VoiceDetector
from ivr.speech.voicing import Voicing
from ivr.terms import Language

A_COUGH_MS = 600
"""A sound without words and shorter than this is nobody's turn; a longer one deserves "I did not understand"."""

INTERRUPTION_MS = 240
"""Voice over a prompt shorter than this never stops it, whatever word it resembles."""

CHECK_EVERY = 5
"""Frames between two looks at whether words were heard over a prompt (100 ms)."""


class _Turn:
    """The caller's turn as it is being heard."""

    def __init__(self, listen: Listen, recognizer: Recognizer, detector: VoiceDetector) -> None:
        self._listen = listen
        self._recognizer = recognizer
        self._detector = detector
        self._endpointer = Endpointer(Patience(listen.no_input_ms, listen.end_silence_ms, listen.max_ms))
        self._hearing: Hearing | None = None
        self._voicing = Voicing()
        self._loudness = Loudness()
        self._frames = 0
        self._transcript: Transcript | None = None

    @property
    def gave_up(self) -> bool:
        return self._endpointer.gave_up

    def push(self, frame: AudioFrame, *, waiting: bool) -> None:
        """Hear a frame. Raises ModelError when the recogniser breaks."""
        for part in self._endpointer.push(frame, self._detector.is_voice(frame), waiting=waiting):
            if self._hearing is None:
                self._hearing = self._recognizer.open(self._listen.expectation)
            self._hearing.feed(part)
            self._voicing.push(part)
            self._loudness.push(part)
            self._frames += 1
        if self._endpointer.span is not None:
            self._finish(self._endpointer.span)

    @property
    def level_dbfs(self) -> float | None:
        """How loud the turn is."""
        return self._loudness.level_dbfs

    def finished(self) -> tuple[Transcript, Span] | None:
        """The turn, once it is over."""
        if self._transcript is None or self._endpointer.span is None:
            return None
        return self._transcript, self._endpointer.span

    def has_words(self) -> bool:
        """Whether real words have been heard (looked at now and then, since looking costs time)."""
        if self.finished():
            return True
        if self._hearing is None or self._endpointer.voiced_ms < INTERRUPTION_MS or self._frames % CHECK_EVERY:
            return False
        return self._voicing.found and bool(self._hearing.partial().text)

    def hang_up(self) -> None:
        """The caller has left, perhaps in the middle of a word."""
        if self._endpointer.speaking:
            self._endpointer.close(EndedBy.HANGUP)
            assert self._endpointer.span is not None
            self._finish(self._endpointer.span)

    def _finish(self, span: Span) -> None:
        assert self._hearing is not None
        transcript = self._hearing.finish()
        if not self._voicing.found:  # whatever words a noise resembles, nobody said them
            transcript = Transcript("", transcript.language, 0.0)
        if transcript.text or span.end_ms - span.start_ms >= A_COUGH_MS:
            self._transcript = transcript
        else:
            self._endpointer.restart()
            self._loudness = Loudness()
        self._hearing, self._voicing, self._frames = None, Voicing(), 0


class SpokenExchange:
    """Plays prompts into a line and hears turns out of it. Its clock is the audio: one frame, 20 ms."""

    def __init__(
        self,
        line: Line,
        voice: Voice,
        manner: Manner,
        recognizer: Recognizer,
        detector: VoiceDetector,
        recording: Recording,
        manners: Mapping[Language, Manner] = MappingProxyType({}),
    ) -> None:
        """`manners` are those of languages which the line speaks besides its usual one."""
        self._line = line
        self._voice = voice
        self._manner = manner
        self._manners = manners
        self._recognizer = recognizer
        self._detector = detector
        self._recording = recording
        self._turn: _Turn | None = None
        self._prompt_heard_ms: int | None = None
        self._frames = 0

    @property
    def now_ms(self) -> int:
        return self._frames * FRAME_MS

    @property
    def interrupted(self) -> bool:
        return self._prompt_heard_ms is not None

    def play(self, play: Play, then: Listen | None) -> bool:
        ear = Ear.OVER_PROMPT if play.barge_in and then is not None else Ear.SHUT
        manner = self._manners.get(play.language, self._manner) if play.language else self._manner
        began = self.now_ms
        for played in frames_of(self._voice.render(play.text, manner)):
            frame = self._step(played, ear)
            if frame is None:
                return False
            if then is not None and ear is Ear.OVER_PROMPT and self._speaks_over(frame, then):
                self._prompt_heard_ms = self.now_ms - began
                self._line.stop_playing()
                break
        return True

    def listen(self, listen: Listen) -> Reply:
        turn = self._turn or _Turn(listen, self._recognizer, self._detector)
        heard_ms, self._turn, self._prompt_heard_ms = self._prompt_heard_ms, None, None
        try:
            while (finished := turn.finished()) is None:
                if turn.gave_up:
                    return Silent()
                frame = self._step(silence(), Ear.OPEN)
                if frame is None:
                    turn.hang_up()
                    if turn.finished() is None:
                        return Gone()
                else:
                    turn.push(frame, waiting=True)
        except ModelError:
            return Deaf()
        return Spoke(*finished, prompt_heard_ms=heard_ms, level_dbfs=turn.level_dbfs)

    def close(self) -> None:
        self._line.close()
        self._recording.close()

    def _speaks_over(self, frame: AudioFrame, then: Listen) -> bool:
        if self._turn is None:
            self._turn = _Turn(then, self._recognizer, self._detector)
        try:
            self._turn.push(frame, waiting=False)
            return self._turn.has_words()
        except ModelError:
            return False  # it breaks again, and is dealt with, when it is the caller's turn

    def _step(self, played: Pcm, ear: Ear) -> AudioFrame | None:
        pcm = self._line.exchange(played, ear)
        if pcm is None:
            return None
        self._recording.add(pcm, played)
        frame = AudioFrame(pcm, LINE_RATE, self.now_ms)
        self._frames += 1
        return frame
