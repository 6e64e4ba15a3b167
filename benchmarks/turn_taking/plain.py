"""What is measured against: a pause of 800 ms ends a turn, whatever was asked; words over a prompt stop it for good."""

from collections import deque
from collections.abc import Callable, Sequence

from ivr.audio.frames import FRAME_MS, LINE_RATE, AudioFrame, Pcm, silence
from ivr.audio.line import Ear, Line
from ivr.audio.pcm import frames_of
from ivr.call.exchange import Gone, Look, Reply, Silent, Spoke, Spoken
from ivr.call.search import Search
from ivr.dialogue.actions import Hold, Listen, Play
from ivr.dialogue.outlook import Outlooks
from ivr.prompts.playback import HeardPrompt
from ivr.prompts.voice import Manner, Voice
from ivr.speech.endpointer import EndedBy, Span
from ivr.speech.recognizer import Hearing, Recognizer
from ivr.speech.transcript import Transcript
from ivr.speech.vad import VoiceDetector
from ivr.terms import BargeIn

PAUSE_MS = 800
ONSET, WINDOW = 4, 6
PRE_ROLL = 300 // FRAME_MS
A_COUGH_MS = 600
INTERRUPTION_MS = 240
CHECK_EVERY = 5


class PlainExchange:
    """A turn begins with 80 ms of voice in 120, ends after `PAUSE_MS` without; a short one without words was none.

    A prompt stops, for good, when 240 ms of voice were heard over it and the recogniser has a word.
    """

    def __init__(
        self, line: Line, voice: Voice, manner: Manner, recognizer: Recognizer, detector: VoiceDetector
    ) -> None:
        self._line = line
        self._voice = voice
        self._manner = manner
        self._recognizer = recognizer
        self._detector = detector
        self._frames = 0
        self._prompt_heard: HeardPrompt | None = None
        self._forget()

    @property
    def now_ms(self) -> int:
        return self._frames * FRAME_MS

    @property
    def interrupted(self) -> bool:
        return self._prompt_heard is not None

    def play(self, play: Play, then: Listen | None, outlook: Outlooks) -> bool:
        over = play.barge_in is BargeIn.SPEECH and then is not None
        began = self.now_ms
        for played in frames_of(self._voice.render(play.text, self._manner)):
            frame = self._step(played, Ear.OVER_PROMPT if over else Ear.SHUT)
            if frame is None:
                return False
            if over and then is not None and (self._push(frame, then) or self._has_words()):
                self._prompt_heard = HeardPrompt(self.now_ms - began, play.text)
                self._line.stop_playing()
                break
        return True

    def listen(self, listen: Listen, outlook: Outlooks) -> Reply:
        waited = 0
        heard, self._prompt_heard = self._prompt_heard, None
        while (finished := self._finished) is None:
            if self._hearing is None and waited >= listen.patience.no_input_ms:
                return Silent()
            frame = self._step(silence(), Ear.OPEN)
            if frame is None:
                return Gone()
            waited += FRAME_MS if self._hearing is None else 0
            self._push(frame, listen)
        self._forget()
        return Spoke(*finished, prompt_heard=heard)

    def prepare(self, plays: Sequence[Play]) -> None:
        """Every prompt is rendered when it is played."""

    def wait(self, search: Search, ms: int) -> bool:
        return True  # tables, which all scenes have, are there at once

    def hold(self, hold: Hold, outlook: Outlooks, look: Look) -> Reply | None:
        return self.listen(hold.listen, outlook)  # who waits is of no interest here

    def take_message(self, most_ms: int, look: Look) -> Spoken | None:
        return None

    def join(self, agent: Line | None, look: Look, held: Callable[[], bool]) -> bool:
        return True

    def close(self) -> None:
        self._line.close()

    def _forget(self) -> None:
        self._recent: deque[tuple[AudioFrame, bool]] = deque(maxlen=PRE_ROLL)
        self._hearing: Hearing | None = None
        self._finished: tuple[Transcript, Span] | None = None
        self._start_ms = self._last_voice_ms = self._voiced_ms = self._fed = 0

    def _push(self, frame: AudioFrame, listen: Listen) -> bool:
        """Hear a frame; whether a turn is over with it."""
        voiced = self._detector.is_voice(frame)
        if self._hearing is None:
            self._recent.append((frame, voiced))
            if sum(one for _, one in list(self._recent)[-WINDOW:]) < ONSET:
                return False
            self._hearing = self._recognizer.open(listen.expectation)
            new = [one for one, _ in self._recent]
            self._start_ms = frame.end_ms - WINDOW * FRAME_MS
        else:
            new = [frame]
        for one in new:
            self._hearing.feed(one)
        self._fed += 1
        if voiced:
            self._last_voice_ms = frame.end_ms
            self._voiced_ms += FRAME_MS
        too_long = frame.end_ms - self._start_ms >= listen.patience.max_ms
        if frame.end_ms - self._last_voice_ms < PAUSE_MS and not too_long:
            return False
        transcript = self._hearing.finish()
        if not transcript.text and self._last_voice_ms - self._start_ms < A_COUGH_MS:
            self._forget()
            return False
        ended_by = EndedBy.MAX if too_long else EndedBy.SILENCE
        self._finished = transcript, Span(self._start_ms, self._last_voice_ms, ended_by)
        return True

    def _has_words(self) -> bool:
        if self._hearing is None or self._voiced_ms < INTERRUPTION_MS or self._fed % CHECK_EVERY:
            return False
        return bool(self._hearing.partial().text)

    def _step(self, played: Pcm, ear: Ear) -> AudioFrame | None:
        pcm = self._line.exchange(played, ear)
        if pcm is None:
            return None
        frame = AudioFrame(pcm, LINE_RATE, self.now_ms)
        self._frames += 1
        return frame
