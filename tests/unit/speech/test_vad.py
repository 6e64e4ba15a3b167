"""Voice activity."""

import numpy as np

from ivr.audio.frames import LINE_RATE, AudioFrame, Pcm, silence
from ivr.audio.pcm import frames_of, to_int16
from ivr.speech.vad import WebRtcVoiceDetector


def voiced(pcm: Pcm) -> int:
    """How many frames of this sound hold a voice."""
    detector = WebRtcVoiceDetector()
    return sum(detector.is_voice(AudioFrame(frame, LINE_RATE, 0)) for frame in frames_of(pcm))


def buzz(gain: float) -> Pcm:
    """A second like a vowel: a pulse train of 120 Hz under three formants."""
    time = np.arange(LINE_RATE) / LINE_RATE
    pulses = (np.diff(np.floor(time * 120), prepend=0) > 0).astype(float)
    decay = np.exp(-np.arange(400) / 60)
    formants = [np.sin(2 * np.pi * hertz * np.arange(400) / LINE_RATE) for hertz in (600, 1100, 2500)]
    return to_int16(gain * np.convolve(pulses, decay * np.mean(formants, axis=0))[:LINE_RATE])


def test_silence_holds_no_voice() -> None:
    """Digital silence is nobody."""
    assert voiced(silence(LINE_RATE)) == 0


def test_a_vowel_is_a_voice() -> None:
    """Nearly all of its frames."""
    assert voiced(buzz(0.3)) > 40


def test_the_same_vowel_under_the_floor_is_nobodys_turn() -> None:
    """Somebody far away in the room is not the caller."""
    assert voiced(buzz(0.003)) == 0
