"""Conditions of branches: numbers as numbers, days as days, texts as they are written."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ivr.flow.branch import CONDITIONS, Branch, quantity, taken
from ivr.terms import Language


def holds(value: str | None, **condition: Any) -> bool:
    """Whether a branch on the value `x` is taken, when the flow knows `x` and a `limit` of 1000."""
    known = {"limit": "1000"} | ({} if value is None else {"x": value})
    return Branch.model_validate({"value": "x", "go": "there", **condition}).holds(known, Language.ENGLISH)[0]


@pytest.mark.parametrize(
    ("value", "condition", "expected"),
    [
        ("yes", {"is": "yes"}, True),
        ("Yes", {"is": "yes"}, False),
        ("0571", {"is": "571"}, False),
        ("no", {"is_not": "yes"}, True),
        (None, {"is_not": "yes"}, False),
        (None, {"is": "yes"}, False),
        ("b", {"one_of": ["a", "b"]}, True),
        ("c", {"one_of": ["a", "b"]}, False),
        ("1000", {"is": "{limit}"}, True),
        ("1000.01", {"above": 1000}, True),
        ("1000", {"above": 1000}, False),
        ("999", {"above": "{limit}"}, False),
        ("1000", {"at_least": "{limit}"}, True),
        ("1000", {"above": "{unknown}"}, False),
        ("9", {"below": 10}, True),
        ("0.3", {"at_most": 0.3}, True),
        ("12.50 EUR", {"above": 12}, True),
        ("12.50 EUR", {"above": "12 EUR"}, True),
        ("12.50 EUR", {"above": "12 USD"}, False),
        ("much", {"above": 12}, False),
        ("much", {"at_most": 12}, False),
        ("2026-12-24", {"below": date(2026, 12, 25)}, True),
        ("2026-12-24T09:00", {"at_most": "2026-12-24"}, True),
        ("2026-12-24T09:00", {"above": "2026-12-24T08:59"}, True),
        ("09:00", {"below": "12:30"}, True),
        ("09:00", {"below": 12}, False),
        ("x", {"known": True}, True),
        (None, {"known": False}, True),
        ("x", {"known": False}, False),
    ],
)
def test_a_condition_holds_or_not(value: str | None, condition: dict[str, Any], expected: bool) -> None:
    """Nothing is guessed: of what is not known, or cannot be compared, no condition but `known` holds."""
    assert holds(value, **condition) is expected


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"is": "a", "is_not": "b"},
        {"is": 571},
        {"is": True},
        {"one_of": []},
        {"one_of": [1]},
        {"above": "much"},
        {"above": True},
        {"above": float("inf")},
    ],
)
def test_a_condition_that_is_none_is_refused(condition: dict[str, Any]) -> None:
    """One of them, and compared with what it can be compared with."""
    with pytest.raises(ValidationError):
        holds("x", **condition)


def test_the_first_that_holds_is_taken_and_no_value_is_told() -> None:
    """The reason speaks of conditions as their author wrote them."""
    branches = [
        Branch.model_validate({"value": "x", "above": 5, "go": "a"}),
        Branch.model_validate({"value": "x", "above": 3, "go": "b"}),
        Branch.model_validate({"value": "x", "above": 1, "go": "c"}),
    ]

    branch, why = taken(branches, {"x": "4.75"}, Language.ENGLISH)
    assert (branch, why) == (branches[1], "x is above 3: on to b")
    branch, why = taken(branches, {"x": "secret"}, Language.ENGLISH)
    assert branch is None
    assert why.startswith("no branch holds: x is nothing that can be above 5; ")
    assert "secret" not in why


NUMBERS = st.decimals(-(10**12), 10**12, places=2)


@given(NUMBERS, NUMBERS)
def test_numbers_are_ordered_as_numbers(one: Decimal, other: Decimal) -> None:
    """However they are written: with zeros behind, as an amount."""
    assert holds(f"{one:f}", above=f"{other:f}") is (one > other)
    assert holds(f"{one:f}0 EUR", at_most=f"{other:f}") is (one <= other)


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)), st.times())
def test_days_and_moments_are_ordered_in_time(one: date, other: date, at: time) -> None:
    """A day with a time beside a day counts as that day."""
    moment = datetime.combine(one, at).isoformat(timespec="minutes")

    assert holds(one.isoformat(), below=other.isoformat()) is (one < other)
    assert holds(moment, at_least=other.isoformat()) is (one >= other)


@given(st.text(max_size=20), st.sampled_from([one for one in CONDITIONS if one != "known"]), st.text(max_size=20))
def test_any_text_can_be_compared(value: str, condition: str, limit: str) -> None:
    """Whatever a caller said or a row holds, a branch is taken or not."""
    operand: Any = [limit] if condition == "one_of" else limit
    try:
        assert holds(value, **{condition: operand}) in (True, False)
    except ValidationError:
        assert quantity(limit) is None
