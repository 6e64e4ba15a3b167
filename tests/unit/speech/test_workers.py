"""Files heard in processes of their own: the order, the deaths, and the errors."""

import multiprocessing
import os
import signal
from itertools import islice
from pathlib import Path

import pytest
import soundfile

from ivr.audio.frames import LINE_RATE
from ivr.errors import ModelError
from ivr.speech.recognizer import Expectation, Hearing
from ivr.speech.transcript import Transcript
from ivr.speech.transcription import Conditions, Heard, Listening, Unheard
from ivr.speech.workers import hear_files
from ivr.terms import Language
from ivr.testing import CannedHearing, CannedRecognizer, voice

DEADLY_MS = 600


class MeasuringHearing(CannedHearing):
    """Hears how long an utterance is; one of `DEADLY_MS` kills the process, as a crash in a library would."""

    def finish(self) -> Transcript:
        if self.heard_ms == DEADLY_MS:
            os.kill(os.getpid(), signal.SIGKILL)
        return Transcript(str(self.heard_ms), Language.ENGLISH, 1.0)


class MeasuringRecognizer(CannedRecognizer):
    """Opens a `MeasuringHearing`."""

    def open(self, expectation: Expectation) -> Hearing:
        return MeasuringHearing(Transcript("", Language.ENGLISH, 0.0))


def no_model() -> CannedRecognizer:
    """A model that cannot be loaded."""
    raise ModelError("there is no such model", "Name another")


def _files(folder: Path, *lengths_ms: int) -> list[Path]:
    paths = [folder / f"{number}.wav" for number in range(len(lengths_ms))]
    for path, length in zip(paths, lengths_ms, strict=True):
        soundfile.write(path, voice(length), LINE_RATE)
    return paths


def _told(result: Heard | Unheard) -> str:
    return result.transcript.text if isinstance(result, Heard) else result.error


@pytest.mark.parametrize("jobs", [1, 2, 9])
def test_results_come_in_the_order_of_the_files(tmp_path: Path, jobs: int) -> None:
    """However many processes hear them; those that cannot be read are among them."""
    paths = _files(tmp_path, 2000, 200, 400)
    listening = Listening(MeasuringRecognizer, Expectation(), Conditions(0))

    results = list(hear_files(listening, [*paths, tmp_path], jobs))

    assert [result.path for result in results] == [*paths, tmp_path]
    assert [_told(result) for result in results[:3]] == ["2000", "200", "400"]
    assert isinstance(results[3], Unheard)


def test_the_death_of_a_process_costs_the_file_it_was_hearing(tmp_path: Path) -> None:
    """The others are heard, by new processes where need be; nothing hangs."""
    paths = _files(tmp_path, DEADLY_MS, 200, DEADLY_MS, 400, 800)
    listening = Listening(MeasuringRecognizer, Expectation(), Conditions(0))

    results = list(hear_files(listening, paths, 2))

    assert [_told(results[place]) for place in (1, 3, 4)] == ["200", "400", "800"]
    for place in (0, 2):
        assert isinstance(results[place], Unheard)
        assert "the process that heard it died" in _told(results[place])


def test_a_model_that_cannot_be_loaded_ends_it_all(tmp_path: Path) -> None:
    """With the error as it was raised over there, fix and all."""
    listening = Listening(no_model, Expectation(), Conditions(0))

    with pytest.raises(ModelError, match=r"there is no such model\. Name another"):
        list(hear_files(listening, _files(tmp_path, 200, 200), 2))


def test_who_stops_asking_leaves_no_process_behind(tmp_path: Path) -> None:
    """As when the reader of a pipe has gone: what is left is not heard."""
    paths = _files(tmp_path, 200, 400, 800, 1000)
    results = hear_files(Listening(MeasuringRecognizer, Expectation(), Conditions(0)), paths, 2)

    first = list(islice(results, 1))
    results.close()

    assert [_told(result) for result in first] == ["200"]
    assert multiprocessing.active_children() == []
