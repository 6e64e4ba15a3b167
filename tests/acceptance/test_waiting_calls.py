"""A call is held in one process, and its caller taken by an agent in another, over the same database."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.handoff.agent import Agent
from ivr.handoff.desk import Desk
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Ticket, TicketStatus
from ivr.store.engine import open_engine

PATIENCE_S = 60
AGENT = {"retail": "agent", "retail.zh": "人工"}


def within_a_minute(of: Callable[[], Ticket | None]) -> Ticket:
    """What is there sooner or later."""
    until = time.monotonic() + PATIENCE_S
    while (found := of()) is None:
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.1)
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """李雷, at a desk of another process."""
    engine = open_engine(f"sqlite:///{tmp_path / 'ivr.sqlite'}")
    made = Desk(SqlQueue(engine), DeskPlan(), lambda: datetime.now(UTC))
    made.queue.enrol(Agent("li", "李雷"))
    made.sign_in("li")
    made.become_available("li")
    yield made
    engine.dispose()


@pytest.fixture
def caller(tmp_path: Path, cache_dir: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Calls a line by typing, and stays on it."""
    calls: list[subprocess.Popen[str]] = []

    def begin(flow: str) -> subprocess.Popen[str]:
        own = {"IVR_DATA_DIR": str(tmp_path), "IVR_CACHE_DIR": str(cache_dir)}
        call = subprocess.Popen(
            [sys.executable, "-m", "ivr", "call", "--flow", flow, "--text", "--wait", "--json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, **own},
        )
        calls.append(call)
        return call

    yield begin
    for call in calls:
        with call:
            call.kill()


def say(call: subprocess.Popen[str], *lines: str) -> None:
    """The caller types."""
    assert call.stdin is not None
    call.stdin.write("".join(f"{line}\n" for line in lines))
    call.stdin.flush()


def until(call: subprocess.Popen[str], event: str) -> list[dict[str, object]]:
    """All that happens up to this event; the caller stays on the line."""
    assert call.stdout is not None
    seen: list[dict[str, object]] = []
    for line in call.stdout:
        seen.append(json.loads(line))
        if seen[-1]["event"] == event:
            return seen
    raise AssertionError(f"{event} did not come about: {[one['event'] for one in seen]}")


@pytest.mark.parametrize("flow", ["retail", "retail.zh"])
def test_an_agent_of_another_process_takes_the_caller(
    caller: Callable[[str], subprocess.Popen[str]], desk: Desk, flow: str
) -> None:
    """The caller waits, is connected, and the call ends when the agent is done."""
    call = caller(flow)
    say(call, AGENT[flow])
    until(call, "waiting")
    taken = within_a_minute(lambda: desk.queue.claim("li", datetime.now(UTC)))
    assert until(call, "connected")[-1]["agent"] == "李雷"
    assert next(one.what for one in desk.queue.history(taken.id)) == "told", "what the caller heard is on the record"
    desk.finish(taken.id, "li", Outcome("solved"))

    told = until(call, "call_ended")
    assert told[-1]["disposition"] == "transferred"
    assert "agent_finished" in [one["event"] for one in told]


def test_a_caller_who_hangs_up_is_offered_to_nobody(caller: Callable[[str], subprocess.Popen[str]], desk: Desk) -> None:
    """Whatever the agents do."""
    call = caller("retail")
    say(call, "agent")
    waiting = within_a_minute(lambda: next(iter(desk.queue.waiting()), None))
    assert call.stdin is not None
    call.stdin.close()
    told = until(call, "call_ended")

    left = desk.queue.find(waiting.id)
    assert left is not None
    assert left.status is TicketStatus.LEFT
    assert told[-1]["disposition"] == "abandoned"
    assert desk.queue.claim("li", datetime.now(UTC)) is None
