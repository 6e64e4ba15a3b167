"""Keys pressed in a caller's turn: digits among the words, `#` ends the turn and `*` starts it over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import prod
from typing import TypeAlias

from ivr.speech.endpointer import Span
from ivr.speech.transcript import Transcript, Word
from ivr.terms import Language

END, AGAIN = "#", "*"


@dataclass(frozen=True, slots=True)
class Press:
    """A key, and when it was known, in ms since the call began."""

    key: str
    at_ms: int


def digits_of(keys: str) -> str:
    """The digits that count: those after the last `*`."""
    return "".join(key for key in keys.rpartition(AGAIN)[2] if key.isdecimal())


def keyed(keys: str, language: Language) -> Transcript:
    """A turn in which keys were pressed and nothing was said."""
    digits = digits_of(keys)
    return Transcript(digits, language, 1.0 if digits else 0.0, keys=keys)


def only_keys(transcript: Transcript) -> bool:
    """Whether nothing was said."""
    return bool(transcript.keys) and transcript.text == digits_of(transcript.keys)


Spoken: TypeAlias = tuple[Transcript, Span]
"""What was said before, between or after keys, and when."""


class Entry:
    """What was pressed, and said meanwhile, in one turn."""

    def __init__(self, language: Language) -> None:
        """`language` is that of a turn in which nothing is said."""
        self._language = language
        self._presses: list[Press] = []
        self._said: list[Spoken] = []
        self._last_ms = 0
        self.keys = ""
        self.ended = False

    @property
    def begun(self) -> bool:
        """Whether digits were pressed, which have not been taken back."""
        return bool(self._presses)

    def press(self, press: Press, now_ms: int, *, speaking: bool) -> None:
        """Take a key; `speaking` tells that something is being said before it.

        `#` after nothing is nothing, and A to D are on no caller's telephone.
        """
        something = bool(self._presses or self._said or speaking)
        if not (press.key.isdecimal() or press.key == AGAIN or (press.key == END and something)):
            return
        self.keys += press.key
        self._last_ms = now_ms
        if press.key == END:
            self.ended = True
        elif press.key == AGAIN:
            self._presses.clear()
            self._said.clear()
        else:
            self._presses.append(press)

    def say(self, transcript: Transcript, span: Span) -> None:
        """Take what was said before, between or after the keys."""
        if transcript.text:
            self._said.append((transcript, span))
            self._last_ms = max(self._last_ms, span.end_ms)

    def quiet_ms(self, now_ms: int) -> int:
        """How long nothing has been pressed or said."""
        return now_ms - self._last_ms

    @property
    def times_ms(self) -> tuple[int, int]:
        """When it began, and when it went on last."""
        starts = [press.at_ms for press in self._presses[:1]] + [span.start_ms for _, span in self._said[:1]]
        return min(starts, default=self._last_ms), self._last_ms

    def transcript(self) -> Transcript:
        """Words and digits in the order of time; the other ways in which the words may have been said, with them."""
        return self._whole(self._said)

    def saying(self, transcript: Transcript, span: Span | None) -> Transcript:
        """The whole turn, if this is what is being said now."""
        if not self.begun or span is None:
            return transcript
        return self._whole([*self._said, (transcript, span)])

    def _whole(self, said: Sequence[Spoken]) -> Transcript:
        if not said:
            return replace(keyed(self.keys, self._language), words=self._words([]))
        best = self._with(said)
        if len(said) > 1:
            return best
        ((only, span),) = said
        return replace(
            best,
            alternatives=tuple(self._with([(other, span)]) for other in only.alternatives),
            beside=tuple(self._with([(other, span)]) for other in only.beside),
        )

    def _with(self, said: Sequence[Spoken]) -> Transcript:
        words = [word for one, span in said for word in _words_of(one, span)]
        whole = Transcript.of_words(self._words(words), said[0][0].language)
        return replace(whole, share=prod(one.share for one, _ in said), keys=self.keys)

    def _words(self, said: Sequence[Word]) -> tuple[Word, ...]:
        """Words with the digits among them; those pressed in a row are one word."""
        pressed = [Word(press.key, press.at_ms, press.at_ms, 1.0) for press in self._presses]
        marked = sorted([(word, False) for word in said] + [(word, True) for word in pressed], key=_start)
        return tuple(_joined(marked))


def _start(marked: tuple[Word, bool]) -> int:
    return marked[0].start_ms


def _words_of(transcript: Transcript, span: Span) -> tuple[Word, ...]:
    """Its words; all of it as one, where it has none of their own."""
    return transcript.words or (Word(transcript.text, span.start_ms, span.end_ms, transcript.confidence),)


def _joined(marked: Sequence[tuple[Word, bool]]) -> Iterator[Word]:
    for pressed, group in groupby(marked, key=lambda one: one[1]):
        words = [word for word, _ in group]
        if pressed:
            yield Word("".join(word.text for word in words), words[0].start_ms, words[-1].end_ms, 1.0)
        else:
            yield from words
