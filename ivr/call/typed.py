"""The same conversation by typing: no sound, no model, no voice."""

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace

from ivr.audio.line import Line
from ivr.call.exchange import LOOK_MS, Gone, Look, Reply, Silent, Spoke, Spoken
from ivr.call.search import Search, beside
from ivr.dialogue.actions import Hold, Listen, Play
from ivr.dialogue.outlook import Outlooks
from ivr.speech.endpointer import EndedBy, Span
from ivr.speech.keypad import keyed
from ivr.speech.transcript import Transcript
from ivr.terms import Language

MS_PER_CHARACTER = {Language.ENGLISH: 60, Language.MANDARIN: 240}
"""Nominal pace, so that a typed call has times too: about 165 English words or 250 Chinese characters a minute."""

KEYS = re.compile(r"\s*[0-9*]+#\s*", re.ASCII)
"""What is typed for keys; digits without the `#` are words."""


class TypedExchange:
    """Each line typed is a turn, an empty one is silence, digits and a `#` are keys, and the end is hanging up."""

    def __init__(self, lines: Iterator[str], language: Language) -> None:
        self._lines = lines
        self._language = language
        self._now_ms = 0
        self._coming: Future[str | None] | None = None

    @property
    def now_ms(self) -> int:
        return self._now_ms

    @property
    def interrupted(self) -> bool:
        return False

    def play(self, play: Play, then: Listen | None, outlook: Outlooks) -> bool:
        self._pass(play.text, play.language)
        return True

    def listen(self, listen: Listen, outlook: Outlooks) -> Reply:
        return self._turn(self._next_line(), listen)

    def hold(self, hold: Hold, outlook: Outlooks, look: Look) -> Reply | None:
        left = hold.listen.patience.no_input_ms
        while left > 0:
            if look():
                return None
            if self._line_within(LOOK_MS):
                return self._turn(
                    self._next_line(), replace(hold.listen, patience=replace(hold.listen.patience, no_input_ms=left))
                )
            self._now_ms += LOOK_MS
            left -= LOOK_MS
        return Silent()

    def take_message(self, most_ms: int, look: Look) -> Spoken | None:
        line = self._next_line()
        if not line or not line.strip():
            return None
        self._pass(line, None)
        return Spoken(None, line.strip(), max(1, len(line) * MS_PER_CHARACTER[self._language]))

    def join(self, agent: Line | None, look: Look, held: Callable[[], bool]) -> bool:
        while not look():
            if self._line_within(LOOK_MS) and self._next_line() is None:
                return False
            self._now_ms += LOOK_MS
        return True

    def _turn(self, line: str | None, listen: Listen) -> Reply:
        if line is None:
            return Gone()
        if not line.strip():
            self._now_ms += listen.patience.no_input_ms
            return Silent()
        start = self._now_ms
        language = listen.expectation.language or self._language
        self._pass(line, language)
        transcript = keyed(line.strip(), language) if KEYS.fullmatch(line) else Transcript.typed(line, language)
        return Spoke(transcript, Span(start, self._now_ms, EndedBy.SILENCE))

    def prepare(self, plays: Sequence[Play]) -> None:
        """Typed words need no voice."""

    def wait(self, search: Search, ms: int) -> bool:
        if not wait([search], ms / 1000).done:
            self._now_ms += ms
        return True

    def close(self) -> None:
        """Nothing is held."""

    def _next_line(self) -> str | None:
        """What is typed next; None when nobody types any more."""
        coming, self._coming = self._coming, None
        return next(self._lines, None) if coming is None else coming.result()

    def _line_within(self, ms: int) -> bool:
        """Whether a line comes in time; who types it may think longer, in a thread that keeps no process alive."""
        if self._coming is None:
            self._coming = beside(lambda: next(self._lines, None))
        return bool(wait([self._coming], ms / 1000).done)

    def _pass(self, text: str, language: Language | None) -> None:
        self._now_ms += len(text) * MS_PER_CHARACTER[language or self._language]
