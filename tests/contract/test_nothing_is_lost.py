"""Killed at any moment, a process has lost nothing that it said was written."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.handoff.sql_queue import SqlQueue
from ivr.records.sql_store import SqlStore
from ivr.store.engine import open_engine

WRITER = Path(__file__).with_name("writer.py")


def write_and_die(url: str, life: int, lines: int) -> list[str]:
    """Start a writer, kill it (SIGKILL) right after so many lines of its output, and return what it printed."""
    command = [sys.executable, "-c", f"import runpy; runpy.run_path({str(WRITER)!r}, run_name='__main__')"]
    with subprocess.Popen([*command, url, f"life{life}"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = [process.stdout.readline() for _ in range(lines)]
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
