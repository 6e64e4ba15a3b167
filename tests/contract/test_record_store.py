"""What every record store promises: in memory, in SQLite, in PostgreSQL."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.records.model import CallRecord, Turn
from ivr.records.sql_store import SqlStore
from ivr.records.store import RecordStore
from ivr.store.engine import open_engine
from ivr.terms import Disposition, EndReason, Language
from ivr.testing import FakeClock, MemoryRecords

URLS = ("memory", "sqlite", "postgresql")
clock = FakeClock()


@pytest.fixture(params=URLS)
def store(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[RecordStore]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield MemoryRecords()
        return
    engine = open_engine(database(request.param))
    yield SqlStore(engine)
    engine.dispose()


def call(name: str, after_s: int = 0) -> CallRecord:
    """A call that began so many seconds after nine."""
    return CallRecord(name, "retail", "v1", Language.MANDARIN, clock() + timedelta(seconds=after_s))


def turn(name: str, number: int) -> Turn:
    """One turn of a call."""
    return Turn(
        call_id=name,
        number=number,
        node_before="welcome",
        node_after="order",
        prompt="您好，请问需要什么？",
        transcript={"text": "it's late", "words": [{"text": "it's", "confidence": 0.5}]},
        interpretation={"slots": [], "answer": None, "ranked": [["track_order", 0.9]]},
        decision={"kind": "accept"},
        timings={"reply_start_ms": 1200},
        survey={"slot": "rating", "answer": "4"},
    )


def ended(one: CallRecord) -> CallRecord:
    """The same call, over."""
    return replace(one, duration_ms=61_000, disposition=Disposition.CONTAINED, end_reason=EndReason.GOODBYE)


def test_an_empty_store_holds_nothing(store: RecordStore) -> None:
    """No calls, and no turns of a call that never was."""
    assert (store.calls(), store.turns("a")) == ([], [])


def test_a_call_is_on_record_while_it_goes_on(store: RecordStore) -> None:
    """How it ended is not known yet."""
    store.start(call("a"))

    assert [call("a")] == store.calls()


def test_how_a_call_ended_is_kept(store: RecordStore) -> None:
    """Beside what was known before."""
    store.start(call("a"))
    store.end(ended(call("a")))

    assert [ended(call("a"))] == store.calls()


def test_calls_come_oldest_first(store: RecordStore) -> None:
    """Whatever the order in which they were written; at the same moment by name."""
    for name, at in (("c", 10), ("b", 0), ("a", 0), ("d", -10)):
        store.start(call(name, at))

    assert [one.id for one in store.calls()] == ["d", "a", "b", "c"]


def test_turns_come_out_as_they_went_in(store: RecordStore) -> None:
    """Every field, in order, each with its own call."""
    for name in ("a", "b"):
        store.start(call(name))
    for name, number in (("a", 1), ("b", 1), ("a", 2), ("a", 3)):
        store.add(turn(name, number))

    assert [turn("a", 1), turn("a", 2), turn("a", 3)] == store.turns("a")
    assert [turn("b", 1)] == store.turns("b")


def test_a_replayed_call_replaces_itself_with_its_turns(store: RecordStore) -> None:
    """The same recording is the same call; nothing of the older replay is left, and other calls are left alone."""
    for name in ("a", "b"):
        store.start(call(name))
        store.add(turn(name, 1))
    store.end(ended(call("a")))
    store.start(call("a", 60))

    assert [call("b"), call("a", 60)] == store.calls()
    assert ([], [turn("b", 1)]) == (store.turns("a"), store.turns("b"))
