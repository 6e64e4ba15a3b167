"""Files heard as utterances, with a recogniser that knows beforehand what it will have heard."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.audio.frames import LINE_RATE, Pcm
from ivr.audio.pcm import level_dbfs
from ivr.errors import ModelError
from ivr.speech.recognizer import Expectation, Hearing
from ivr.speech.transcript import Transcript, Word
from ivr.speech.transcription import Conditions, Ears, Heard, Listening, Unheard, process_memory
from ivr.terms import Language
from ivr.testing import BrokenRecognizer, CannedHearing, CannedRecognizer, hush, voice

PLAIN = Conditions(0)


class WordyRecognizer(CannedRecognizer):
    """Hears one Chinese word that is longer than any file."""

    def open(self, expectation: Expectation) -> Hearing:
        return CannedHearing(Transcript.of_words((Word("订单", -40, 9_999, 0.5),), Language.MANDARIN))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A second of voice."""
    soundfile.write(tmp_path / "a.wav", voice(1000), LINE_RATE)
    return tmp_path / "a.wav"


def test_a_file_is_heard_in_frames_with_silence_around_it(file: Path) -> None:
    """The recogniser gets the second and the padding, and is told what to expect."""
    recognizer, expectation = CannedRecognizer("我要退款", language=Language.MANDARIN), Expectation(("我要退款",))

    heard = Ears(Listening(lambda: recognizer, expectation, Conditions(200))).hear(file)

    assert isinstance(heard, Heard)
    assert (heard.transcript.text, heard.seconds, heard.path) == ("我要退款", 1.0, file)
    assert (recognizer.expected, recognizer.hearings[0].heard_ms) == ([expectation], 1400)


def test_the_model_is_loaded_once_and_only_when_it_is_needed(file: Path, tmp_path: Path) -> None:
    """Not for a file that cannot be read, and once for two that can."""
    loaded: list[CannedRecognizer] = []

    def load() -> CannedRecognizer:
        loaded.append(CannedRecognizer("one", "two"))
        return loaded[-1]

    ears = Ears(Listening(load, Expectation(), PLAIN))

    assert isinstance(ears.hear(tmp_path / "nowhere.wav"), Unheard)
    assert loaded == []
    texts = [heard.transcript.text for heard in (ears.hear(file), ears.hear(file)) if isinstance(heard, Heard)]
    assert (texts, len(loaded)) == (["one", "two"], 1)


def test_a_file_that_cannot_be_heard_says_why(file: Path, tmp_path: Path) -> None:
    """Unreadable files, and a recogniser that breaks over one."""
    folder = Ears(Listening(CannedRecognizer, Expectation(), PLAIN)).hear(tmp_path)
    broken = Ears(Listening(BrokenRecognizer, Expectation(), PLAIN)).hear(file)

    assert folder == Unheard(tmp_path, f"{tmp_path}: this is a folder. Name the sound files in it")
    assert broken == Unheard(file, f"{file}: the speech model failed while listening")


def test_a_model_that_cannot_be_loaded_is_nobody_elses_fault(file: Path) -> None:
    """It is not told for each file: nothing can be heard at all."""

    def load() -> CannedRecognizer:
        raise ModelError("no model")

    with pytest.raises(ModelError):
        Ears(Listening(load, Expectation(), PLAIN)).hear(file)


def test_no_word_lies_outside_its_file(file: Path) -> None:
    """Times count from the beginning of the file, whatever was heard in the padding."""
    heard = Ears(Listening(WordyRecognizer, Expectation(), Conditions(200))).hear(file)

    assert isinstance(heard, Heard)
    assert heard.transcript.words == (Word("订单", 0, 1000, 0.5),)


def test_what_was_spent_is_told(file: Path) -> None:
    """Seconds always; memory where the system tells it."""
    heard = Ears(Listening(lambda: CannedRecognizer("hello"), Expectation(), PLAIN)).hear(file)

    assert isinstance(heard, Heard)
    assert min(heard.decode_seconds, heard.cost.load_seconds) >= 0
    assert (heard.cost.loaded_mb is None) == (process_memory() is None)


def test_memory_is_never_more_than_its_peak() -> None:
    """As Linux tells it."""
    memory = process_memory()
    if memory is None:
        pytest.skip("this system does not tell the memory of a process in /proc")

    assert 1 < memory.resident <= memory.peak


def _tone(hz: int) -> Pcm:
    return (8000 * np.sin(2 * np.pi * hz * np.arange(LINE_RATE) / LINE_RATE)).astype(np.int16)


@pytest.mark.parametrize(
    ("conditions", "sound", "low", "high"),
    [
        (Conditions(0, telephone=True), lambda: _tone(6000), -200.0, -60.0),
        (Conditions(0, telephone=True), lambda: _tone(1000), -16.0, -15.0),
        (Conditions(0, noise_dbfs=-40), lambda: hush(1000), -40.2, -39.8),
        (Conditions(1000), lambda: _tone(1000), -21.0, -19.5),
    ],
    ids=["telephones drop high tones", "and keep others", "noise of a level", "silence around"],
)
def test_conditions_change_the_sound(conditions: Conditions, sound: Callable[[], Pcm], low: float, high: float) -> None:
    """Levels of what is left, in dBFS."""
    assert low <= level_dbfs(conditions.applied_to(sound())) <= high


def test_noise_is_always_the_same() -> None:
    """So that a measurement can be repeated."""
    once, again = (Conditions(100, noise_dbfs=-30).applied_to(voice(500)) for _ in range(2))

    assert np.array_equal(once, again)
