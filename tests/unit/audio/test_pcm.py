"""What is done to samples."""

import math

import numpy as np
import pytest

from ivr.audio.frames import FRAME_SAMPLES, AudioFrame, silence
from ivr.audio.pcm import frames_of, from_first_sound, level_dbfs, resample, to_int16


def tone(rate: int, hertz: float = 440.0, seconds: float = 0.5) -> np.ndarray:
    """A sine at half of full scale, int16."""
    return to_int16(0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate))


def test_full_scale_is_clipped_and_not_wrapped_around() -> None:
    """A float sample beyond -1..1 becomes the loudest sample of its sign."""
    assert to_int16(np.array([1.0, -1.0, 3.0, -3.0])).tolist() == [32767, -32768, 32767, -32768]


def test_floats_are_rounded() -> None:
    """Silence stays silence, and half of full scale is 16384."""
    assert to_int16(np.array([0.0, 0.5, -0.5])).tolist() == [0, 16384, -16384]


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 48000])
def test_resampling_keeps_the_length_in_time(rate: int) -> None:
    """Half a second stays half a second."""
    assert pytest.approx(len(resample(tone(rate), rate, 16000)), abs=1) == 8000


def test_resampling_keeps_the_pitch() -> None:
    """440 Hz recorded at 8 kHz are 440 Hz at 16 kHz."""
    heard = resample(tone(8000, 440.0, 1.0), 8000, 16000).astype(float)

    assert pytest.approx(int(np.argmax(np.abs(np.fft.rfft(heard)))), abs=1) == 440


def test_resampling_keeps_the_level() -> None:
    """A tone is as loud after as before."""
    assert level_dbfs(tone(48000)) == pytest.approx(level_dbfs(resample(tone(48000), 48000, 16000)), abs=0.2)


def test_nothing_and_the_same_rate_are_left_alone() -> None:
    """Resampling to the rate the samples have, or of no samples, changes nothing."""
    same = tone(16000)

    assert same is resample(same, 16000, 16000)
    assert len(resample(silence(0), 8000, 16000)) == 0


def test_frames_are_whole_and_the_last_is_filled_with_silence() -> None:
    """One sample more than a frame makes two frames."""
    first, second = frames_of(np.ones(FRAME_SAMPLES + 1, dtype=np.int16))

    assert (len(first), len(second)) == (FRAME_SAMPLES, FRAME_SAMPLES)
    assert int(second.sum()) == 1


def test_no_samples_make_no_frames() -> None:
    """An empty prompt takes no time."""
    assert list(frames_of(silence(0))) == []


def test_levels() -> None:
    """A full-scale square is 0 dB, half of it 6 dB less, and silence has no level at all."""
    square = np.array([-32768, -32768] * 160, dtype=np.int16)

    assert level_dbfs(square) == 0.0
    assert pytest.approx(level_dbfs(square // 2), abs=0.01) == -6.02
    assert -math.inf == level_dbfs(silence())
    assert -math.inf == level_dbfs(silence(0))


def test_a_frame_ends_where_the_next_begins() -> None:
    """A frame's end follows from its length and rate."""
    assert AudioFrame(silence(), 16000, 1000).end_ms == 1020
    assert AudioFrame(silence(), 8000, 1000).end_ms == 1040


@pytest.mark.parametrize(
    ("pcm", "left"), [([0, 2, -40, 0], [-40, 0]), ([0, -32768], [-32768]), ([1, 2], [1, 2]), ([], [])]
)
def test_silence_before_the_first_sound_is_left_out(pcm: list[int], left: list[int]) -> None:
    """What is never louder than -60 dBFS is kept as it is."""
    assert from_first_sound(np.array(pcm, dtype=np.int16)).tolist() == left
