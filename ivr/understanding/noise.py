"""Sentences as a recogniser mishears them: words that sound alike, words left out, words too many."""

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from ivr.speech.segmentation import join
from ivr.terms import Language
from ivr.understanding.sound import sounds
from ivr.understanding.text import units

NEIGHBOURS = 6
"""A word is taken for one of so many that sound most like it: for the nearest every second time, for each further one
half as often as for the one before."""

SUBSTITUTED, DELETED = 0.7, 0.2
"""Shares of the errors; the rest are insertions. Recognisers of telephone speech err about so."""

AT_ONCE = 512
"""Words compared with all others in one step; bounds the memory."""


class Mishearing:
    """Mishears sentences, at random but always the same way: the vocabulary is that of the `texts`."""

    def __init__(self, texts: Sequence[str], language: Language) -> None:
        self._said = [unit for text in texts for unit in units(text)]
        vocabulary = sorted(set(self._said))
        self._neighbours = dict(zip(vocabulary, _neighbours(vocabulary, language), strict=True))

    def mishear(self, text: str, rate: float, take: int = 0) -> str:
        """The sentence with an error in each word (in Mandarin: character) with the probability `rate`.

        Each `take` of a sentence is misheard in another way.
        """
        chance = np.random.default_rng([crc32(text.encode("utf-8", "replace")), take])
        heard = [unit for said in units(text) for unit in self._one(said, rate, chance)]
        return join(heard)

    def _one(self, said: str, rate: float, chance: np.random.Generator) -> Iterator[str]:
        """What is heard for one word: nothing, another, it and one more, or just it."""
        if chance.random() >= rate:
            yield said
            return
        kind = chance.random()
        near = self._neighbours.get(said, ())
        if kind < SUBSTITUTED and near:
            yield near[min(int(chance.geometric(0.5)), len(near)) - 1]
        elif kind >= SUBSTITUTED + DELETED and self._said:
            yield said
            yield self._said[int(chance.integers(len(self._said)))]


def _neighbours(vocabulary: Sequence[str], language: Language) -> Iterator[tuple[str, ...]]:
    """For each word those that sound most like it; of equals those that are written most like it, then the first."""
    said = ["".join(sounds([unit], language)) for unit in vocabulary]
    for start in range(0, len(vocabulary), AT_ONCE):
        here = slice(start, start + AT_ONCE)
        near = 2 * cdist(said[here], said, scorer=Levenshtein.normalized_similarity, dtype=np.float32)
        near += cdist(vocabulary[here], vocabulary, scorer=Levenshtein.normalized_similarity, dtype=np.float32)
        near[np.arange(len(near)), np.arange(start, start + len(near))] = -1  # no word is its own neighbour
        for row in np.argsort(-near, axis=1, kind="stable")[:, : min(NEIGHBOURS, len(vocabulary) - 1)]:
            yield tuple(vocabulary[at] for at in row)
