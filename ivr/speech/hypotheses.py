"""What libvosk's ranked hypotheses say together: how probable each is, and how sure each word."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, TypeAlias

from ivr.speech.segmentation import join, uncut
from ivr.speech.transcript import Transcript, Word
from ivr.terms import Language

UNKNOWN = "[unk]"
NOT_WORDS = frozenset({UNKNOWN, "<unk>", "[noise]", "[laughter]", "<eps>"})

Weighed: TypeAlias = Sequence[tuple[Sequence[Word], float]]
"""Hypotheses as the parts of their words, garbage among them, with their shares."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way an utterance, or a part of it, may have been said, and its share of all that libvosk considered.

    `words` are real words only; `unheard` counts the stretches in between that resemble no word that was expected.
    """

    words: tuple[Word, ...] = ()
    probability: float = 1.0
    unheard: int = 0

    def transcript(self, language: Language, alternatives: tuple[Transcript, ...] = ()) -> Transcript:
        """These words as a transcript; its confidence counts an unheard stretch as a word of confidence 0."""
        heard = Transcript.of_words(self.words, language)
        said = len(self.words) / (len(self.words) + self.unheard) if self.words else 0.0
        return replace(heard, confidence=heard.confidence * said, alternatives=alternatives, share=self.probability)


@dataclass(frozen=True, slots=True)
class TimeBase:
    """Where libvosk's seconds lie in the call: `offset_ms` is the call's time at 0 s, `scale` what a second counts."""

    offset_ms: int = 0
    scale: float = 1.0

    def ms(self, seconds: float) -> int:
        """Time of the call in ms."""
        return self.offset_ms + round(seconds * 1000 * self.scale)


def read_result(
    result: Mapping[str, Any],
    times: TimeBase,
    garbage: frozenset[str] = NOT_WORDS,
    said: Callable[[Word], bool] | None = None,
) -> tuple[Hypothesis, ...]:
    """The hypotheses of one libvosk result made with `SetMaxAlternatives` and `SetWords`, the likeliest first.

    `garbage` are the words that stand for anything not expected; a word that was not `said` is left out. libvosk gives
    each hypothesis a log-likelihood
    (`confidence`), on the scale on which it computes its own word confidences; so the softmax over them is their share
    of what was considered, and a word's confidence the share of those hypotheses in which it is said at that time.
    Where Chinese is cut into words does not matter: 没有 了 and 没 有了 are the same words.
    With 20 of them that is within 0.06 of libvosk's own for nine words in ten (its minimum Bayes risk over the whole
    lattice, which it does not give together with alternatives).
    """
    ranked = result.get("alternatives") or [{}]
    scores = [float(one.get("confidence", 0.0)) for one in ranked]
    shares = [math.exp(score - max(scores)) for score in scores]
    timed = [tuple(filter(said, _timed(one.get("result", ()), times))) for one in ranked]
    weighed = [(words, share / sum(shares)) for words, share in zip(timed, shares, strict=True)]
    cut = [([part for word in words for part in _parts(word)], share) for words, share in weighed]
    return _merged([_hypothesis(words, share, cut, garbage) for words, share in weighed])


def chain(first: Sequence[Hypothesis], then: Sequence[Hypothesis], most: int) -> tuple[Hypothesis, ...]:
    """The `most` likeliest hypotheses of two stretches of speech, one after the other."""
    both = [
        Hypothesis(one.words + other.words, one.probability * other.probability, one.unheard + other.unheard)
        for one, other in product(first, then)
    ]
    return _merged(sorted(both, key=lambda one: -one.probability))[:most]


def _timed(words: Sequence[Mapping[str, Any]], times: TimeBase) -> tuple[Word, ...]:
    return tuple(Word(word["word"], times.ms(word["start"]), times.ms(word["end"]), 0.0) for word in words)


def _hypothesis(words: tuple[Word, ...], share: float, weighed: Weighed, garbage: frozenset[str]) -> Hypothesis:
    sure = tuple(replace(word, confidence=_confidence(word, weighed)) for word in words if word.text not in garbage)
    return Hypothesis(sure, share, len(words) - len(sure))


def _confidence(word: Word, weighed: Weighed) -> float:
    """Of a word of several characters, that of the least sure one."""
    return min(_share(part, weighed) for part in _parts(word))


def _share(part: Word, weighed: Weighed) -> float:
    agreeing = (share for parts, share in weighed if any(_same(part, other) for other in parts))
    return min(1.0, round(math.fsum(agreeing), 4))


def _parts(word: Word) -> list[Word]:
    """The characters of a Chinese word, each with its share of the time; any other word as it is."""
    texts = uncut(word.text)
    edges = [word.start_ms + (word.end_ms - word.start_ms) * at // len(texts) for at in range(len(texts) + 1)]
    return [Word(text, begin, end, 0.0) for text, begin, end in zip(texts, edges, edges[1:], strict=False)]


def _same(word: Word, other: Word) -> bool:
    overlap = word.start_ms < other.end_ms and other.start_ms < word.end_ms
    return word == other or (word.text == other.text and overlap)


def _merged(ranked: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """Without the noise between them some hypotheses are the same words: the likelier one stands for both."""
    merged: dict[str, Hypothesis] = {}
    for one in ranked:
        text = join([word.text for word in one.words])
        before = merged.get(text)
        merged[text] = replace(before, probability=before.probability + one.probability) if before else one
    return tuple(sorted(merged.values(), key=lambda one: -one.probability))
