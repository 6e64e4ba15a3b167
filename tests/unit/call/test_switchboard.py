"""Which version the next call gets."""

import threading
from collections.abc import Callable, Iterator

import pytest

from ivr.call import switchboard as module
from ivr.call.switchboard import Switchboard
from ivr.errors import AuthorError, DatabaseError, IvrError, Problem

WAIT_S = 10


class Line:
    """A line whose versions are published by hand; `gate` holds up what is being made ready."""

    def __init__(self) -> None:
        self.wanted = ["one"]
        self.broken: dict[str, Exception] = {}
        self.unreachable: IvrError | None = None
        self.made: list[str] = []
        self.told: list[str] = []
        self.asked = threading.Semaphore(0)
        self.gate = threading.Event()
        self.gate.set()

    def ask(self) -> list[str]:
        """What is worth preparing, the live one first."""
        self.asked.release()
        if self.unreachable:
            raise self.unreachable
        return self.wanted

    def prepare(self, version: str) -> str:
        """Make a version ready."""
        self.gate.wait(WAIT_S)
        self.made.append(version)
        if version in self.broken:
            raise self.broken[version]
        return f"house {version}"

    def settle(self, done: Callable[[], bool]) -> bool:
        """Wait until the switchboard has asked often enough for something to be so."""
        for _ in range(2000):
            if done():
                return True
            self.asked.acquire(timeout=WAIT_S)
        return False

    def polls(self, times: int) -> None:
        """Let the switchboard ask so often."""
        while self.asked.acquire(blocking=False):
            pass
        for _ in range(times):
            assert self.asked.acquire(timeout=WAIT_S)


@pytest.fixture
def line() -> Line:
    """A line with one version."""
    return Line()


@pytest.fixture
def switchboard(line: Line, monkeypatch: pytest.MonkeyPatch) -> Iterator[Switchboard[str, str]]:
    """Watches the line, often."""
    monkeypatch.setattr(module, "POLL_S", 0.002)
    board = Switchboard(line.ask, line.prepare, line.told.append)
    yield board
    line.gate.set()
    board.close()


def test_the_next_call_gets_what_went_live(line: Line, switchboard: Switchboard[str, str]) -> None:
    """The call that runs holds what it got."""
    running = switchboard.taking
    line.wanted = ["two"]

    assert line.settle(lambda: switchboard.taking == "house two")
    assert running == "house one"


def test_what_may_go_live_is_ready_before_it_does(line: Line, switchboard: Switchboard[str, str]) -> None:
    """Kept by a publisher, it is prepared; live, it takes calls though nothing can be made any more."""
    line.wanted = ["one", "two"]
    assert line.settle(lambda: "two" in line.made)
    line.gate.clear()
    line.wanted = ["two", "one"]

    assert line.settle(lambda: switchboard.taking == "house two")
    line.wanted = ["one", "two"]
    assert line.settle(lambda: switchboard.taking == "house one")
    assert line.made == ["one", "two"]


def test_calls_go_on_while_a_version_is_made_ready(line: Line, switchboard: Switchboard[str, str]) -> None:
    """Nobody waits for it."""
    line.gate.clear()
    line.wanted = ["two"]
    line.polls(3)
    assert switchboard.taking == "house one"
    line.gate.set()

    assert line.settle(lambda: switchboard.taking == "house two")


def test_a_broken_version_never_takes_calls(line: Line, switchboard: Switchboard[str, str]) -> None:
    """It is told once and not tried again; the next good one takes over."""
    line.broken["two"] = AuthorError([Problem("flow.yaml", 1, 1, "unknown-key", "no such key")])
    line.wanted = ["two"]
    assert line.settle(lambda: bool(line.told))
    line.polls(5)

    assert (switchboard.taking, line.made) == ("house one", ["one", "two"])
    told = "flow.yaml:1:1: error[unknown-key]: no such key"
    assert line.told == [f"two cannot take calls; they go on as they are. {told}"]
    line.wanted = ["three", "two"]
    assert line.settle(lambda: switchboard.taking == "house three")


def test_what_the_operator_can_mend_is_tried_again(line: Line, switchboard: Switchboard[str, str]) -> None:
    """And told once, however often it fails."""
    line.broken["two"] = DatabaseError("the disk is full", "Make room")
    line.wanted = ["two"]
    assert line.settle(lambda: line.made.count("two") > 2)
    del line.broken["two"]

    assert line.settle(lambda: switchboard.taking == "house two")
    assert line.told == ["two cannot take calls; they go on as they are. the disk is full. Make room"]


def test_a_bug_of_ours_does_not_stop_the_line(line: Line, switchboard: Switchboard[str, str]) -> None:
    """Its kind is told."""
    line.broken["two"] = ZeroDivisionError("a caller's words")
    line.wanted = ["two"]
    assert line.settle(lambda: bool(line.told))

    assert line.told == ["two cannot take calls; they go on as they are. ZeroDivisionError"]
    assert switchboard.taking == "house one"


def test_a_database_that_is_gone_for_a_while_changes_nothing(line: Line, switchboard: Switchboard[str, str]) -> None:
    """Calls go on, and what goes live afterwards is noticed."""
    line.unreachable = DatabaseError("the database is gone")
    line.polls(4)
    assert line.told == ["which version is live cannot be told; calls go on as they are. the database is gone"]
    line.unreachable = None
    line.wanted = ["two"]

    assert line.settle(lambda: switchboard.taking == "house two")


def test_without_a_version_that_works_no_switchboard_opens(line: Line) -> None:
    """Who starts the line is told at once."""
    line.broken["one"] = DatabaseError("gone")
    with pytest.raises(DatabaseError):
        Switchboard(line.ask, line.prepare, line.told.append)
