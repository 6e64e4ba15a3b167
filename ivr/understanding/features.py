"""What the classifier looks at in a sentence: words, pairs of words wherever they stand, letters, sounds."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ivr.terms import Language
from ivr.understanding.sound import sounds
from ivr.understanding.text import units

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

Values = NDArray[np.float32]

WORD = r"(?u)\b[\w']+\b"

PAIRS, SOUNDS = 0.6, 0.7
"""Weights of word pairs and of English sounds beside words and letters, which weigh 1 each."""


class Features:
    """Weighted n-grams (TF-IDF), learnt from the author's sentences by scikit-learn."""

    def __init__(self, texts: Sequence[str], language: Language) -> None:
        kinds = _english() if language is Language.ENGLISH else _mandarin()
        longest = np.sqrt(sum(weight**2 for _, weight in kinds))
        self._kinds = [_Kind(learner.fit(texts), np.float32(weight / longest)) for learner, weight in kinds]

    def vectors(self, texts: Sequence[str]) -> "csr_matrix":
        """The sentences as vectors, one a row; all are of one length, but for those without a known n-gram."""
        from scipy.sparse import hstack

        if len(texts) == 1:
            return self._vector(texts[0])
        return hstack([kind.weigh_many(texts) for kind in self._kinds], format="csr", dtype=np.float32)

    def _vector(self, text: str) -> "csr_matrix":
        """One sentence, to the same bits: what scikit-learn checks in every call takes ten times as long."""
        from scipy.sparse import csr_matrix

        columns: list[int] = []
        values: list[Values] = []
        width = 0
        for kind in self._kinds:
            found, weighed = kind.weigh(text)
            columns += [width + column for column in found]
            values.append(weighed)
            width += kind.width
        return csr_matrix((np.concatenate(values), columns, [0, len(columns)]), shape=(1, width))


class _Kind:
    """One kind of n-gram: which there are, how rare each is, and how much the kind weighs."""

    def __init__(self, learnt: "TfidfVectorizer", weight: np.float32) -> None:
        self._learnt = learnt
        self._n_grams = learnt.build_analyzer()
        self._columns = learnt.vocabulary_
        self._rarity = learnt.idf_
        self._weight = weight
        self.width = len(self._columns)

    def weigh_many(self, texts: Sequence[str]) -> "csr_matrix":
        """The sentences, each of length `weight`."""
        return self._learnt.transform(texts).multiply(self._weight)

    def weigh(self, text: str) -> tuple[list[int], Values]:
        """The columns of the known n-grams of one sentence, and their values."""
        counts = Counter(map(self._columns.get, self._n_grams(text)))
        del counts[None]
        found = sorted(counts)
        values: Values = np.array([counts[column] for column in found], np.float32)
        values = (np.log(values) + np.float32(1)) * self._rarity[found]
        length = np.sqrt(np.add.accumulate(values * values, dtype=np.float64)[-1:])  # from left to right, as there
        return found, np.divide(values, length, dtype=np.float64).astype(np.float32) * self._weight


def word_pairs(text: str) -> list[str]:
    """Every two words of a sentence, in whatever order and however far apart they stand."""
    return [f"{first} {second}" for first, second in combinations(sorted(set(text.split())), 2)]


def _english() -> list[tuple["TfidfVectorizer", float]]:
    return [
        (_weighted(token_pattern=WORD, ngram_range=(1, 2)), 1.0),
        (_weighted(analyzer="char_wb", ngram_range=(2, 5)), 1.0),
        (_weighted(analyzer=word_pairs, min_df=2), PAIRS),
        (_weighted(tokenizer=_english_sounds, token_pattern=None, ngram_range=(1, 2)), SOUNDS),
    ]


def _mandarin() -> list[tuple["TfidfVectorizer", float]]:
    return [
        (_weighted(tokenizer=units, token_pattern=None, ngram_range=(1, 2)), 1.0),
        (_weighted(tokenizer=_mandarin_sounds, token_pattern=None, ngram_range=(1, 2)), 1.0),
    ]


def _english_sounds(text: str) -> list[str]:
    return sounds(text.split(), Language.ENGLISH)


def _mandarin_sounds(text: str) -> list[str]:
    return sounds([text], Language.MANDARIN)


def _weighted(**how: object) -> "TfidfVectorizer":
    from sklearn.feature_extraction.text import TfidfVectorizer  # late: it takes the better part of a second

    return TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **how)
