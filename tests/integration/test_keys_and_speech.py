"""Keys of a real telephone are heard, and nobody who speaks presses any. All of it: `./run bench keys`."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.audio.clip import read_clip
from ivr.audio.dtmf import KeyDetector, KeyReading
from ivr.audio.frames import LINE_RATE, Pcm
from ivr.audio.pcm import frames_of, resample, to_int16
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.terms import Language

DATA = Path(os.environ.get("IVR_TEST_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
SAMPLES = Path(__file__).parents[2] / "audio_samples"
KEY_NAMES = {"pound": "#", "star": "*"}

real_people = pytest.mark.skipif(
    not (DATA / "dtmf").is_dir(), reason="the recorded people (set IVR_TEST_DATA) are not here"
)


def readings(sounds: Iterable[Pcm]) -> Iterator[KeyReading]:
    """What one detector says of sounds that follow each other."""
    detector = KeyDetector()
    for pcm in sounds:
        for frame in frames_of(pcm):
            yield detector.push(frame)


def keys_in(sounds: Iterable[Pcm]) -> str:
    """The keys in sounds that follow each other."""
    return "".join(reading.pressed for reading in readings(sounds))


def by_telephone(pcm: Pcm, scratch: Path) -> Pcm:
    """The sound after 8 kHz mu-law."""
    soundfile.write(scratch / "call.wav", resample(pcm, LINE_RATE, 8000), 8000, subtype="ULAW")
    return read_clip(scratch / "call.wav").pcm


@real_people
def test_recorded_keys_are_heard(tmp_path: Path) -> None:
    """Six keys of a telephone system, as they are and by telephone."""
    files = sorted((DATA / "dtmf").rglob("*.wav"))
    keys = [path.stem.removeprefix("dtmf-") for path in files]
    sounds = [read_clip(path).pcm for path in files]

    assert keys_in(sounds) == "".join(KEY_NAMES.get(key, key) for key in keys)
    assert keys_in(by_telephone(pcm, tmp_path) for pcm in sounds) == keys_in(sounds)


@real_people
def test_people_who_speak_press_no_keys() -> None:
    """Every fourth recording, and the same again with a background 10 dB softer; a tone hardly ever seems to sound."""
    people = [read_clip(path).pcm for path in sorted((DATA / "speech").rglob("*.wav"))[::4]]
    background = np.concatenate([read_clip(path).pcm for path in sorted((DATA / "noise").rglob("*.wav"))])
    heard = list(readings([*people, *(_with(pcm, background) for pcm in people)]))

    assert "".join(reading.pressed for reading in heard) == ""
    assert sum(reading.sounding for reading in heard) / len(heard) < 0.001


@pytest.mark.parametrize("folder", ["calls", "utterances"])
def test_recorded_samples_press_no_keys(folder: str) -> None:
    """Synthetic callers speak at one pitch, which is harder."""
    assert keys_in(read_clip(path).pcm for path in sorted((SAMPLES / folder).rglob("*.*"))[::3]) == ""


def test_prompts_press_no_keys() -> None:
    """The line's own voice, in both languages."""
    voice = Pyttsx3Voice()
    try:
        english = "Please say your order number. It has eight digits. Or say agent to speak to a person."
        mandarin = "请说出您的订单号，一共八位数字。如果想找人工客服，请说人工。"
        prompts = [
            voice.render(english, Manner(Language.ENGLISH)),
            voice.render(mandarin, Manner(Language.MANDARIN)),
        ]
    finally:
        voice.close()

    assert keys_in(prompts) == ""


def _with(pcm: Pcm, background: Pcm) -> Pcm:
    people, noise = pcm / 32768.0, np.resize(background, len(pcm)) / 32768.0
    loudness = np.sqrt(np.mean(people**2) / (np.mean(noise**2) + 1e-12))
    return to_int16(people + noise * loudness * 10 ** (-10 / 20))
