"""Transition numbers."""

from __future__ import annotations

import numpy as np
import pytest

from ivr.speech.graph.kaldi_io import KaldiReader
from ivr.speech.graph.transitions import HmmState, TransitionModel

MATRICES = np.array([[[0.75, 0.25, 0, 0], [0, 0.5, 0.5, 0], [0, 0, 0.9, 0.1]]])
STATES = [HmmState(2, 0, 7), HmmState(1, 1, 4), HmmState(1, 0, 9), HmmState(1, 0, 3)]


@pytest.fixture
def transitions() -> TransitionModel:
    """Two phones that share a base phone."""
    return TransitionModel(STATES, {1: 0, 2: 0}, MATRICES)


def test_numbers_follow_the_order_of_phone_position_and_senone(transitions: TransitionModel) -> None:
    """State of rank i stays with 2i+1 and leaves with 2i+2."""
    ordered = [HmmState(1, 0, 3), HmmState(1, 0, 9), HmmState(1, 1, 4), HmmState(2, 0, 7)]

    assert transitions.states == ordered
    assert [transitions.staying(state) for state in ordered] == [1, 3, 5, 7]
    assert [transitions.leaving(state) for state in ordered] == [2, 4, 6, 8]


def test_probabilities_come_from_the_row_of_the_state(transitions: TransitionModel) -> None:
    """The diagonal stays, its right neighbour leaves."""
    assert transitions.probabilities(HmmState(1, 1, 4)) == (0.5, 0.5)
    assert transitions.probabilities(HmmState(2, 0, 7)) == (0.75, 0.25)


def test_serialised_triples_and_logarithms(transitions: TransitionModel) -> None:
    """The object lists the states in order, and the logarithms by transition number, from 1."""
    content = transitions.serialise()
    reader = KaldiReader(content[content.index(b"<Triples>") :])

    assert reader.token() == "<Triples>"
    count = reader.integer()
    listed = [HmmState(reader.integer(), reader.integer(), reader.integer()) for _ in range(count)]
    assert listed == transitions.states
    assert [reader.token(), reader.token()] == ["</Triples>", "<LogProbs>"]
    logarithms = np.log([0.75, 0.25, 0.75, 0.25, 0.5, 0.5, 0.75, 0.25])
    assert np.allclose(reader.array(), [0.0, *logarithms])
