"""Days at the desk: what is drawn, what is played, and how it is counted."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.waiting.command import SEEDS
from benchmarks.waiting.day import PATTERNS, Caller, Day, Pattern, Worker, draw
from benchmarks.waiting.figures import figures
from benchmarks.waiting.play import Play, Wait
from benchmarks.waiting.table import as_markdown, as_text
from ivr.handoff.estimate import Estimate, Grounds

ALONE = Worker("agent00", ((0.0, 10_000.0),))


def wait(took_s: float, most_s: float = 290, hung_up_after: float | None = None) -> Wait:
    """Somebody who was told five minutes."""
    said = Estimate(2, Grounds.LIVE, 150, most_s, 150, most_s)
    return Wait(0, 2, said, 100, took_s if hung_up_after is None else hung_up_after, hung_up_after is not None, took_s)


def test_no_day_is_both_tuned_on_and_reported() -> None:
    """Whatever the pattern."""
    assert not set(SEEDS["tuning"]) & set(SEEDS["report"])


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.name)
def test_a_day_is_drawn_from_its_seed(pattern: Pattern) -> None:
    """About as many callers as the pattern has, and as many agents."""
    day, again, other = draw(pattern, 1), draw(pattern, 1), draw(pattern, 2)
    expected = sum(pattern.calls(minute / 60) / 60 for minute in range(int(pattern.hours * 60)))

    assert day == again != other
    assert len(day.callers) == pytest.approx(expected, rel=0.15)
    for hour in (0.5, 2.5, 4.5):
        there = sum(start <= hour * 3600 < end for one in day.workers for start, end in one.shifts)
        assert there == pattern.agents(hour)


def test_callers_are_served_one_after_the_other() -> None:
    """The second waits for the first; the third hangs up, and would have waited for both."""
    callers = [Caller(10, 100, 9999, "normal"), Caller(20, 100, 9999, "normal"), Caller(30, 100, 50, "normal")]
    second, third = Play(Day(tuple(callers), (ALONE,)), 1).run()

    assert not second.hung_up
    assert 90 + 8 <= second.waited_s <= 90 + 9 + 40 + 9 + 120
    assert (third.place, third.hung_up) == (2, True)
    assert third.waited_s == pytest.approx(50)
    assert third.would_have_s is not None
    assert third.would_have_s > second.waited_s


def test_the_same_day_is_always_played_alike() -> None:
    """To the last second."""
    day = draw(replace(PATTERNS[1], hours=1), 3)

    assert Play(day, 3).run() == Play(day, 3).run()


def test_those_who_hung_up_count_by_when_they_would_have_been_served() -> None:
    """Half of the four were, or would have been, within five minutes."""
    row = figures("a day", [[wait(100), wait(400), wait(200, hung_up_after=50), wait(900, hung_up_after=350)]])

    assert (row.kept, row.hung_up, row.callers) == (0.5, 0.5, 4)
    assert row.kept_by_plain == 0.25
    assert row.off == pytest.approx(np.mean([50, 250, 50, 750]))


def test_a_line_can_count_those_who_hung_up_as_censored() -> None:
    """Two served within 300 s, one after; one hung up before: of the two who were still there then, one."""
    row = figures("a day", [[wait(100), wait(400), wait(200), wait(900, hung_up_after=150)]])

    assert row.kept_by_censoring == pytest.approx(1 - (3 / 4) * (1 / 2))


def test_the_loss_is_least_at_the_true_quantile() -> None:
    """Of a hundred waits of 1 to 100 s it is 85."""
    losses = {said: figures("a day", [[wait(took, said) for took in range(1, 101)]]).pinball for said in (70, 85, 95)}

    assert min(losses, key=lambda said: losses[said]) == 85


def test_the_table_has_every_pattern() -> None:
    """For people and for the documentation."""
    rows = [figures(name, [[wait(100)]]) for name in ("one", "two")]

    assert "one" in as_text(rows)
    assert as_markdown(rows).count("\n") == 3
