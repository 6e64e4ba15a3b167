"""The same conversation by typing: no sound, no model, no voice."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import wait

from ivr.call.exchange import Gone, Reply, Silent, Spoke
from ivr.call.search import Search
from ivr.dialogue.actions import Listen, Play
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
        line = next(self._lines, None)
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

    def _pass(self, text: str, language: Language | None) -> None:
        self._now_ms += len(text) * MS_PER_CHARACTER[language or self._language]
