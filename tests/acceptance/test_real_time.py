"""Recorded callers at the speed of speech."""

from pathlib import Path
from time import monotonic

import numpy as np
import soundfile

from ivr.audio.frames import Pcm
from tests.acceptance.conftest import Ivr

CALL = Path(__file__).parents[2] / "audio_samples" / "calls" / "agent_at_once.flac"


def test_in_real_time_replies_come_later_and_nothing_else_is_different(ivr: Ivr, tmp_path: Path) -> None:
    """The same events and the same caller; the line is heard when it was ready, which is later than in audio time."""
    fast, real = tmp_path / "fast.wav", tmp_path / "real.wav"
    in_audio_time = ivr("call", "--wav", CALL, "--json", "--out", fast)
    began = monotonic()
    in_real_time = ivr("call", "--wav", CALL, "--json", "--out", real, "--real-time")
    took_s = monotonic() - began
    (caller, replies), (same_caller, late_replies) = _sides(fast), _sides(real)

    assert in_real_time.stdout == in_audio_time.stdout
    assert took_s >= len(late_replies) / 16000
    assert np.array_equal(np.trim_zeros(caller), np.trim_zeros(same_caller))
    assert np.flatnonzero(late_replies)[0] > np.flatnonzero(replies)[0]
    assert np.flatnonzero(late_replies)[-1] > np.flatnonzero(replies)[-1]


def _sides(recording: Path) -> tuple[Pcm, Pcm]:
    samples, _ = soundfile.read(recording, dtype="int16")
    return samples[:, 0], samples[:, 1]
