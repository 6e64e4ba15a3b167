"""The two-channel recording of a call."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.errors import WrongUse
from ivr.records.recording import NoRecording, WaveRecording
from ivr.testing import hush, voice


def test_both_sides_stand_side_by_side(tmp_path: Path) -> None:
    """The caller on the left, the line on the right, 16 kHz, 16 bit."""
    recording = WaveRecording(tmp_path / "call.wav")
    recording.add(voice(20), hush(20))
    recording.close()
    samples, rate = soundfile.read(tmp_path / "call.wav", dtype="int16")

    assert (rate, samples.shape) == (16000, (320, 2))
    assert np.array_equal(voice(20), samples[:, 0])
    assert not samples[:, 1].any()


def test_the_final_name_appears_only_when_the_call_is_over(tmp_path: Path) -> None:
    """Until then it is NAME.part: what has the final name is always whole."""
    recording = WaveRecording(tmp_path / "call.wav")
    recording.add(voice(20), hush(20))
    assert [path.name for path in tmp_path.iterdir()] == ["call.wav.part"]

    recording.close()
    assert [path.name for path in tmp_path.iterdir()] == ["call.wav"]


def test_an_older_recording_is_kept_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """A call that is recorded over it replaces it at its end."""
    (tmp_path / "call.wav").write_bytes(b"old")
    recording = WaveRecording(tmp_path / "call.wav")
    assert (tmp_path / "call.wav").read_bytes() == b"old"

    recording.close()
    assert (tmp_path / "call.wav").read_bytes()[:4] == b"RIFF"


def test_a_place_that_cannot_be_written_is_told_before_the_call(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(WrongUse, match=r"call\.wav: the recording cannot be written there\. Name a folder that exists"):
        WaveRecording(tmp_path / "gone" / "call.wav")


def test_recording_nothing_leaves_nothing(tmp_path: Path) -> None:
    """The usual case."""
    recording = NoRecording()
    recording.add(voice(20), hush(20))
    recording.close()

    assert list(tmp_path.iterdir()) == []
