"""What is done every second."""

import logging
from threading import Event

import pytest

from ivr.console.rounds import Rounds
from ivr.errors import DatabaseError
from ivr.store.memory_bell import MemoryBell


def test_rounds_are_made_while_the_block_lasts() -> None:
    """Again and again, and not afterwards."""
    made, enough = [], Event()

    def step() -> None:
        made.append(1)
        if len(made) == 3:
            enough.set()

    with Rounds([step], every_s=0.001):
        assert enough.wait(10)
    after = len(made)

    assert not Event().wait(0.02)
    assert len(made) == after


def test_a_round_is_made_at_once_when_something_happens() -> None:
    """Nobody waits for the time to be over."""
    made, bell = Event(), MemoryBell()
    listener = bell.listener("tickets")

    with Rounds([made.set], wait=lambda _: listener.heard(2)):
        bell.ring("tickets")
        assert made.wait(1.5)


def test_a_step_that_fails_is_tried_again_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """The other steps go on meanwhile; when it fails anew, it is told anew."""
    caplog.set_level(logging.ERROR)
    well: list[int] = []
    fails = [True, True, False, True]

    def step() -> None:
        if fails.pop(0):
            raise DatabaseError("the database cannot be used")

    rounds = Rounds([step, lambda: well.append(1)])
    for _ in range(4):
        rounds.make()

    assert len(well) == 4
    assert len(caplog.records) == 2
