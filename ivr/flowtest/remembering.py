"""An understanding that remembers: the same words in the same place mean the same."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.understanding.correction import Told
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import NOTHING_TOLD, Understanding
from ivr.understanding.knowledge import Match


class Remembering:
    """An Understanding that asks `inner` only what it has not been asked before.

    Cases say the same things again and again, and every mutant of a flow hears all of them.
    """

    def __init__(self, inner: Understanding) -> None:
        self._inner = inner
        self._heard: dict[Any, Interpretation] = {}
        self._known: dict[tuple[str, frozenset[str]], tuple[Match, ...]] = {}

    def interpret(
        self, transcript: Transcript, asked: str = "", today: date | None = None, told: Told = NOTHING_TOLD
    ) -> Interpretation:
        key = (transcript, asked, today, tuple((name, tuple(values)) for name, values in told.items()))
        if key not in self._heard:
            self._heard[key] = self._inner.interpret(transcript, asked, today, told)
        return self._heard[key]

    def with_knowledge(self, heard: Interpretation, entries: Set[str]) -> Interpretation:
        key = (heard.text, frozenset(entries))
        if key not in self._known:
            self._known[key] = self._inner.with_knowledge(heard, entries).knowledge
        return replace(heard, knowledge=self._known[key])

    def expectation(
        self, intents: Sequence[str], asked: str = "", *, yes_no: bool = False, most: int | None = None
    ) -> Expectation:
        return self._inner.expectation(intents, asked, yes_no=yes_no, most=most)
