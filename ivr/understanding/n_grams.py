"""How often n-grams stand in sentences, and how rare they are (TF-IDF): learnt by scikit-learn, told fast."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer


class NGrams:
    """The n-grams of some kinds, each with its weight, learnt from sentences."""

    def __init__(self, kinds: Sequence[tuple["TfidfVectorizer", float]], texts: Sequence[str]) -> None:
        """Learn from the sentences; the kinds count with sublinear frequencies, and all in numbers of one size."""
        self._kinds = [_Kind(learner.fit(texts), weight) for learner, weight in kinds]

    def vectors(self, texts: Sequence[str]) -> "csr_matrix":
        """The sentences as vectors, one a row: the known n-grams of each kind are together as long as its weight."""
        from scipy.sparse import hstack

        if len(texts) == 1:
            return self._vector(texts[0])
        return hstack([kind.weigh_many(texts) for kind in self._kinds], format="csr")

    def _vector(self, text: str) -> "csr_matrix":
        """One sentence, to the same bits: what scikit-learn checks in every call takes ten times as long."""
        from scipy.sparse import csr_matrix

        columns: list[int] = []
        values: list[NDArray[Any]] = []
        width = 0
        for kind in self._kinds:
            found, weighed = kind.weigh(text)
            columns += [width + column for column in found]
            values.append(weighed)
            width += kind.width
        return csr_matrix((np.concatenate(values), columns, [0, len(columns)]), shape=(1, width))


class _Kind:
    """One kind of n-gram: which there are, how rare each is, and how much the kind weighs."""

    def __init__(self, learnt: "TfidfVectorizer", weight: float) -> None:
        self._learnt = learnt
        self._n_grams = learnt.build_analyzer()
        self._columns = learnt.vocabulary_
        self._rarity = learnt.idf_
        self._weight = self._rarity.dtype.type(weight)
        self.width = len(self._columns)

    def weigh_many(self, texts: Sequence[str]) -> "csr_matrix":
        """The sentences, each of length `weight`."""
        return self._learnt.transform(texts).multiply(self._weight)

    def weigh(self, text: str) -> tuple[list[int], NDArray[Any]]:
        """The columns of the known n-grams of one sentence, and their values."""
        counts = Counter(map(self._columns.get, self._n_grams(text)))
        del counts[None]
        found = sorted(counts)
        size = self._rarity.dtype
        values = np.array([counts[column] for column in found], size)
        values = (np.log(values) + size.type(1)) * self._rarity[found]
        length = np.sqrt(np.add.accumulate(values * values, dtype=np.float64)[-1:])  # from left to right, as there
        return found, np.divide(values, length, dtype=np.float64).astype(size) * self._weight
