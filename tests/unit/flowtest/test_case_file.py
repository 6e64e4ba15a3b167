"""Files of cases: every mistake with its place."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.errors import AuthorError, WrongUse
from ivr.flowtest.case_file import LoadedCases, find_cases
from ivr.terms import Language

GOOD = """\
today: 2026-11-21
cases:
  an order is tracked:
    lookups: {orders: [missing, {status: late, day: 2026-11-24}]}
    turns:
      - {prompt: Hello}
      - {say: where is my order, intent: track_order, node: order}
      - {say: "1234", slots: {number: "1234"}, lookup: {from: orders, outcome: found}, prompt: on its way}
    queue: none
    disposition: contained
"""


def test_a_good_file_is_read_as_it_was_written(write: Callable[[str], LoadedCases]) -> None:
    """Shorthands are filled in, and days in rows stay what was written."""
    case = write(GOOD).cases.cases["an order is tracked"]

    assert case.lookups["orders"] == ["missing", {"status": "late", "day": "2026-11-24"}]
    assert [turn.say for turn in case.turns] == [None, "where is my order", "1234"]
    assert case.turns[0].prompt is not None
    assert case.turns[0].prompt.contains == ["Hello"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "queue: none",
            "quue: none",
            "9:5: error[unknown-key]: cases.an order is tracked.quue: no such key. Did you mean 'queue'?",
        ),
        ("node: order", "node: ordr", "7:61: error[no-such-node]: the flow has no node 'ordr'. Did you mean 'order'?"),
        (
            "intent: track_order",
            "intent: track",
            "7:42: error[no-such-intent]: the flow has no intent 'track'. Did you mean 'track_order'?",
        ),
        (
            "intent: track_order",
            "intnt: refund",
            "7:34: error[unknown-key]: cases.an order is tracked.turns.1.intnt: no such key. Did",
        ),
        ("{number: ", "{numbr: ", "8:31: error[no-such-slot]: the flow has no slot 'numbr'. Did you mean 'number'?"),
        (
            "from: orders",
            "from: order",
            "8:63: error[no-such-lookup]: the flow has no lookup 'order'. Did you mean 'orders'?",
        ),
        (
            "queue: none",
            "queue: complaint",
            "9:12: error[no-such-queue]: the flow has no queue 'complaint'. Did you mean 'complaints'?",
        ),
        ("[missing,", "[mising,", "'mising' is no answer; a look-up gives a row, `missing` or `failed`"),
        ('say: "1234"', "say: 1234", "this is the number 1234, not a text. Put it in quotes"),
        ("contained", "happy", ": cases.an order is tracked.disposition: Input should be 'contained'"),
        ('say: "1234"', 'say: "1234", silence: true', "a caller does one thing a turn"),
        (
            "{say: where is my order, ",
            "{",
            "each turn but the first needs `say`, `hear`, `keys`, `silence` or `hang_up`",
        ),
        (
            'say: "1234"',
            "hear: nobody.wav",
            "8:16: error[no-such-recording]: there is no such sound file beside the cases. Check the path",
        ),
        ('say: "1234"', 'say: "1234", reply_within_ms: 9', "`reply_within_ms` goes with `hear`"),
        ("prompt: on its way", "prompt: {matches: '('}", "this is no regular expression"),
        ("    lookups:", "    now: 2026-11-21\n    lookups:", "this is no moment; write it as 2026-12-24 14:30"),
        ("today: 2026-11-21", "today: someday", "today: this is no day; write it as 2026-12-24"),
    ],
)
def test_every_mistake_is_told_with_its_place(
    write: Callable[[str], LoadedCases], old: str, new: str, told: str
) -> None:
    """File, line, column, and the near name."""
    assert old in GOOD
    with pytest.raises(AuthorError) as caught:
        write(GOOD.replace(old, new))

    assert any(told in str(problem) for problem in caught.value.problems), str(caught.value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, len(GOOD)), noise=st.text(st.characters(codec="utf-8"), max_size=12))
def test_a_damaged_file_is_the_authors_business(write: Callable[[str], LoadedCases], cut: int, noise: str) -> None:
    """Whatever is cut off or typed in between gives cases or places, never a traceback."""
    for text in (GOOD[:cut] + noise + GOOD[cut:], GOOD[:cut] + noise):
        with suppress(AuthorError):
            assert write(text).cases.cases


def test_the_files_beside_a_flow_are_those_of_its_language(tmp_path: Path) -> None:
    """And those that name no language."""
    for name in ("a.en.cases.yaml", "a.zh.cases.yaml", "b.cases.yaml", "flow.en.yaml"):
        (tmp_path / name).touch()

    found = [path.name for path in find_cases(tmp_path / "flow.en.yaml", Language.ENGLISH)]

    assert found == ["a.en.cases.yaml", "b.cases.yaml"]


def test_no_cases_is_the_callers_mistake(tmp_path: Path) -> None:
    """The name that is looked for is told."""
    with pytest.raises(WrongUse, match=r"NAME\.zh\.cases\.yaml"):
        find_cases(tmp_path / "flow.zh.yaml", Language.MANDARIN)
