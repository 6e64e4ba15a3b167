"""Recognition by Vosk."""

import json
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from ivr.audio.frames import FRAME_MS, LINE_RATE, AudioFrame, Pcm, silence
from ivr.errors import ModelError
from ivr.speech.grammar import Grammar, make_grammar, strangers_of
from ivr.speech.hypotheses import NOT_WORDS, Hypothesis, TimeBase, chain, read_result
from ivr.speech.model_store import ModelDir
from ivr.speech.recognizer import Expectation, Hearing
from ivr.speech.segmentation import join, unknown_words
from ivr.speech.transcript import Transcript, Word
from ivr.speech.voicing import VOWEL_MS, Voicing
from ivr.terms import Language

CONSIDERED = 20
"""Hypotheses that libvosk is asked for: word confidences follow from them. They cost nothing that can be measured."""

ALTERNATIVES = 4
"""How many of them a transcript keeps besides the best."""

GRAMMARS = 256
"""Grammars that a recogniser keeps made: more than the states of any flow, 60 KB for one of 1,800 phrases."""

FLOOR_RMS = 10.4
"""Noise added to what is recognised, in int16 units (-70 dBFS). Digital silence, as in files cut out of others, has
no spectrum to normalise by and costs words; this is too soft for anyone to hear and always the same noise."""

CLEAR = 0.8
"""Confidence of each word from which what was said before a long pause is not heard again with what follows: a soft
"it's" alone is taken for a digit, and before digits it is not."""

TAIL_MS = 100
"""Silence that a draft hears at its end: 100 ms of pause and these hear the last digit as well as 600 ms do."""

_FLOOR = np.random.default_rng(0).normal(0.0, FLOOR_RMS, LINE_RATE).round().astype(np.int16)


def _above_floor(pcm: Pcm, position: int) -> Pcm:
    """The samples that start at sample `position` of an utterance, with the floor under them."""
    floor = np.take(_FLOOR, np.arange(position, position + len(pcm)), mode="wrap")
    return np.asarray(np.clip(pcm.astype(np.int32) + floor, -32768, 32767), dtype=np.int16)


