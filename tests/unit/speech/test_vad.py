"""Voice activity."""

import numpy as np

from ivr.audio.frames import FRAME_MS, LINE_RATE, AudioFrame, Pcm, silence
from ivr.audio.pcm import frames_of, to_int16
from ivr.speech.vad import PITCH_HOLDS_MS, WebRtcVoiceDetector, usual_detector


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


def test_noise_has_no_vocal_cords() -> None:
    """What WebRTC alone takes for a voice is none, and a vowel in it is."""
    hiss = np.random.default_rng(3).normal(0.0, 0.1, LINE_RATE)
    usual, alone = usual_detector(), WebRtcVoiceDetector()
    frames = [AudioFrame(frame, LINE_RATE, 0) for frame in frames_of(to_int16(hiss))]

    assert sum(map(alone.is_voice, frames)) > 10
    assert sum(map(usual.is_voice, frames)) == 0
    vowel = [AudioFrame(frame, LINE_RATE, 0) for frame in frames_of(buzz(0.3))]
    assert sum(map(usual.is_voice, vowel)) > 40


def test_a_consonant_after_a_vowel_is_voice_for_a_while() -> None:
    """An "s" has no pitch; 200 ms later it is noise."""
    usual = usual_detector()
    hiss = np.random.default_rng(3).normal(0.0, 0.1, LINE_RATE)
    sound = np.concatenate((buzz(0.3), to_int16(hiss)))
    heard = [usual.is_voice(AudioFrame(frame, LINE_RATE, 0)) for frame in frames_of(sound)]

    assert any(heard[50:58])
    assert not any(heard[50 + PITCH_HOLDS_MS // FRAME_MS + 2 :])


def test_silence_holds_no_voice() -> None:
    """Digital silence is nobody."""
    assert voiced(silence(LINE_RATE)) == 0


def test_a_vowel_is_a_voice() -> None:
    """Nearly all of its frames."""
    assert voiced(buzz(0.3)) > 40


def test_the_same_vowel_under_the_floor_is_nobodys_turn() -> None:
    """Somebody far away in the room is not the caller."""
    assert voiced(buzz(0.003)) == 0
