"""A linear model of several classes that scores vectors fast."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ivr.understanding.out_of_scope import Floats, Vectors

PATIENCE = 0.3
"""Violation of the optimum at which training stops. With a hundredth of it training takes three times as long, and as
many sentences of held-out data are understood."""

FAR = 1.0
"""How far below its worst score a model puts a class that it has not seen."""


class LinearModel:
    """The multi-class support vector machine of Crammer and Singer, which trains all classes against each other."""

    def __init__(self, vectors: Vectors, labels: Sequence[str], classes: Sequence[str], weights: Floats) -> None:
        """Train on `vectors`, each with its label and how much it counts; scores are in the order of `classes`."""
        from sklearn.svm import LinearSVC  # late: it takes the better part of a second

        model = LinearSVC(multi_class="crammer_singer", tol=PATIENCE, random_state=0, max_iter=1000)
        with threadpool_limits(limits=1):  # a BLAS of many threads only makes them wait for each other
            model.fit(vectors, labels, sample_weight=weights)
        planes, offsets = model.coef_, model.intercept_
        if len(model.classes_) == 2:  # of two classes scikit-learn keeps the difference
            planes, offsets = np.vstack([-planes, planes]) / 2, np.concatenate([-offsets, offsets]) / 2
        self._planes = np.ascontiguousarray(planes.T, dtype=np.float32)
        self._offsets: NDArray[np.float32] = offsets.astype(np.float32)
        place = {name: at for at, name in enumerate(classes)}
        self._columns = [place[name] for name in model.classes_]
        self._classes = len(classes)

    def scores(self, vectors: Vectors) -> Floats:
        """A score for each vector (row) and class (column)."""
        found = np.asarray(vectors @ self._planes, dtype=np.float64) + self._offsets
        scores = np.repeat(found.min(axis=1, keepdims=True) - FAR, self._classes, axis=1)
        scores[:, self._columns] = found
        return scores
