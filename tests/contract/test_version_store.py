"""What every store of versions promises: in SQLite, in PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ivr.publishing.sql_versions import SqlVersions
from ivr.publishing.version import Draft, Files
from ivr.publishing.version_store import VersionStore
from ivr.store.engine import open_engine
from ivr.terms import Language
from ivr.testing import FakeClock

EN, ZH = Language.ENGLISH, Language.MANDARIN
NOON = FakeClock()()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[VersionStore]:
    """An empty store of each kind."""
    engine = open_engine(database(request.param))
    yield SqlVersions(engine)
    engine.dispose()


def draft(language: Language = EN, text: bytes = b"flow: shop\n") -> Draft:
    """A flow with a table in a folder of its own, in any bytes."""
    entry = f"flow.{language}.yaml"
    return Draft(language, "abc123", Files(entry, {entry: text, "data/订单.csv": b"\x00\xff\r\n"}))


def publish(store: VersionStore, *drafts: Draft, note: str = "") -> int:
    """Keep drafts and make them live."""
    now = {one.language: one.number for one in store.versions("shop") if one.live}
    kept = store.keep("shop", drafts, "anna", note, NOON)
    assert store.switch("shop", now, {one.language: one.number for one in kept}, NOON)
    return kept[0].number


def live(store: VersionStore, line: str = "shop") -> dict[str, int]:
    """The live version of each language."""
    return {one.language: one.number for one in store.versions(line) if one.live}


def test_a_line_that_was_never_published_has_no_versions(store: VersionStore) -> None:
    """And that is no error."""
    assert store.versions("shop") == []


def test_a_version_comes_out_as_it_went_in(store: VersionStore) -> None:
    """Every field, and every byte of every file."""
    store.keep("shop", [draft()], "安娜", "first\ntry", NOON)
    (kept,) = store.versions("shop")

    assert (kept.name, kept.author, kept.note, kept.published) == ("shop.en@1", "安娜", "first\ntry", NOON)
    assert (kept.hash, kept.replaces, kept.went_live, kept.live) == ("abc123", None, None, False)
    assert store.files(kept) == draft().files


def test_what_is_kept_is_not_live_yet(store: VersionStore) -> None:
    """Callers get what they got, until the switch."""
    publish(store, draft())
    store.keep("shop", [draft(text=b"better")], "ben", "", NOON)

    assert live(store) == {EN: 1}


def test_languages_that_are_published_at_once_have_one_number(store: VersionStore) -> None:
    """One alone gets the next number, and the other language stays as it is."""
    publish(store, draft(EN), draft(ZH))
    publish(store, draft(ZH))

    assert live(store) == {EN: 1, ZH: 2}
    assert [one.name for one in store.versions("shop")] == ["shop.zh@2", "shop.en@1", "shop.zh@1"]


def test_a_version_knows_what_it_replaced_and_when_it_went_live(store: VersionStore) -> None:
    """So there is a way back, also after going back: the fourth replaced the second."""
    for _ in range(3):
        publish(store, draft())
    assert store.switch("shop", {EN: 3}, {EN: 2}, NOON + timedelta(hours=1))
    publish(store, draft())
    newest, third, second, first = store.versions("shop")

    assert [one.replaces for one in (newest, third, second, first)] == [2, 2, 1, None]
    assert second.went_live == NOON + timedelta(hours=1)
    assert [one.live for one in (newest, third, second, first)] == [True, False, False, False]


def test_who_is_overtaken_changes_nothing(store: VersionStore) -> None:
    """A switch from what is not live any more, or from nothing where there is something, in no language."""
    publish(store, draft(EN), draft(ZH))
    publish(store, draft(ZH))
    store.keep("shop", [draft(EN), draft(ZH)], "ben", "", NOON)

    assert not store.switch("shop", {EN: 1, ZH: 1}, {EN: 3, ZH: 3}, NOON)
    assert not store.switch("shop", {}, {EN: 3}, NOON)
    assert live(store) == {EN: 1, ZH: 2}
    assert [one.went_live for one in store.versions("shop") if one.number == 3] == [None, None]


def test_lines_do_not_mix(store: VersionStore) -> None:
    """Each has its own numbers."""
    publish(store, draft())
    store.keep("bank", [draft()], "ben", "", NOON)

    assert [one.name for one in store.versions("bank")] == ["bank.en@1"]
    assert (live(store), live(store, "bank")) == ({EN: 1}, {})


def test_of_many_who_publish_at_once_each_has_a_number_and_one_is_live(store: VersionStore) -> None:
    """Numbers are never dealt twice, and exactly one of those who saw nothing live makes it."""

    def attempt(at: int) -> bool:
        kept = store.keep("shop", [draft(text=str(at).encode())], "anna", "", NOON)
        return store.switch("shop", {}, {EN: kept[0].number}, NOON)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, range(8)))

    assert sorted(one.number for one in store.versions("shop")) == list(range(1, 9))
    assert outcomes.count(True) == 1
    assert len(live(store)) == 1
