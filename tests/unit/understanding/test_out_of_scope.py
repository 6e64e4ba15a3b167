"""Whether a sentence is none of the intents."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.understanding.out_of_scope import OutOfScope, signals

CHANCE = np.random.default_rng(11)
FAMILIAR, STRANGE = CHANCE.normal(1, 1, (300, 3)), CHANCE.normal(-1, 1, (60, 3))
JUDGE = OutOfScope(np.vstack([FAMILIAR, STRANGE]), np.repeat([False, True], [300, 60]))


def test_strange_sentences_are_told_from_familiar_ones() -> None:
    """By signals that are higher for familiar ones."""
    strange, familiar = JUDGE.probability(STRANGE), JUDGE.probability(FAMILIAR)

    assert (strange > 0.5).mean() > 0.7
    assert (familiar < 0.5).mean() > 0.95


def test_the_probabilities_are_as_high_as_there_are_strange_sentences() -> None:
    """Their mean is the share of those that were learnt from."""
    everything = JUDGE.probability(np.vstack([FAMILIAR, STRANGE]))

    assert everything.mean() == pytest.approx(60 / 360, abs=0.01)


@given(st.lists(st.floats(-20, 20), min_size=3, max_size=3), st.integers(0, 2), st.floats(0, 20))
def test_no_signal_counts_the_wrong_way(found: list[float], which: int, less: float) -> None:
    """What is stranger in one respect is not the likelier to be understood, also far from all that was learnt."""
    stranger = list(found)
    stranger[which] -= less

    assert JUDGE.probability(np.array([stranger]))[0] >= JUDGE.probability(np.array([found]))[0]


def test_the_signals_tell_the_best_score_and_how_far_it_is_ahead() -> None:
    """Of the second, and of no intent, which is the last column."""
    assert signals(np.array([[0.2, 0.9, 0.4, -0.5]]))[0] == pytest.approx([0.9, 0.5, 1.4])


def test_a_flow_with_one_intent_has_signals_too() -> None:
    """It is no distance ahead of itself."""
    assert signals(np.array([[0.3, -0.2]]))[0] == pytest.approx([0.3, 0.0, 0.5])
