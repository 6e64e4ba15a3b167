"""Costs put into a flow's file: nothing else changes."""

from collections.abc import Callable

import pytest

from ivr.flow.costs_text import with_costs
from ivr.flow.loader import LoadedFlow

CHANGED = {"wrong_route": 8, "taken_back": 6.0}


def test_costs_come_before_the_intents(smallest: str, load: Callable[[str], LoadedFlow]) -> None:
    """Every other line is as it was."""
    told = with_costs(smallest, CHANGED)

    assert told == smallest.replace("intents:", "costs:\n  wrong_route: 8\n  taken_back: 6.0\nintents:")
    assert load(told).flow.costs.wrong_route == 8


def test_a_remark_above_the_intents_stays_with_them(smallest: str) -> None:
    """It is about them and not about the costs."""
    told = with_costs(smallest.replace("intents:", "\n# What callers want.\nintents:"), CHANGED)

    assert "taken_back: 6.0\n# What callers want.\nintents:" in told


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_costs_that_are_there_keep_their_remarks_and_other_keys(smallest: str, newline: str) -> None:
    """Only the values that change are changed."""
    costs = "costs:  # ours\n  wrong_route: 5  # since May\n  confirm: 2\n\n# Who calls.\n"
    told = with_costs(smallest.replace("intents:", f"{costs}intents:").replace("\n", newline), CHANGED)

    assert f"costs:  # ours{newline}  wrong_route: 8  # since May{newline}  confirm: 2{newline}" in told
    assert told.endswith(smallest[smallest.index("intents:") :].replace("\n", newline))
    assert f"{newline}# Who calls.{newline}intents:" in told


def test_costs_on_one_line_stay_on_one_line(smallest: str) -> None:
    """As their author likes them."""
    told = with_costs(smallest.replace("intents:", "costs: {wrong_route: 5}\nintents:"), CHANGED)

    assert "costs: {wrong_route: 8, taken_back: 6.0}\nintents:" in told


def test_no_flow_at_all_gives_the_costs_alone() -> None:
    """As they are shown to whoever puts them in by hand."""
    assert with_costs("", {"wrong_route": 8}) == "costs:\n  wrong_route: 8\n"
