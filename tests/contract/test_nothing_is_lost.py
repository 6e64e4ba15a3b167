"""Killed at any moment, a process has lost nothing that it said was written."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.handoff.sql_queue import SqlQueue
from ivr.publishing.sql_versions import SqlVersions
from ivr.records.sql_store import SqlStore
from ivr.store.engine import open_engine
from ivr.terms import Language

WRITER = Path(__file__).with_name("writer.py")
PUBLISHING_WRITER = Path(__file__).with_name("publishing_writer.py")


def write_and_die(url: str, life: int, lines: int, writer: Path = WRITER, wait_s: float = 0) -> list[str]:
    """Start a writer, kill it (SIGKILL) `wait_s` after so many lines of its output, and return what it printed."""
    command = [sys.executable, "-c", f"import runpy; runpy.run_path({str(writer)!r}, run_name='__main__')"]
    with subprocess.Popen([*command, url, f"life{life}"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = [process.stdout.readline() for _ in range(lines)]
        time.sleep(wait_s)
        process.kill()
        printed += process.stdout.readlines()
    return [line.strip() for line in printed if line.endswith("\n")]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_written_survives_the_writer(kind: str, database: Callable[[str], str]) -> None:
    """Ten lives, each killed at another moment: every turn and every ticket that was reported is there, once."""
    url, chance = database(kind), random.Random(7)
    open_engine(url).dispose()
    printed = [line for life in range(10) for line in write_and_die(url, life, chance.randint(1, 40))]
    engine = open_engine(url)
    store, queue = SqlStore(engine), SqlQueue(engine)
    turns = [f"turn {one.call_id}" for call in store.calls() for one in store.turns(call.id)]
    tickets = [f"ticket {one.call_id}" for one in queue.waiting()]
    engine.dispose()

    assert len(printed) > 10
    assert [line for line in printed if (turns + tickets).count(line) != 1] == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_publisher_who_is_killed_leaves_the_old_version_or_the_new(kind: str, database: Callable[[str], str]) -> None:
    """Ten lives: what is live is whole, the same in both languages, and nothing older than what was told last."""
    url, chance = database(kind), random.Random(11)
    open_engine(url).dispose()
    for life in range(10):
        printed = write_and_die(url, life, chance.randint(1, 6), PUBLISHING_WRITER, chance.uniform(0, 0.03))
        engine = open_engine(url)
        store = SqlVersions(engine)
        versions = store.versions("shop")
        live = {one.language: one for one in versions if one.live}
        files = [store.files(one) for one in live.values()]
        engine.dispose()

        told = int(printed[-1].removeprefix("live "))
        going_back = {one.replaces for one in versions if one.number == told}
        (number,) = {one.number for one in live.values()}
        assert set(live) == set(Language)
        assert number in {told, *going_back, versions[0].number}
        assert {one.contents["flow.yaml"].decode() for one in files} == {one.hash for one in live.values()}
        assert all(one.contents["table.csv"] == one.contents["flow.yaml"] * 2000 for one in files)
