"""How long something takes, where some is not over yet; and how long callers bear to wait."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.handoff.durations import LEVELS, Durations, surviving
from ivr.handoff.patience import STAYS, Patience

EVERY = np.arange(LEVELS)
SOME = np.linspace(0.01, 0.99, 50)
TIMES = st.lists(st.floats(0.1, 5000), min_size=1, max_size=50)


def test_kaplan_and_meier_by_hand() -> None:
    """Over after 10, 20 and 40; one was still running after 30."""
    times, left = surviving((20.0, 10.0, 40.0), (30.0,))

    assert times.tolist() == [10, 20, 40]
    assert left.tolist() == pytest.approx([0.75, 0.5, 0])


def test_what_still_runs_makes_it_longer() -> None:
    """Leaving it out would make agents look quicker the longer their calls."""
    over = tuple(float(time) for time in range(10, 200, 10))

    assert Durations(over, (150.0,) * 10).mean > 1.2 * Durations(over).mean
    assert Durations(over, (1.0,) * 10).mean == pytest.approx(Durations(over).mean)


@given(over=TIMES, running=TIMES, age=st.floats(0, 5000))
@settings(deadline=None)
def test_what_is_left_is_never_negative_and_grows_with_chance(
    over: list[float], running: list[float], age: float
) -> None:
    """Whatever is known."""
    left = Durations(tuple(over), tuple(running)).left_after(age, EVERY)

    assert np.all(left >= 0)
    assert np.all(np.diff(left) >= 0)
    assert np.all(np.isfinite(left))


def test_what_has_never_lasted_so_long_may_go_on() -> None:
    """Nobody says that it is over any moment."""
    assert np.median(Durations((100.0,) * 20).left_after(1000, EVERY)) > 200


def test_patience_is_what_was_seen() -> None:
    """Two in a thousand seconds of waiting hung up; little else is known."""
    waits, left = [80.0] * 1000, [True] * 200 + [False] * 800
    patience = Patience.of(waits, left, 400)

    assert patience.rates[0] == pytest.approx(200 / 80_000, rel=0.05)
    assert np.mean(patience.left_after(np.array([0.0]), SOME[None]) < 80) == pytest.approx(1 - np.exp(-0.2), abs=0.03)


def test_patience_that_runs_out_is_seen_to() -> None:
    """Hardly anybody hangs up at once, and many after five minutes."""
    waits = [50.0] * 10 + [390.0] * 100
    patience = Patience.of(waits, [True] * 5 + [False] * 5 + [True] * 80 + [False] * 20, 200)

    assert patience.rates[0] < patience.rates[-2]
    assert np.median(patience.left_after(np.array([300.0]), SOME[None])) < np.median(
        patience.left_after(np.array([0.0]), SOME[None])
    )


def test_where_nobody_hung_up_everybody_stays() -> None:
    """As long as anybody can tell."""
    assert Patience.of([100.0] * 9, [False] * 9, 200) is STAYS
    assert np.all(np.isinf(STAYS.left_after(np.array([0.0]), SOME[None])))
