"""How long a caller still waits."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.handoff.agent import AgentState
from ivr.handoff.durations import Durations
from ivr.handoff.estimate import Grounds
from ivr.handoff.patience import STAYS, Patience
from ivr.handoff.track_record import Told
from ivr.handoff.waiting import FRONT, Ahead, Facts, Overtaking, Standing, estimate

BUSY, FREE, WRAP_UP = AgentState.BUSY, AgentState.AVAILABLE, AgentState.WRAP_UP
TIMES = st.lists(st.floats(1, 2000), min_size=10, max_size=40)
AGENTS = st.lists(
    st.builds(
        Standing,
        st.sampled_from((BUSY, FREE, WRAP_UP, AgentState.RINGING)),
        st.floats(0, 3000),
        st.floats(0, 60),
    ),
    min_size=1,
    max_size=12,
)
IN_LINE = st.lists(st.builds(Ahead, st.floats(0.1, 1), st.floats(0, 900)), max_size=15)
PATIENCES = st.one_of(
    st.just(STAYS), st.builds(lambda rate: Patience((0.0, 60.0), (rate, 2 * rate)), st.floats(1e-5, 0.01))
)
SCENES = st.builds(
    lambda agents, ahead, times, pauses, ring, patience: Facts(
        tuple(agents), tuple(ahead), Durations(tuple(times)), Durations(tuple(pauses)), ring, patience
    ),
    AGENTS, IN_LINE, TIMES, st.lists(st.floats(1, 120), min_size=1, max_size=9), st.floats(0, 10), PATIENCES,
)  # fmt: skip


def scene(agents: int, ahead: int, times: Sequence[float] = (100.0, 200.0, 300.0)) -> Facts:
    """So many agents who have just begun with somebody."""
    handling = Durations(tuple(times))
    return Facts((Standing(BUSY),) * agents, (Ahead(),) * ahead, handling, Durations((20.0,)))


@given(facts=SCENES)
@settings(max_examples=60, deadline=None)
def test_most_wait_no_less_than_half(facts: Facts) -> None:
    """And nobody less than nothing; the same facts, the same estimate."""
    said = estimate(facts)

    assert 0 <= said.half_s <= said.most_s < np.inf
    assert said.place == len(facts.ahead) + 1
    assert said == estimate(facts)


@given(facts=SCENES, another=st.builds(Ahead, st.floats(0.1, 1), st.floats(0, 900)))
@settings(max_examples=60, deadline=None)
def test_a_later_place_never_waits_less(facts: Facts, another: Ahead) -> None:
    """One more ahead."""
    nearer, later = estimate(facts), estimate(replace(facts, ahead=(*facts.ahead, another)))

    assert later.half_s >= nearer.half_s
    assert later.most_s >= nearer.most_s


@given(facts=SCENES, another=st.builds(Standing, st.sampled_from((BUSY, FREE, WRAP_UP)), st.floats(0, 900)))
@settings(max_examples=60, deadline=None)
def test_more_agents_never_make_it_longer(facts: Facts, another: Standing) -> None:
    """Whatever the one more is doing."""
    fewer, more = estimate(facts), estimate(replace(facts, agents=(*facts.agents, another)))

    assert more.half_s <= fewer.half_s + 1e-6
    assert more.most_s <= fewer.most_s + 1e-6


@given(facts=SCENES, factor=st.sampled_from((0.25, 2.0, 8.0)), told=st.lists(st.floats(10, 1000), max_size=30))
@settings(max_examples=60, deadline=None)
def test_when_all_takes_twice_as_long_so_does_the_wait(facts: Facts, factor: float, told: list[float]) -> None:
    """No second is built in, in what is learnt from earlier estimates neither."""
    facts = replace(facts, told=tuple(Told(100, 200, waited, waited < 800) for waited in told))
    longer = Facts(
        tuple(Standing(one.state, one.for_s * factor, one.left_s * factor) for one in facts.agents),
        tuple(Ahead(one.share, one.waited_s * factor) for one in facts.ahead),
        Durations(tuple(time * factor for time in facts.handling.over)),
        Durations(tuple(time * factor for time in facts.turnaround.over)),
        facts.ring_s * factor,
        Patience(
            tuple(edge * factor for edge in facts.patience.edges), tuple(rate / factor for rate in facts.patience.rates)
        ),
        told=tuple(Told(100 * factor, 200 * factor, one.waited_s * factor, one.served) for one in facts.told),
    )

    assert estimate(longer).most_s == pytest.approx(factor * estimate(facts).most_s, rel=1e-6)
    assert estimate(longer).half_s == pytest.approx(factor * estimate(facts).half_s, rel=1e-6)


def test_where_nobody_is_there_no_figure_is_invented() -> None:
    """The place is known all the same."""
    said = estimate(scene(0, 2))

    assert (said.place, said.grounds, said.known, said.most_s) == (3, Grounds.NOBODY, False, 0)


def test_who_is_next_waits_for_the_first_of_all_agents() -> None:
    """Ten agents who take 100 to 300 s: one of them is free much sooner than one alone."""
    assert estimate(scene(1, 0, range(100, 300))).half_s > 190
    assert estimate(scene(10, 0, range(100, 300))).half_s < 150


def test_a_free_agent_has_only_to_answer() -> None:
    """After the ring."""
    facts = replace(scene(3, 0), agents=(Standing(BUSY), Standing(FREE)), ring_s=5)

    assert estimate(facts).most_s == pytest.approx(5)


def test_what_lasts_long_already_tells_how_it_goes_on() -> None:
    """After ten minutes it is none of the short calls, so there is more to come than of a fresh one."""
    times = [60.0] * 80 + [1800.0] * 20
    fresh, old = (
        estimate(replace(scene(1, 0, times), agents=(Standing(BUSY, for_s),))).half_s for for_s in (0.0, 600.0)
    )

    assert fresh == pytest.approx(80)
    assert old == pytest.approx(1220)


def test_those_who_hang_up_make_it_shorter() -> None:
    """Ten ahead, of whom every other one is gone before long."""
    patient = scene(2, 10)

    assert estimate(replace(patient, patience=Patience((0.0,), (1 / 300,)))).half_s < 0.7 * estimate(patient).half_s


def test_those_who_are_more_urgent_make_it_longer() -> None:
    """As long as a ticket does not grow as urgent by waiting."""
    alone = scene(2, 4)
    overtaken = replace(alone, overtaking=(Overtaking(1 / 200, np.inf),))
    soon_as_urgent = replace(alone, overtaking=(Overtaking(1 / 200, 60.0),))

    halves = [estimate(one).half_s for one in (alone, soon_as_urgent, overtaken)]
    assert halves == sorted(halves)
    assert halves[2] > 1.5 * halves[0]


def test_those_whom_others_can_serve_count_less() -> None:
    """Half of the agents who can take them are not mine."""
    mine = scene(2, 10)
    shared = replace(mine, ahead=(Ahead(0.5),) * 10)

    assert estimate(shared).half_s < 0.7 * estimate(mine).half_s


@pytest.mark.parametrize("leaving", [STAYS, Patience((0.0,), (1 / 2000,))])
def test_far_back_the_line_moves_at_its_mean_pace(leaving: Patience) -> None:
    """One step behind the callers who are played one by one, nothing jumps; far back it takes in proportion."""
    waits = [
        estimate(replace(scene(20, ahead), patience=leaving)).most_s for ahead in (FRONT - 1, FRONT, FRONT + 1, 1000)
    ]

    assert waits == sorted(waits)
    assert waits[2] - waits[1] < 0.1 * waits[1]
    assert leaving is not STAYS or waits[3] == pytest.approx(1000 * 220 / 20, rel=0.1)


def test_the_median_and_most_are_those_of_a_plain_line() -> None:
    """One agent, nine ahead, calls drawn here: the quantiles of sums of ten calls."""
    calls = np.random.default_rng(1).lognormal(5, 0.8, 300)
    sums = np.random.default_rng(2).choice(calls, (20_000, 10)).sum(axis=1) + 10 * 20
    said = estimate(replace(scene(1, 9, calls.tolist())))

    assert said.half_s == pytest.approx(np.quantile(sums, 0.5), rel=0.03)
    assert said.most_s == pytest.approx(np.quantile(sums, 0.85), rel=0.05)
