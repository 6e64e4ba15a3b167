"""What becomes of the values in a JSON answer."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.lookups.json_answer import MisfitError, values_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab0", max_size=2), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"on its way"', "on its way"),
        ('"在路上"', "在路上"),
        ('"\\u5728\\u8def\\u4e0a"', "在路上"),
        ('"0123"', "0123"),
        ('"2026-03-02"', "2026-03-02"),
        ('""', ""),
        ("12.50", "12.50"),
        ("-3", "-3"),
        ("1e2", "100"),
        ("1.5E-2", "0.015"),
        ("1e999999999999999999999", "1e999999999999999999999"),
        ("123456789012345678901234567890.10", "123456789012345678901234567890.10"),
        ("9" * 5000, "9" * 5000),
        ("true", "yes"),
        ("false", "no"),
    ],
)
def test_values_become_texts_and_nothing_is_lost(written: str, read: str) -> None:
    """Numbers stay as they are written, with their zeros and all their digits; yes and no are as slots have them."""
    assert values_of(f'{{"it": {written}}}'.encode(), {"it": "it"}) == {"it": read}


def test_values_are_found_by_their_places() -> None:
    """Keys and positions in lists, in any order of both."""
    answer = {"account": {"owners": [{"name": "陈"}, {"name": "Li"}]}, "0": {"x": 1}}
    fields = {"second": "account.owners.1.name", "first": "account.owners.0.name", "x": "0.x"}

    assert values_of(json.dumps(answer).encode(), fields) == {"second": "Li", "first": "陈", "x": "1"}
    assert values_of(b'["a", "b"]', {"last": "1"}) == {"last": "b"}


@pytest.mark.parametrize("answer", [b'{"a": {}}', b'{"a": {"b": null}}', b'{"a": "b"}', b"[1, 2]", b"3", b"null"])
def test_a_value_that_is_not_there_is_told_by_its_name(answer: bytes) -> None:
    """Unless its place says that it may be missing; then the row is without it."""
    with pytest.raises(MisfitError, match=r"^the answer lacks balance$"):
        values_of(answer, {"balance": "a.b"})
    assert values_of(answer, {"balance": "a.b?"}) == {}


@pytest.mark.parametrize("step", ["2", "-1", "00", "x", "9" * 5000, "٠"])
def test_a_place_in_a_list_is_a_position_in_it(step: str) -> None:
    """Nothing is counted from the end, and nothing else is a number."""
    with pytest.raises(MisfitError):
        values_of(b'["a", "b"]', {"it": step})


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "no JSON"),
        (b"<html>", "no JSON"),
        (b'{"a": NaN}', "no JSON"),
        (b'{"a": -Infinity}', "no JSON"),
        (b'{"a": "\xff"}', "no JSON"),
        (b"[" * 60_000, "no JSON"),
        (b'{"a": [1]}', "a is a list or has parts of its own"),
        (b'{"a": {"b": 1}}', "a is a list or has parts of its own"),
        (b'{"a": "\\ud800"}', "a holds characters that are no text"),
        (b'{"a": "x\\u0000"}', "a holds characters that are no text"),
    ],
)
def test_an_answer_that_is_none_is_told(answer: bytes, reason: str) -> None:
    """By what is wrong with it, and with nothing of what it holds."""
    with pytest.raises(MisfitError, match=reason):
        values_of(answer, {"a": "a"})


def test_lines_and_a_byte_order_mark_are_no_harm() -> None:
    """Some services put them there."""
    assert values_of('\ufeff{"a": "first\\nsecond"}'.encode(), {"a": "a"}) == {"a": "first\nsecond"}


@given(VALUES, st.sampled_from(["a", "0", "a.b", "0.0?", "b.a.0?"]))
def test_any_json_gives_texts_or_a_reason(value: object, steps: str) -> None:
    """Whatever a service says, nothing else comes of it."""
    found = _found(json.dumps(value).encode(), steps)

    assert found is None or all(isinstance(text, str) for text in found.values())


@given(st.binary(max_size=40))
def test_any_bytes_give_texts_or_a_reason(body: bytes) -> None:
    """Nor do bytes that are no JSON at all."""
    assert (_found(body, "a?") or {}).keys() <= {"it"}


def _found(body: bytes, steps: str) -> Mapping[str, str] | None:
    try:
        return values_of(body, {"it": steps})
    except MisfitError:
        return None
