"""Probabilities that keep their word."""

import numpy as np
import pytest

from ivr.understanding.calibration import Bin, calibration_error, fit_sharpness, reliability, softmax


def test_probabilities_make_one_and_keep_the_order() -> None:
    """Whatever the sharpness, and for scores of any size."""
    shares = softmax(np.array([[1.0, 2.0, 1000.0], [0.0, 0.0, 0.0]]), 3.0)

    assert shares.sum(axis=1) == pytest.approx([1, 1])
    assert shares[0].tolist() == sorted(shares[0])
    assert shares[1] == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("true_sharpness", [0.5, 2.0, 10.0])
def test_the_sharpness_that_made_the_answers_is_found(true_sharpness: float) -> None:
    """From answers drawn with the probabilities of known scores."""
    chance = np.random.default_rng(5)
    scores = chance.normal(size=(4000, 3))
    shares = softmax(scores, true_sharpness).cumsum(axis=1)
    right = (chance.random((4000, 1)) > shares).sum(axis=1).tolist()

    assert fit_sharpness(scores, right) == pytest.approx(true_sharpness, rel=0.15)


def test_answers_lie_in_the_bin_of_their_promise() -> None:
    """Those that promise 1 in the last; empty bins are left out."""
    bins = reliability(np.array([0.0625, 1.0, 1.0, 0.90625, 0.96875]), np.array([False, True, True, False, True]))

    assert bins == [Bin(1, 0.0625, 0.0), Bin(4, 0.96875, 0.75)]
    assert calibration_error(bins) == pytest.approx((0.0625 + 4 * 0.21875) / 5)
