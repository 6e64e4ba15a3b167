"""A model small enough to be looked through."""

import numpy as np
import pytest

from ivr.speech.graph.definition import POSITIONS, ModelDefinition

PHONES = ("+NSN+", "+SPN+", "A", "B", "SIL")


@pytest.fixture
def definition() -> ModelDefinition:
    """Two phones beside the fillers; B begins differently after A."""
    rows = np.arange(3 * len(PHONES)).reshape(-1, 3)
    special = (POSITIONS["B"], PHONES.index("B"), PHONES.index("A"), PHONES.index("A"))
    return ModelDefinition(
        PHONES,
        {special: len(PHONES)},
        np.vstack([rows, [15, 10, 11]]),
        np.tile([[0.5, 0.5, 0, 0], [0, 0.5, 0.5, 0], [0, 0, 0.5, 0.5]], (len(PHONES), 1, 1)),
    )
