"""An understanding that remembers: the same words in the same place mean the same."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.understanding.correction import Told
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import NOTHING_TOLD, Understanding
from ivr.understanding.knowledge import Match

SENTENCES = 1 << 14
"""Sentences that are remembered, the latest: what a day of calls says anew is more than a memory holds."""


class Remembering:
    """An Understanding that asks `inner` only what it has not been asked before.

    Cases say the same things again and again, and every mutant of a flow hears all of them; so does a draft that is
    trained alike.
    """

    def __init__(self, inner: Understanding) -> None:
        self._inner = inner
        self._heard = lru_cache(SENTENCES)(self._hear)
        self._known = lru_cache(SENTENCES)(self._look_up)

    def interpret(
        self, transcript: Transcript, asked: str = "", today: date | None = None, told: Told = NOTHING_TOLD
    ) -> Interpretation:
        return self._heard(transcript, asked, today, tuple((name, tuple(values)) for name, values in told.items()))

    def _hear(
        self, transcript: Transcript, asked: str, today: date | None, told: tuple[tuple[str, tuple[str, ...]], ...]
    ) -> Interpretation:
        return self._inner.interpret(transcript, asked, today, dict(told))

    def with_knowledge(self, heard: Interpretation, entries: Set[str]) -> Interpretation:
        return replace(heard, knowledge=self._known(heard.text, frozenset(entries)))

    def _look_up(self, text: str, entries: frozenset[str]) -> tuple[Match, ...]:
        return self._inner.with_knowledge(Interpretation(text), entries).knowledge

    def expectation(
        self, intents: Sequence[str], asked: str = "", *, yes_no: bool = False, most: int | None = None
    ) -> Expectation:
        return self._inner.expectation(intents, asked, yes_no=yes_no, most=most)
