"""Recognition by Vosk."""

import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ivr.audio.frames import LINE_RATE, AudioFrame, Pcm
from ivr.errors import ModelError
from ivr.speech.model_store import ModelDir
from ivr.speech.recognizer import Expectation, Hearing
from ivr.speech.transcript import Transcript, Word
from ivr.terms import Language

UNKNOWN = "[unk]"
NOT_WORDS = frozenset({UNKNOWN, "<unk>", "[noise]", "[laughter]", "<eps>"})


FLOOR_RMS = 10.4
"""Noise added to what is recognised, in int16 units (-70 dBFS). Digital silence, as in files cut out of others, has
no spectrum to normalise by and costs words; this is too soft for anyone to hear and always the same noise."""

_FLOOR = np.random.default_rng(0).normal(0.0, FLOOR_RMS, LINE_RATE).round().astype(np.int16)


def _above_floor(pcm: Pcm, position: int) -> Pcm:
    """The samples that start at sample `position` of an utterance, with the floor under them."""
    floor = np.take(_FLOOR, np.arange(position, position + len(pcm)), mode="wrap")
    return np.asarray(np.clip(pcm.astype(np.int32) + floor, -32768, 32767), dtype=np.int16)


class VoskHearing:
    """One utterance on its way through libvosk."""

    def __init__(self, decoder: Any, language: Language, time_scale: float) -> None:
        self._decoder = decoder
        self._language = language
        self._time_scale = time_scale
        self._start_ms: int | None = None
        self._position = 0
        self._words: list[Word] = []

    def feed(self, frame: AudioFrame) -> None:
        if self._start_ms is None:
            self._start_ms = frame.start_ms
        samples = _above_floor(frame.pcm, self._position)
        self._position += len(samples)
        try:
            if self._decoder.AcceptWaveform(samples.tobytes()):
                self._take(self._decoder.Result())
        except Exception as error:  # libvosk raises bare Exception
            raise ModelError("the speech model failed while listening", "Try another with --model") from error

    def has_words(self) -> bool:
        partial = str(json.loads(self._decoder.PartialResult()).get("partial", ""))
        return bool(self._words) or any(word not in NOT_WORDS for word in partial.split())

    def finish(self) -> Transcript:
        self._take(self._decoder.FinalResult())
        return Transcript.of_words(tuple(self._words), self._language)

    def _take(self, result: str) -> None:
        """Keep the words of one libvosk result; its times are seconds since the first sample fed."""
        offset = self._start_ms or 0
        for word in json.loads(result).get("result", ()):
            if word["word"] not in NOT_WORDS:
                start, end = (offset + round(word[key] * 1000 * self._time_scale) for key in ("start", "end"))
                self._words.append(Word(word["word"], start, end, round(float(word.get("conf", 1.0)), 4)))


class VoskRecognizer:
    """A Vosk model, shared by every call that speaks its language."""

    def __init__(self, model: ModelDir) -> None:
        """Load the model. Raises ModelError when libvosk does not take it."""
        import vosk  # late: loading libvosk takes time and memory, and typing a conversation needs neither

        vosk.SetLogLevel(-1)
        self._vosk = vosk
        self._dir = model
        try:
            self._model = vosk.Model(str(model.path))
        except Exception as error:  # libvosk raises bare Exception
            raise ModelError(f"{model.path}: Vosk cannot load this model", "Get it again or name another") from error

    @property
    def language(self) -> Language:
        return self._dir.language

    def open(self, expectation: Expectation) -> Hearing:
        grammar = self._grammar(expectation)
        arguments = (self._model, LINE_RATE) if grammar is None else (self._model, LINE_RATE, grammar)
        decoder = self._vosk.KaldiRecognizer(*arguments)
        decoder.SetWords(True)
        return VoskHearing(decoder, self._dir.language, self._dir.word_time_scale)

    def unknown_words(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        return unknown_words(phrases, self._vocabulary)

    def _grammar(self, expectation: Expectation) -> str | None:
        """The run-time grammar as libvosk wants it: phrases of known words only, for it drops unknown ones silently."""
        if not (self._dir.wants_grammar and expectation.phrases):
            return None
        known = [phrase for phrase in expectation.phrases if self._vocabulary.issuperset(phrase.split())]
        if not known:
            return None
        return json.dumps([*known, UNKNOWN] if expectation.garbage else known, ensure_ascii=False)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return read_vocabulary(self._dir.path)


def read_vocabulary(model: Path) -> frozenset[str]:
    """The words of a model's word table (`word id` a line); empty when the model has none."""
    table = model / "graph" / "words.txt"
    if not table.exists():
        return frozenset()
    return frozenset(line.split()[0] for line in table.read_text("utf-8").splitlines() if line.strip())


def unknown_words(phrases: Iterable[str], vocabulary: frozenset[str]) -> tuple[str, ...]:
    """The words in `phrases` that a model of this vocabulary can never hear, sorted; none when it is not known."""
    return tuple(sorted({word for phrase in phrases for word in phrase.split()} - vocabulary)) if vocabulary else ()
