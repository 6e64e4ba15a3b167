"""What was played goes with what was heard, however unevenly the devices take and bring their frames."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.audio.frames import FRAME_SAMPLES, Pcm
from ivr.audio.reference import STEADY, Reference


def _frame(number: int) -> Pcm:
    return np.full(FRAME_SAMPLES, number, dtype=np.int16)


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 6))
def test_bursts_of_either_device_do_not_shift_the_pairs(taken: int, brought: int) -> None:
    """One device takes `taken` frames at a time, the other brings `brought`: each pair is equally far apart."""
    reference, apart, heard, given_away = Reference(), [], 0, 0
    for at in range(500):
        while given_away <= at:
            for _ in range(taken):
                given_away += 1
                reference.give(_frame(given_away))
        while heard + brought <= at:
            for _ in range(brought):
                heard += 1
                played = int(reference.hear(reference.count)[0])
                apart.append(heard - played)

    settled = apart[2 * STEADY :]
    assert set(settled) == {settled[0]}
    assert settled[0] + taken + brought >= 0


def test_no_frame_goes_with_one_heard_before_it_was_given() -> None:
    """Else its echo would come before it, which no canceller can take out."""
    reference = Reference()
    paired = []
    for at in range(50):
        paired.append((at, int(reference.hear(reference.count)[0])))
        reference.give(_frame(at + 1))

    assert all(played <= heard for heard, played in paired)


def test_frames_that_the_microphone_lost_are_made_up_for() -> None:
    """A while later, or at once where it was opened anew."""
    for opened_anew in (False, True):
        reference, played = Reference(), []
        for at in range(3 * STEADY):
            reference.give(_frame(at))
            if at == STEADY and opened_anew:
                reference.restart()
            if not STEADY <= at < STEADY + 10:
                played.append((at, int(reference.hear(reference.count)[0])))
        behind = [at - frame for at, frame in played]

        assert behind[0] == behind[-1] == 0
        assert max(behind[STEADY + 1 :]) == (0 if opened_anew else 10)


def test_what_sounded_is_found_to_the_sample() -> None:
    """So much later than it was given, also in the middle of a frame; what is heard began a frame earlier."""
    for latency in (0, 1, FRAME_SAMPLES - 1, FRAME_SAMPLES, 1000):
        reference = Reference()
        for number in range(10):
            reference.give(np.arange(FRAME_SAMPLES, dtype=np.int16) + number * FRAME_SAMPLES)
            reference.hear(reference.count)
            sounded = reference.sounded(reference.count, latency)

        expected = np.arange(FRAME_SAMPLES) + 10 * FRAME_SAMPLES - latency
        assert sounded.tolist() == [at if at < 10 * FRAME_SAMPLES else 0 for at in expected]


def test_a_device_that_tells_nonsense_of_its_latency_for_a_moment_shifts_nothing() -> None:
    """What it says usually is believed."""
    reference = Reference()
    for number in range(40):
        reference.give(_frame(number))
        reference.hear(reference.count)
        sounded = reference.sounded(reference.count, 9999 if number % 3 == 2 else FRAME_SAMPLES)

    assert sounded.tolist() == _frame(39).tolist()
