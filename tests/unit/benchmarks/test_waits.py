"""How long callers wait, read off recordings whose waits are known."""

import numpy as np
import pytest

from benchmarks.turn_taking.waits import Wait, waits_in
from ivr.audio.frames import LINE_RATE, Pcm
from ivr.testing import hush, voice

NOISE = np.random.default_rng(0).normal(0, 20, LINE_RATE).round().astype(np.int16)
"""A second of a quiet room: -64 dBFS."""


def side(*spans: tuple[int, int], seconds: int = 10) -> Pcm:
    """A channel that is loud in these spans of ms."""
    pcm = hush(seconds * 1000)
    for begin, end in spans:
        pcm[begin * 16 : end * 16] = voice(end - begin)
    return pcm


@pytest.mark.parametrize("reply_ms", [1_500, 1_507, 3_000])
def test_a_wait_is_from_the_last_sound_of_the_caller_to_the_first_of_the_line(reply_ms: int) -> None:
    """To the sample; what the line said before does not count."""
    (wait,) = waits_in(side((500, 1_000)), side((0, 200), (reply_ms, 5_000)))

    assert (wait.end_ms, wait.wait_ms) == (1_000, reply_ms - 1_000)


def test_pauses_within_a_turn_are_no_end_of_it() -> None:
    """A number is read out with pauses; the wait begins after its last digit."""
    (wait,) = waits_in(side((500, 1_000), (2_500, 3_000)), side((3_400, 4_000)))

    assert wait == Wait(500, 3_000, 3_400.0, cut_off=False)


def test_turns_are_told_apart_by_what_the_line_says_between() -> None:
    """Each has its own reply."""
    waits = waits_in(side((500, 1_000), (3_000, 3_500)), side((1_300, 2_000), (3_900, 5_000)))

    assert [wait.wait_ms for wait in waits] == [300, 400]


def test_a_line_that_speaks_into_a_pause_has_cut_the_caller_off() -> None:
    """Callers who have finished leave the line the time to finish; this one goes on at once."""
    (wait,) = waits_in(side((500, 1_000), (1_900, 2_500)), side((1_500, 2_200), (2_600, 3_000)))

    assert (wait.cut_off, wait.wait_ms) == (True, None)


def test_a_turn_without_a_reply_has_no_wait() -> None:
    """The line stays silent until the end."""
    (wait,) = waits_in(side((500, 1_000)), side((0, 300)))

    assert (wait.reply_ms, wait.wait_ms, wait.cut_off) == (None, None, False)


def test_the_noise_of_a_room_is_no_speech() -> None:
    """The caller's channel is never digital silence."""
    caller = side((500, 1_000)) + np.resize(NOISE, 160_000)

    assert [(wait.begin_ms, wait.end_ms) for wait in waits_in(caller, side((1_300, 2_000)))] == [(500, 1_000)]
