"""Recognition by Vosk, without Vosk: what libvosk answers, and how it is read."""

import json
from pathlib import Path

import pytest

from ivr.audio.frames import LINE_RATE, AudioFrame, silence
from ivr.errors import ModelError
from ivr.speech.model_store import ModelDir
from ivr.speech.transcript import Word
from ivr.speech.vosk_recognizer import VoskHearing, VoskRecognizer
from ivr.terms import Language


class Decoder:
    """Answers as libvosk does: `results` when asked, `partial` meanwhile."""

    def __init__(self, final: object, partial: str = "") -> None:
        self._final = json.dumps(final)
        self._partial = json.dumps({"partial": partial})

    def AcceptWaveform(self, data: bytes) -> bool:  # noqa: N802  libvosk's name
        return False

    def PartialResult(self) -> str:  # noqa: N802
        return self._partial

    def FinalResult(self) -> str:  # noqa: N802
        return self._final


class BrokenDecoder(Decoder):
    """Fails as libvosk does: with a bare Exception."""

    def AcceptWaveform(self, data: bytes) -> bool:  # noqa: N802
        raise Exception("Failed to process waveform")


def word(text: str, start: float = 0.0, end: float = 0.3, conf: float = 1.0) -> dict[str, object]:
    """A word of a libvosk result."""
    return {"word": text, "start": start, "end": end, "conf": conf}


def frame(start_ms: int) -> AudioFrame:
    """A frame of the call."""
    return AudioFrame(silence(), LINE_RATE, start_ms)


def test_times_count_from_the_beginning_of_the_call_in_the_frames_of_the_model() -> None:
    """libvosk counts from the first sample it was fed and thinks that a frame lasts 30 ms."""
    hearing = VoskHearing(Decoder({"result": [word("hello", 0.1, 0.5, 0.87654)]}), Language.ENGLISH, 2.0)
    hearing.feed(frame(1000))
    hearing.feed(frame(1020))

    assert (Word("hello", 1200, 2000, 0.8765),) == hearing.finish().words


def test_noise_is_not_a_word() -> None:
    """What the recogniser calls unknown is left out of the text."""
    result = {"result": [word("[unk]"), word("refund", conf=0.5), word("<unk>")]}

    heard = VoskHearing(Decoder(result), Language.ENGLISH, 1.0).finish()

    assert (heard.text, heard.confidence) == ("refund", 0.5)


@pytest.mark.parametrize(("partial", "words"), [("", False), ("[unk] [unk]", False), ("[unk] agent", True)])
def test_only_real_words_are_words(partial: str, words: bool) -> None:
    """A cough over a prompt does not stop it."""
    assert words == VoskHearing(Decoder({}, partial), Language.ENGLISH, 1.0).has_words()


def test_nothing_heard_is_an_empty_transcript() -> None:
    """libvosk answers without a `result`."""
    assert VoskHearing(Decoder({"text": ""}), Language.ENGLISH, 1.0).finish().text == ""


def test_a_decoder_that_breaks_is_a_model_error() -> None:
    """Which the call knows how to survive."""
    with pytest.raises(ModelError, match="the speech model failed while listening"):
        VoskHearing(BrokenDecoder({}), Language.ENGLISH, 1.0).feed(frame(0))


def test_a_directory_that_vosk_does_not_take_is_a_model_error(tmp_path: Path) -> None:
    """It looks like a model and is none."""
    (tmp_path / "final.mdl").touch()

    with pytest.raises(ModelError, match="Vosk cannot load this model"):
        VoskRecognizer(ModelDir(tmp_path, Language.ENGLISH))
