"""A voice repeats itself many times a second; noise does not."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from ivr.audio.clip import read_clip
from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE, AudioFrame, Pcm
from ivr.audio.pcm import frames_of
from ivr.speech.voicing import Voicing

PEOPLE = Path(os.environ.get("IVR_TEST_DATA", Path(__file__).parents[3].parent / "shared" / "data"))


def voice_in(pcm: Pcm) -> bool:
    """Whether a voice was found in these samples."""
    voicing = Voicing()
    for number, frame in enumerate(frames_of(pcm)):
        voicing.push(AudioFrame(frame, LINE_RATE, number * 20))
    return voicing.found


def noise(seed: int, level: float, seconds: float = 2.0) -> Pcm:
    """White noise of this deviation."""
    return np.random.default_rng(seed).normal(0.0, level, int(LINE_RATE * seconds)).round().astype(np.int16)


@pytest.mark.parametrize("pitch", [70, 120, 220, 380])
def test_a_vowel_of_a_tenth_of_a_second_is_a_voice(pitch: int) -> None:
    """Pulses at the pitch, ringing as in a mouth, softly above the noise of a room."""
    length = LINE_RATE // 10
    pulses = np.zeros(length)
    pulses[:: LINE_RATE // pitch] = 1.0
    ringing = np.exp(-np.arange(200) / 40) * np.cos(2 * np.pi * 700 * np.arange(200) / LINE_RATE)
    vowel = 3000 * np.convolve(pulses, ringing)[:length]
    sound = noise(1, 100.0)
    sound[8000 : 8000 + length] += vowel.astype(np.int16)

    assert voice_in(sound)


@pytest.mark.parametrize("level", [0.0, 1.0, 300.0, 8000.0])
def test_noise_of_any_loudness_is_no_voice(level: float) -> None:
    """Nor is digital silence, which is the same again and again."""
    assert not any(voice_in(noise(seed, level)) for seed in range(5))


def test_clicks_and_a_constant_are_no_voice() -> None:
    """One click a second, and a line whose zero is not zero."""
    clicks = noise(2, 30.0, 4.0)
    clicks[::LINE_RATE] = 20_000

    assert not voice_in(clicks)
    assert not voice_in(np.full(LINE_RATE, 500, np.int16))


def test_a_frame_alone_is_too_short_to_tell() -> None:
    """Two frames are a window."""
    voicing = Voicing()
    voicing.push(AudioFrame(np.full(FRAME_SAMPLES, 100, np.int16), LINE_RATE, 0))

    assert not voicing.found


def test_it_is_known_when_there_was_a_voice() -> None:
    """To the frame, where it begins and ends."""
    time = np.arange(LINE_RATE) / LINE_RATE
    sound = (3000 * np.sin(2 * np.pi * 150 * time) * ((time >= 0.4) & (time < 0.6))).astype(np.int16)
    voicing = Voicing()
    for number, frame in enumerate(frames_of(sound)):
        voicing.push(AudioFrame(frame, LINE_RATE, number * 20))

    assert voicing.within(0, 380) == voicing.within(620, 1000) == 0
    assert voicing.within(400, 500) == 100
    assert 160 <= voicing.within(0, 1000) <= 240


def test_real_people_have_a_voice_and_most_noises_have_none() -> None:
    """Single words of many people, and what microphones pick up where nobody speaks."""
    manifest = PEOPLE / "speech_manifest.tsv"
    if not manifest.exists():
        pytest.skip("the recordings of real people are not here (../shared/data)")
    with manifest.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    words = [row["path"] for row in rows if row["path"].startswith("speech/speech_commands_test/")][::2]
    noises = [row["path"] for row in rows if row["path"].startswith("noise/speech_commands_test/")]

    assert all(voice_in(read_clip(PEOPLE / path).pcm) for path in words)
    assert sum(voice_in(read_clip(PEOPLE / path).pcm) for path in noises) <= len(noises) // 3
