"""Whether a sentence is none of the intents: signals, weighed by a logistic regression."""

from typing import TYPE_CHECKING, Union

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Vectors = Union["csr_matrix", NDArray[np.float32]]
"""Sentences, one a row: sparse ones of their words, or dense ones of their meaning."""

LOOSENESS = 0.1
"""Inverse regularisation of the regression."""


def signals(scores: Floats) -> Floats:
    """The signals in the scores of sentences, one a row; the last column of `scores` is that of no intent.

    They are: the best score, and its lead over the second and over no intent.
    """
    intents, none = scores[:, :-1], scores[:, -1:]
    best, second = np.hsplit(-np.sort(-np.column_stack([intents, intents.min(axis=1)]), axis=1)[:, :2], 2)
    return np.column_stack([best, best - second, best - none])


class OutOfScope:
    """The probability that a sentence is out of scope, learnt from the signals of sentences that are and are not.

    No signal may count the wrong way: what is stranger in any respect is never the likelier to be understood, also
    where it resembles nothing that was learnt from.
    """

    def __init__(self, found: Floats, strange: NDArray[np.bool_], share: float | None = None) -> None:
        """Learn from the signals `found` as if a `share` of the sentences were strange; without it, as they are."""
        from scipy.optimize import minimize

        self._mean, self._spread = found.mean(axis=0), found.std(axis=0) + 1e-9
        even, truth = self._even(found), np.where(strange, 1.0, -1.0)
        there = float(strange.mean())
        wanted = there if share is None else share
        counts = np.where(strange, wanted / there, (1 - wanted) / (1 - there))

        def loss(weights: Floats) -> tuple[float, Floats]:
            odds = truth * (even @ weights[:-1] + weights[-1])
            slope = -counts * truth / (1 + np.exp(odds))
            pull = np.append(weights[:-1] / LOOSENESS, 0.0)
            return counts @ np.logaddexp(0, -odds) + pull @ weights / 2, np.append(even.T @ slope, slope.sum()) + pull

        bounds = [(None, 0.0)] * found.shape[1] + [(None, None)]
        fitted = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
        self._weights, self._bias = fitted[:-1], float(fitted[-1])

    def probability(self, found: Floats) -> Floats:
        """For each row of signals."""
        odds: Floats = self._even(found) @ self._weights + self._bias
        return 1 / (1 + np.exp(-odds))

    def _even(self, found: Floats) -> Floats:
        even: Floats = (found - self._mean) / self._spread
        return even
