"""A conversation by sound, frame by frame."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ivr.audio.bridge import Bridge
from ivr.audio.dtmf import KeyDetector
from ivr.audio.frames import FRAME_MS, LINE_RATE, AudioFrame, Pcm, silence
from ivr.audio.hold_music import HoldMusic
from ivr.audio.line import Ear, Line
from ivr.call.caller_speech import CallerSpeech
from ivr.call.exchange import LOOK_MS, Deaf, Gone, Look, Reply, Silent, Spoke, Spoken, never
from ivr.call.message import Message
from ivr.call.search import Search
from ivr.dialogue.actions import Hold, Listen, Play
from ivr.dialogue.outlook import Outlooks
from ivr.errors import ModelError
from ivr.prompts.pieces import constant_pieces, pieces
from ivr.prompts.playback import HeardPrompt, Playback
from ivr.prompts.voice import Manner, ReadyVoice
from ivr.records.recording import Recording
from ivr.speech.endpointer import Outlook, Span
from ivr.speech.keypad import END, Press
from ivr.speech.recognizer import Recognizer
from ivr.speech.transcript import Transcript
from ivr.speech.vad import VoiceDetector
from ivr.terms import BargeIn, Language

ANSWERED_AHEAD_MS = 2000
"""A "yes" said so shortly before the end of a question answers it, though the question was not stopped for it."""

MOST_HALTS = 3
"""So often a prompt stops for what turns out to be nothing; afterwards only words stop it, or it would never end in a
room full of voices."""


class SpokenExchange:
    """Plays prompts into a line and hears turns out of it. Its clock is the audio: one frame, 20 ms."""

    def __init__(
        self,
        line: Line,
        voice: ReadyVoice,
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
        self._speech: CallerSpeech | None = None
        self._aside: tuple[Transcript, Span] | None = None
        self._prompt_heard: HeardPrompt | None = None
        self._keys = KeyDetector()
        self._pressed: deque[Press] = deque()
        self._frames = 0
        self._looked_ms = -LOOK_MS

    @property
    def now_ms(self) -> int:
        return self._frames * FRAME_MS

    @property
    def interrupted(self) -> bool:
        return self._prompt_heard is not None

    def play(self, play: Play, then: Listen | None, outlook: Outlooks) -> bool:
        heeded = then if play.barge_in is BargeIn.SPEECH else None
        ear = Ear.SHUT if then is None or play.barge_in is BargeIn.NEVER else Ear.OVER_PROMPT
        playback, halts = self._playback(play), 0
        while (played := playback.frame()) is not None:
            frame = self._step(played, ear)
            if frame is None:
                return False
            if ear is Ear.OVER_PROMPT and self._has_keys():
                self._line.stop_playing()
                self._prompt_heard = playback.heard
                return True
            if heeded and self._speaks_up(frame, heeded, outlook, patient=halts < MOST_HALTS):
                halts += 1
                self._line.stop_playing()
                heard = playback.heard
                match self._attend():
                    case None:
                        return False
                    case True:
                        self._prompt_heard = heard
                        return True
                playback.go_back()
        return True

    def listen(self, listen: Listen, outlook: Outlooks) -> Reply:
        reply = self._hear(listen, outlook, silence, never)
        assert reply is not None, "nothing can be new where nobody looks"
        return reply

    def hold(self, hold: Hold, outlook: Outlooks, look: Look) -> Reply | None:
        return self._hear(hold.listen, outlook, HoldMusic().frame if hold.music else silence, look)

    def take_message(self, most_ms: int, look: Look) -> Spoken | None:
        until, message = self.now_ms + most_ms, Message(self._detector)
        while self.now_ms < until and not message.over and not self._pressed and not self._is_new(look):
            frame = self._step(silence(), Ear.OPEN)
            if frame is None:
                break
            message.push(frame)
        self._pressed.clear()
        return message.spoken()

    def join(self, agent: Line | None, look: Look, held: Callable[[], bool]) -> bool:
        bridge, heard = Bridge(agent), silence()
        while not self._is_new(look):
            frame = self._step(heard, Ear.OPEN)
            if frame is None:
                return False
            heard = bridge.pass_on(frame.pcm, held=held())
        return True

    def _is_new(self, look: Look) -> bool:
        """Look once a second."""
        if self.now_ms - self._looked_ms < LOOK_MS:
            return False
        self._looked_ms = self.now_ms
        return look()

    def _hear(self, listen: Listen, outlook: Outlooks, sound: Callable[[], Pcm], look: Look) -> Reply | None:
        """The caller's turn, while a sound plays until they speak; None when something is new before that."""
        speech = self._speech or self._open(listen, outlook)
        heard, aside = self._prompt_heard, self._aside
        self._speech = self._prompt_heard = self._aside = None
        if aside and not heard and not self._pressed and self._answers_ahead(*aside, outlook):
            return Spoke(*aside)
        try:
            while (finished := speech.finished) is None:
                if self._pressed:
                    speech.press(self._pressed.popleft(), self.now_ms)
                    continue
                if speech.gave_up:
                    return Silent()
                if not speech.speaking and self._is_new(look):
                    return None
                frame = self._step(silence() if speech.speaking else sound(), Ear.OPEN)
                if frame is None:
                    speech.hang_up()
                    if speech.finished is None:
                        return Gone()
                else:
                    speech.push(frame, waiting=True)
        except ModelError:
            return Deaf()
        return Spoke(*finished, prompt_heard=heard, level_dbfs=speech.level_dbfs)

    def prepare(self, plays: Sequence[Play]) -> None:
        for play in plays:
            manner = self._manner_of(play)
            self._voice.prepare(constant_pieces(play.text, manner.language), manner)

    def wait(self, search: Search, ms: int) -> bool:
        until = self.now_ms + ms
        while self.now_ms < until and not search.done():
            if self._step(silence(), Ear.SHUT) is None:
                return False
        return True

    def close(self) -> None:
        self._line.close()
        self._recording.close()

    def _playback(self, play: Play) -> Playback:
        """The prompt in its pieces: while one plays, those after it are made ready."""
        manner = self._manner_of(play)
        parts = pieces(play.text, manner.language)
        self._voice.prepare(parts[1:], manner)
        return Playback(parts, lambda piece: self._voice.render(piece, manner), manner.language)

    def _open(self, listen: Listen, outlook: Outlooks) -> CallerSpeech:
        language = listen.expectation.language or self._manner.language
        return CallerSpeech(listen, outlook, self._recognizer, self._detector, language)

    def _has_keys(self) -> bool:
        """Whether keys were pressed that count for the next question; a late `#` after a whole entry does not."""
        while self._pressed and self._pressed[0].key == END:
            self._pressed.popleft()
        return bool(self._pressed)

    def _speaks_up(self, frame: AudioFrame, then: Listen, outlook: Outlooks, *, patient: bool) -> bool:
        """Whether the prompt should stop: for words and, where the line is `patient`, for any voice over it."""
        if self._speech is None:
            self._speech = self._open(then, outlook)
        try:
            self._speech.push(frame, waiting=False)
        except ModelError:
            return False  # it breaks again, and is dealt with, when it is the caller's turn
        if self._speech.aside:
            self._dismiss()
        words = self._speech.finished is not None or bool(self._speech.to_the_line)
        return words or (patient and self._speech.speaks_up)

    def _attend(self) -> bool | None:
        """Be silent until it is clear whether the caller wants to speak; None when they hang up meanwhile."""
        assert self._speech is not None
        speech = self._speech
        try:
            while speech.finished is None and speech.to_the_line is None and speech.speaking:
                frame = self._step(silence(), Ear.OVER_PROMPT)
                if frame is None:
                    return None
                speech.push(frame, waiting=False)
        except ModelError:
            return False
        if speech.aside:
            self._dismiss()
        return speech.finished is not None or bool(speech.to_the_line)

    def _dismiss(self) -> None:
        """Not said to the line; but "yes" may yet turn out to answer the question that is being put."""
        assert self._speech is not None
        aside = self._speech.aside
        if aside and aside[0].text:
            self._aside = aside
        self._speech.dismiss()

    def _answers_ahead(self, transcript: Transcript, span: Span, outlook: Outlooks) -> bool:
        in_time = self.now_ms - span.end_ms <= ANSWERED_AHEAD_MS
        return in_time and outlook(transcript, 0) is Outlook.COMPLETE

    def _manner_of(self, play: Play) -> Manner:
        return self._manners.get(play.language, self._manner) if play.language else self._manner

    def _step(self, played: Pcm, ear: Ear) -> AudioFrame | None:
        pcm = self._line.exchange(played, ear)
        if pcm is None:
            return None
        self._recording.add(pcm, played)
        reading = self._keys.push(pcm)
        frame = AudioFrame(silence() if reading.sounding else pcm, LINE_RATE, self.now_ms)
        self._frames += 1
        self._pressed += (Press(key, self.now_ms) for key in reading.pressed)
        return frame
