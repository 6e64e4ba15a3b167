"""Bigram grammars: which word follows which, with back-off to each word by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ivr.speech.graph.fst import Transducer, TransducerBuilder

SENTENCE_START, SENTENCE_END = "<s>", "</s>"

DISCOUNT = 0.5  # taken from each count for what was never seen (absolute discounting, Ney, Essen and Kneser 1994)


@dataclass(frozen=True, slots=True)
class Followers:
    """What may come after one word: P(second | first) of some, and the weight of all others' own probabilities."""

    pairs: Sequence[tuple[str, float]]
    backoff: float


def backoff_grammar(
    followers: Mapping[str, Followers], unigram: Mapping[str, float], end: float, numbers: Mapping[str, int]
) -> Transducer:
    """Return the grammar as an acceptor of the words' numbers.

    The first of `followers` must be SENTENCE_START's; `unigram` and `end` are the probabilities of each word and of
    the end by itself.
    """
    builder = TransducerBuilder()
    states = {word: builder.add_states(1) for word in followers}
    fallback = builder.add_states(1)
    for first, found in followers.items():
        builder.add_arc(states[first], fallback, cost=-float(np.log(found.backoff)))
        for second, probability in found.pairs:
            cost = -float(np.log(probability))
            if second == SENTENCE_END:
                builder.set_final(states[first], cost)
            else:
                number = numbers[second]
                builder.add_arc(states[first], states.get(second, fallback), number, number, cost)
    for word, probability in unigram.items():
        cost = -float(np.log(probability))
        builder.add_arc(fallback, states.get(word, fallback), numbers[word], numbers[word], cost)
    builder.set_final(fallback, -float(np.log(end)))
    return builder.build()


def sentence_grammar(
    sentences: Iterable[Sequence[str]], words: Iterable[str], numbers: Mapping[str, int]
) -> Transducer:
    """Return the grammar of sentences like these over `words`, each of which may come anywhere at some cost."""
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    single = Counter(dict.fromkeys((*words, SENTENCE_END), 1))
    for sentence in sentences:
        single.update((*sentence, SENTENCE_END))
        for first, second in zip((SENTENCE_START, *sentence), (*sentence, SENTENCE_END), strict=True):
            pairs[first][second] += 1
    total = single.total()
    unigram = {word: count / total for word, count in sorted(single.items())}
    end = unigram.pop(SENTENCE_END)
    first_words = (SENTENCE_START, *sorted(pairs.keys() - {SENTENCE_START}))
    followers = {first: _discounted(pairs[first]) for first in first_words}
    return backoff_grammar(followers, unigram, end, numbers)


def _discounted(counts: Counter[str]) -> Followers:
    """Take DISCOUNT from each count, and give what that saves to the words by themselves (interpolation)."""
    total = counts.total() or 1
    pairs = [(second, (count - DISCOUNT) / total) for second, count in sorted(counts.items())]
    return Followers(pairs, DISCOUNT * len(pairs) / total or 1.0)
