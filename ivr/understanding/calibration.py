"""Scores made into probabilities, and how well probabilities keep their promise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.out_of_scope import Floats

SOFTEST, SHARPEST = 0.05, 50.0
"""Bounds of the factor of the scores."""


def softmax(scores: Floats, sharpness: float) -> Floats:
    """Probabilities of the columns of each row, all the same for a sharpness of 0."""
    powers = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def fit_sharpness(scores: Floats, right: Sequence[int]) -> float:
    """The sharpness (one over the temperature) at which the columns that are `right` are likeliest."""
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(right))

    def surprise(log_sharpness: float) -> float:
        likely = softmax(scores, float(np.exp(log_sharpness)))[rows, right]
        return float(-np.log(np.maximum(likely, 1e-12)).mean())

    found = minimize_scalar(surprise, bounds=(np.log(SOFTEST), np.log(SHARPEST)), method="bounded")
    return float(np.exp(found.x))


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same probability: how many, what was promised on average, and how many were right."""

    count: int
    promised: float
    right: float


def reliability(promised: Floats, right: NDArray[np.bool_], bins: int = 10) -> list[Bin]:
    """The answers in bins of equal width; without those in which there is none."""
    place = np.minimum((promised * bins).astype(int), bins - 1)
    return [
        Bin(int(here.sum()), float(promised[here].mean()), float(right[here].mean()))
        for at in range(bins)
        if (here := place == at).any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far promises and truth lie apart, on average over the answers."""
    return sum(one.count * abs(one.promised - one.right) for one in bins) / sum(one.count for one in bins)
