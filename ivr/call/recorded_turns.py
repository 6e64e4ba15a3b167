"""Calls whose caller was recorded turn by turn, held by whoever asks for the next turn."""

from collections.abc import Sequence
from pathlib import Path

from ivr.audio.clip import read_clip
from ivr.audio.wavefile_line import RecordedTurnsLine
from ivr.call.exchange import Deaf, Gone, Silent, Spoke, as_heard
from ivr.call.spoken import SpokenExchange
from ivr.dialogue.actions import Listen, Play
from ivr.dialogue.events import Event, HungUp, NoInput, RecognitionFailed
from ivr.dialogue.outlook import Outlooks
from ivr.prompts.voice import Manner, ReadyVoice
from ivr.records.recording import NoRecording
from ivr.speech.recognizer import Recognizer
from ivr.speech.vad import usual_detector


class RecordedTurns:
    """One such call: the same voice, ears and patience as `ivr call --wav` with a file for each turn."""

    def __init__(self, exchange: SpokenExchange) -> None:
        self._exchange = exchange

    def play(self, play: Play, then: Listen | None, outlook: Outlooks) -> None:
        self._exchange.play(play, then, outlook)

    def listen(self, listen: Listen, outlook: Outlooks) -> tuple[Event, int | None]:
        reply = self._exchange.listen(listen, outlook)
        match reply:
            case Silent():
                return NoInput(), None
            case Gone():
                return HungUp(), None
            case Deaf():
                return RecognitionFailed(), None
            case Spoke():
                return as_heard(reply), self._exchange.now_ms - reply.span.end_ms


class RecordedCallers:
    """Opens such calls, all heard by one recogniser."""

    def __init__(self, voice: ReadyVoice, manner: Manner, recognizer: Recognizer) -> None:
        self._voice = voice
        self._manner = manner
        self._recognizer = recognizer

    def open(self, recordings: Sequence[Path]) -> RecordedTurns:
        """A call whose caller speaks these, one a turn. Raises AudioFileError when one cannot be read."""
        line = RecordedTurnsLine([read_clip(path) for path in recordings])
        parts = (line, self._voice, self._manner, self._recognizer, usual_detector(), NoRecording())
        return RecordedTurns(SpokenExchange(*parts))
