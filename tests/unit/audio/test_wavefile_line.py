"""A caller who was recorded beforehand."""

from pathlib import Path

import numpy as np

from ivr.audio.clip import Clip
from ivr.audio.frames import FRAME_SAMPLES, Pcm, silence
from ivr.audio.line import Ear, Line
from ivr.audio.wavefile_line import RecordedCallLine, RecordedTurnsLine


def clip(*levels: int) -> Clip:
    """One frame of each level."""
    pcm = np.repeat(np.array(levels, dtype=np.int16), FRAME_SAMPLES)
    return Clip(Path("a.wav"), pcm, 16000)


def hear(line: Line, *ears: Ear) -> list[int | None]:
    """The level of the frame heard with each ear; None for a caller who has hung up."""
    heard: list[Pcm | None] = [line.exchange(silence(), ear) for ear in ears]
    return [None if frame is None else int(frame[0]) for frame in heard]


def test_the_recording_waits_while_the_ear_is_shut() -> None:
    """A prompt that may not be interrupted costs the caller none of their words."""
    line = RecordedCallLine(clip(1, 2))

    assert hear(line, Ear.SHUT, Ear.SHUT, Ear.OPEN, Ear.SHUT, Ear.OPEN) == [0, 0, 1, 0, 2]


def test_the_recording_runs_while_a_prompt_may_be_spoken_over() -> None:
    """A recorded call speaks over prompts where its caller did."""
    assert hear(RecordedCallLine(clip(1, 2)), Ear.OVER_PROMPT, Ear.OPEN) == [1, 2]


def test_after_the_recording_the_caller_waits_for_the_answer_and_then_leaves() -> None:
    """The turn that is open is finished in silence; at the next one the caller has hung up."""
    line = RecordedCallLine(clip(1))

    assert hear(line, Ear.OPEN, Ear.OPEN, Ear.OPEN) == [1, 0, 0]
    assert hear(line, Ear.SHUT, Ear.OVER_PROMPT, Ear.OPEN) == [0, 0, None]


def test_the_patience_of_a_recorded_caller_has_an_end() -> None:
    """With 40 ms of patience two frames of silence follow the recording."""
    assert hear(RecordedCallLine(clip(1), patience_ms=40), *[Ear.OPEN] * 4) == [1, 0, 0, None]


def test_a_recording_that_ends_over_a_prompt_is_followed_by_hanging_up() -> None:
    """Nobody is there when the turn opens."""
    assert hear(RecordedCallLine(clip(1)), Ear.OVER_PROMPT, Ear.OVER_PROMPT, Ear.OPEN) == [1, 0, None]


def test_each_recorded_turn_begins_when_the_line_listens() -> None:
    """Turns stay in step with the questions, however long the prompts are."""
    line = RecordedTurnsLine([clip(1, 2), clip(3)])

    assert hear(line, Ear.SHUT, Ear.OVER_PROMPT, Ear.OPEN, Ear.OPEN, Ear.OPEN) == [0, 0, 1, 2, 0]
    assert hear(line, Ear.OVER_PROMPT, Ear.OPEN, Ear.OPEN) == [0, 3, 0]


def test_what_is_left_of_a_recorded_turn_is_not_played() -> None:
    """A turn that was cut short does not spill into the next."""
    line = RecordedTurnsLine([clip(1, 2, 3), clip(4)])

    assert hear(line, Ear.OPEN, Ear.SHUT, Ear.OPEN) == [1, 0, 4]


def test_a_caller_without_turns_left_hangs_up() -> None:
    """One recorded turn, and the line asks for a second."""
    line = RecordedTurnsLine([clip(1)])

    assert hear(line, Ear.OPEN, Ear.SHUT, Ear.OPEN) == [1, 0, None]


def test_closing_twice_and_being_interrupted_is_fine() -> None:
    """A recorded caller holds nothing."""
    for line in (RecordedCallLine(clip(1)), RecordedTurnsLine([clip(1)])):
        line.stop_playing()
        line.close()
        line.close()

        assert hear(line, Ear.OPEN) == [1]