class VoskHearing:
    """One utterance on its way through libvosk.

    A decoder that has told what it heard cannot go on with the same words. So when more is fed after a draft, a new one
    hears again what was said since the last gap: a long pause is fed in part only.
    """

    def __init__(
        self,
        open_decoder: Callable[[], Any],
        language: Language,
        time_scale: float,
        garbage: frozenset[str] = NOT_WORDS,
    ) -> None:
        self._open_decoder = open_decoder
        self._decoder = open_decoder()
        self._garbage = garbage
        self._language = language
        self._time_scale = time_scale
        self._passage: list[AudioFrame] = []
        self._before: tuple[Hypothesis, ...] = (Hypothesis(),)
        self._heard: tuple[Hypothesis, ...] = self._before
        self._position = 0
        self._drafted = False
        self._voicing = Voicing()

    def feed(self, frame: AudioFrame) -> None:
        if self._drafted:
            self._hear_again(frame)
        self._voicing.push(frame)
        self._passage.append(frame)
        self._accept(frame.pcm)

    def partial(self) -> Transcript:
        # libvosk also tells times and confidences of partial words, but writes warnings to standard error when it does
        said = [] if self._drafted else str(json.loads(self._decoder.PartialResult()).get("partial", "")).split()
        words = [word.text for word in self._heard[0].words] + [word for word in said if word not in self._garbage]
        return Transcript(join(words), self._language, 0.0)

    def draft(self) -> Transcript:
        if not self._drafted:
            self._accept(silence(TAIL_MS * LINE_RATE // 1000))
        return self.finish()

    def finish(self) -> Transcript:
        if not self._drafted:
            self._take(self._decoder.FinalResult())
            self._drafted = True
        best, *others = self._heard[: 1 + ALTERNATIVES]
        alternatives = tuple(other.transcript(self._language) for other in others if other.words)
        return best.transcript(self._language, alternatives)

    def _hear_again(self, next_frame: AudioFrame) -> None:
        """Go on after a draft; what was said before a gap stays as it was heard, where it was heard clearly."""
        self._drafted = False
        self._decoder = self._open_decoder()
        self._position = 0
        gap = range(self._passage[-1].end_ms, next_frame.start_ms, FRAME_MS)
        if gap and self._clearly_heard():
            self._before, self._passage = self._heard, []
        self._passage += (AudioFrame(silence(), LINE_RATE, start_ms) for start_ms in gap if self._passage)
        self._heard = self._before
        for frame in self._passage:
            self._accept(frame.pcm)

    def _clearly_heard(self) -> bool:
        words = self._heard[0].words
        return bool(words) and min(word.confidence for word in words) >= CLEAR

    def _accept(self, pcm: Pcm) -> None:
        samples = _above_floor(pcm, self._position)
        self._position += len(samples)
        try:
            if self._decoder.AcceptWaveform(samples.tobytes()):
                self._take(self._decoder.Result())
        except Exception as error:  # libvosk raises bare Exception
            raise ModelError("the speech model failed while listening", "Try another with --model") from error

    def _take(self, result: str) -> None:
        """Go on with the hypotheses of one libvosk result; its times are seconds since the first sample fed.

        Words without a voice are not believed, unless they are all that was heard: a "yes" may be whispered.
        """
        times = TimeBase(self._passage[0].start_ms if self._passage else 0, self._time_scale)
        heard = read_result(json.loads(result), times, self._garbage, self._said)
        if not (heard[0].words or self._heard[0].words):
            heard = read_result(json.loads(result), times, self._garbage)
        self._heard = chain(self._heard, heard, CONSIDERED)

    def _said(self, word: Word) -> bool:
        """Whether there was a voice where the word is: before a digit noise is often taken for another one."""
        return self._voicing.within(word.start_ms, word.end_ms) >= VOWEL_MS


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
        self._grammar = lru_cache(GRAMMARS)(self._make_grammar)
        self._making = Lock()

    @property
    def language(self) -> Language:
        return self._dir.language

    def open(self, expectation: Expectation) -> Hearing:
        # A decoder that has heard an utterance would hear the next one a little differently, so each gets a new one.
        with self._making:  # two calls that want the same one make it once
            grammar = self._grammar(expectation)
        arguments = (grammar.as_json,) if grammar else ()

        def open_decoder() -> Any:
            decoder = self._vosk.KaldiRecognizer(self._model, LINE_RATE, *arguments)
            decoder.SetWords(True)
            decoder.SetMaxAlternatives(CONSIDERED)
            return decoder

        garbage = grammar.garbage if grammar else NOT_WORDS
        return VoskHearing(open_decoder, self._dir.language, self._dir.word_time_scale, garbage)

    def unknown_words(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        return unknown_words(phrases, self._vocabulary)

    def _make_grammar(self, expectation: Expectation) -> Grammar | None:
        """The run-time grammar to hear the expectation with; None where the model hears better or only without."""
        if not hears_by_grammar(self._dir, expectation):
            return None
        grammar = make_grammar(expectation, self._vocabulary, self._strangers)
        return grammar if grammar.phrases else None

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return read_vocabulary(self._dir.path)

    @cached_property
    def _strangers(self) -> tuple[str, ...]:
        """For the starters; a model that hears freely has a garbage model of its own."""
        return strangers_of(self._vocabulary) if self._dir.wants_grammar else ()


def hears_by_grammar(model: ModelDir, expectation: Expectation) -> bool:
    """Whether a model hears an expectation best with a grammar of it: the starters always, others where they can and
    callers say just that."""
    return model.wants_grammar or (not expectation.only_examples and model.takes_grammar)


def read_vocabulary(model: Path) -> frozenset[str]:
    """The words of a model's word table (`word id` a line); empty when the model has none."""
    for table in (model / "graph" / "words.txt", model / "words.txt"):
        if table.exists():
            return frozenset(line.split()[0] for line in table.read_text("utf-8").splitlines() if line.strip())
    return frozenset()
