"""Real recorded people, where the folder `../shared/data` (or IVR_TEST_DATA) is; they are not part of the project."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ivr import app
from ivr.audio.clip import read_clip
from ivr.audio.frames import LINE_RATE, AudioFrame, Pcm
from ivr.audio.pcm import frames_of
from ivr.settings import read_settings
from ivr.speech.endpointer import Endpointer, Patience
from ivr.speech.recognizer import Expectation
from ivr.speech.vad import usual_detector
from ivr.speech.vosk_recognizer import VoskRecognizer
from ivr.terms import Language

DATA = Path(os.environ.get("IVR_TEST_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
DIGITS = tuple("zero one two three four five six seven eight nine".split())

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the recorded people (set IVR_TEST_DATA) are not here")


@pytest.fixture(scope="module")
def ears() -> VoskRecognizer:
    """The English starter."""
    return VoskRecognizer(app.model_for(read_settings(), Language.ENGLISH))


def _frames(pcm: Pcm) -> Iterator[AudioFrame]:
    for at, frame in enumerate(frames_of(pcm)):
        yield AudioFrame(frame, LINE_RATE, at * 20)


def _heard(ears: VoskRecognizer, path: Path, phrases: tuple[str, ...]) -> str:
    quiet = np.zeros(LINE_RATE * 3 // 10, dtype=np.int16)
    hearing = ears.open(Expectation(phrases, garbage=False))
    for frame in _frames(np.concatenate((quiet, read_clip(path).pcm, quiet))):
        hearing.feed(frame)
    return hearing.finish().text


def test_single_digits_of_telephone_speech_are_heard(ears: VoskRecognizer) -> None:
    """8 kHz recordings of four people reading digits, every tenth file."""
    files = sorted((DATA / "speech" / "fsdd").glob("*.wav"))[::10]

    right = sum(_heard(ears, path, DIGITS) == DIGITS[int(path.name[0])] for path in files)

    assert right / len(files) >= 0.85, f"{right} of {len(files)}"


def test_the_same_recording_gives_the_same_words_and_times(ears: VoskRecognizer) -> None:
    """Replays are exact, down to confidences."""
    path = sorted((DATA / "speech" / "an4").glob("*.wav"))[0]
    transcripts = []
    for _ in range(2):
        hearing = ears.open(Expectation(DIGITS))
        for frame in _frames(read_clip(path).pcm):
            hearing.feed(frame)
        transcripts.append(hearing.finish())

    assert transcripts[0] == transcripts[1]


def test_people_are_noticed() -> None:
    """The voice detector opens for people who say one word."""
    spoken = sorted((DATA / "speech" / "speech_commands_test").glob("*.wav"))[::8]

    noticed = sum(_speaks(path) for path in spoken)

    assert noticed / len(spoken) >= 0.95, f"{noticed} of {len(spoken)}"


def _speaks(path: Path) -> bool:
    detector, endpointer = usual_detector(), Endpointer(Patience(10_000, 800, 20_000))
    return any(endpointer.push(frame, detector.is_voice(frame)) for frame in _frames(read_clip(path).pcm))
