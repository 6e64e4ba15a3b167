"""How loud an utterance is."""

import numpy as np
import pytest

from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE, AudioFrame
from ivr.speech.loudness import Loudness


def level(*amplitudes: int) -> float | None:
    """The level of frames that are square waves of these amplitudes."""
    loudness = Loudness()
    for place, amplitude in enumerate(amplitudes):
        loudness.push(AudioFrame(np.full(FRAME_SAMPLES, amplitude, np.int16), LINE_RATE, place * 20))
    return loudness.level_dbfs


def test_a_level_is_told_below_full_scale() -> None:
    """Half of the amplitude is 6 dB less."""
    assert level(16384, 16384) == -6.0
    assert level(8192) == -12.0


@pytest.mark.parametrize("pause", [0, 1, 100, 1400])
def test_pauses_do_not_count(pause: int) -> None:
    """However long they are, and whether they hum."""
    assert level(8192, 8192, *[pause] * 200) == -12.0


def test_soft_sounds_between_loud_ones_do() -> None:
    """Within 15 dB of the loudest."""
    assert level(8192, 4096) == -14.1


def test_digital_silence_has_no_level() -> None:
    """Nor has nothing at all."""
    assert level() is None
    assert level(0, 0) is None
