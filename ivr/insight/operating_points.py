"""From which probability on a sentence counts as out of scope: two thresholds, and what comes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Point = Literal["paper", "balanced"]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a classifier makes of sentences whose intent is known.

    For each: whether it has no intent (`strange`), whether the likeliest intent is its own (`right`), and the
    probability of being out of scope (`doubt`).
    """

    strange: NDArray[np.bool_]
    right: NDArray[np.bool_]
    doubt: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares from 0 to 1; None where there is no sentence to measure it on."""

    in_scope_accuracy: float | None
    oos_recall: float | None
    overall_accuracy: float


def accuracy(answers: Answers, threshold: float) -> Accuracy:
    """The accuracy when sentences with at least the `threshold` of doubt are answered as out of scope."""
    refused = answers.doubt >= threshold
    good = np.where(answers.strange, refused, ~refused & answers.right)
    return Accuracy(_mean(good[~answers.strange]), _mean(good[answers.strange]), float(good.mean()))


def find_threshold(answers: Answers, point: Point) -> float:
    """The threshold that is best for these answers; of several that are equally good the middle one, and
    the highest where nothing is out of scope.

    `paper`: it maximises the accuracy, with out of scope as a class of its own. `balanced`: it maximises in-scope
    accuracy plus out-of-scope recall; where there is no sentence of one kind, the other counts alone.
    """
    order = np.argsort(answers.doubt, kind="stable")
    doubt, strange, right = answers.doubt[order], answers.strange[order], answers.right[order]
    cuts = np.flatnonzero(np.diff(doubt, prepend=-1.0, append=2.0) > 0)  # so many are accepted, the rest refused
    accepted = np.concatenate([[0], np.cumsum(~strange & right)])[cuts]
    refused = strange.sum() - np.concatenate([[0], np.cumsum(strange)])[cuts]
    if point == "paper":
        gain = accepted + refused
    else:
        gain = accepted / max(1, (~strange).sum()) + refused / max(1, strange.sum())
    best = np.flatnonzero(gain == gain.max())
    cut = cuts[best[len(best) // 2] if strange.any() else best[-1]]
    below = doubt[cut - 1] if cut else 0.0
    above = doubt[cut] if cut < len(doubt) else 3.0
    return float((below + above) / 2)


def area_under_curve(answers: Answers) -> float | None:
    """The probability that a sentence out of scope is doubted more than one in scope; None if one kind is missing."""
    if answers.strange.all() or not answers.strange.any():
        return None
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(answers.strange, answers.doubt))


def _mean(values: Sequence[bool] | NDArray[np.bool_]) -> float | None:
    return float(np.mean(values)) if len(values) else None
