"""What a sentence means, beside the words it says: intents told apart by embeddings, for those who installed them."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.linear import LinearModel
from ivr.understanding.out_of_scope import Floats, signals

Embeddings = NDArray[np.float32]
"""Sentences, one a row, each one long: the product of two rows is their cosine."""

AT_ONCE = 512
"""Sentences compared with all examples in one step; bounds the memory."""


class Embedder(Protocol):
    """Gives sentences of like meaning vectors that lie near each other."""

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """One row for each sentence, always the same for the same sentences."""
        ...


class MeaningMatcher:
    """Knows the embeddings of examples; the last of the `classes` is that of no intent."""

    def __init__(self, meanings: Embeddings, labels: Sequence[str], classes: Sequence[str]) -> None:
        self._linear = LinearModel(meanings, labels, classes, np.ones(len(labels)))
        intents = np.array(labels)
        self._examples = np.ascontiguousarray(meanings[intents != classes[-1]].T)
        middles = np.array([meanings[intents == name].mean(axis=0) for name in sorted({*labels} - {classes[-1]})])
        self._middles = (middles / np.linalg.norm(middles, axis=1, keepdims=True)).T

    def match(self, meanings: Embeddings) -> tuple[Floats, Floats]:
        """For each sentence (row) the scores of the classes, and its signals: beside those in the scores how far the
        best stands out from all (energy), and the cosines to the nearest example, to the nearest three, and to the
        nearest middle of an intent's examples."""
        scores = self._linear.scores(meanings)
        energy = np.logaddexp.reduce(scores[:, :-1], axis=1)
        middle = (meanings @ self._middles).max(axis=1)
        return scores, np.column_stack([signals(scores), energy, nearest_cosines(meanings, self._examples), middle])


def nearest_cosines(meanings: Embeddings, examples: Embeddings) -> Floats:
    """For each sentence (row) the cosine to the nearest of the `examples` (columns), and the mean over the nearest 3 of
    them."""
    found = [np.zeros((0, 2))]
    for start in range(0, len(meanings), AT_ONCE):
        top = np.sort(meanings[start : start + AT_ONCE] @ examples, axis=1)[:, :-4:-1]
        found.append(np.column_stack([top[:, 0], top.mean(axis=1)]))
    return np.vstack(found)
