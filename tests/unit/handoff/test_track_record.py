"""Estimates that were not kept change the next ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.handoff.track_record import LAST, Told, corrected

SCALE = 60.0


def record(waits: list[float], served: bool = True) -> list[tuple[float, Told]]:
    """The model had said 300 s each time."""
    return [(300.0, Told(150, 300, wait, served)) for wait in waits]


def drawn(typical_s: float) -> list[float]:
    """Two hundred waits."""
    return [float(one) for one in np.random.default_rng(3).lognormal(np.log(typical_s), 0.5, LAST)]


def test_without_a_record_the_model_is_believed() -> None:
    """Nothing is known against it."""
    assert corrected(300, 0.85, [], SCALE) == 300


def test_a_model_that_is_right_stays_as_it_is() -> None:
    """85 in 100 waited less than it said."""
    waits = drawn(300 / np.exp(0.5 * 1.036))

    assert corrected(300, 0.85, record(waits), SCALE) == pytest.approx(300, rel=0.1)


@pytest.mark.parametrize("typical_s", [100, 300, 900])
@pytest.mark.parametrize("level", [0.5, 0.85])
def test_a_model_that_is_wrong_comes_right(level: float, typical_s: float) -> None:
    """So many of the last waits are within what is said next, or nearly: the model still counts a little."""
    waits = drawn(typical_s)
    said = corrected(300, level, record(waits), SCALE)

    assert np.mean([wait <= said for wait in waits]) == pytest.approx(level, abs=0.1)


def test_those_who_still_wait_count() -> None:
    """Twenty have waited three times as long as was said and nobody came: the next are told more at once."""
    assert corrected(300, 0.85, record([900.0] * 20, served=False), SCALE) > 600


def test_those_who_hung_up_early_say_little() -> None:
    """They would have been served before or after."""
    assert corrected(300, 0.85, record([10.0] * 50, served=False), SCALE) == pytest.approx(300, rel=0.05)


def test_what_is_newer_counts_more() -> None:
    """The desk was slow and is quick again."""
    slow, quick = record([900.0] * 100), record([100.0] * 100)

    assert corrected(300, 0.5, slow + quick, SCALE) < corrected(300, 0.5, quick + slow, SCALE)


@given(waits=st.lists(st.floats(0, 5000), max_size=60), one=st.floats(0, 5000), other=st.floats(0, 5000))
@settings(deadline=None)
def test_the_order_of_estimates_stays(waits: list[float], one: float, other: float) -> None:
    """A longer one is never corrected below a shorter one, and none below nothing."""
    less, more = (corrected(said, 0.85, record(waits), SCALE) for said in sorted((one, other)))

    assert 0 <= less <= more
