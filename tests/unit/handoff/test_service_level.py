"""Who counts as served in time."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.handoff.plan import QueuePlan
from ivr.handoff.service_level import Arrival, ServiceLevel, service_level

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAN = QueuePlan("general", target_s=20)


def after(seconds: int) -> datetime:
    """So many seconds past nine."""
    return NINE + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("arrival", "due", "in_time"),
    [
        (Arrival("general", NINE, answered=after(20)), 1, 1),
        (Arrival("general", NINE, answered=after(21)), 1, 0),
        (Arrival("general", NINE, left=after(20)), 0, 0),
        (Arrival("general", NINE, left=after(21)), 1, 0),
        (Arrival("general", after(80)), 0, 0),
        (Arrival("general", after(79)), 1, 0),
    ],
    ids=["in time", "late", "soon gone", "gone for good reason", "has just come", "waits too long"],
)
def test_who_is_due_and_who_was_in_time(arrival: Arrival, due: int, in_time: int) -> None:
    """At a hundred seconds past nine, with a target of twenty."""
    assert service_level([arrival], PLAN, after(100)) == ServiceLevel(due, in_time)


def test_the_share_is_of_those_who_were_due() -> None:
    """Where nobody was, there is none."""
    arrivals = [Arrival("general", NINE, answered=after(wait)) for wait in (1, 5, 20, 60)]

    assert service_level(arrivals, PLAN, after(100)).share == 0.75
    assert service_level([], PLAN, NINE).share is None
