"""Word times, confidences, partial results and alternatives of every starter, on speech whose word times are known."""

import statistics
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from ivr.audio.frames import LINE_RATE, AudioFrame, Pcm, silence
from ivr.audio.pcm import frames_of
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.settings import read_settings
from ivr.speech.grammar import Grammar, make_grammar
from ivr.speech.model_store import Starter, open_model_dir, starters, unpack
from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript, Word
from ivr.speech.vosk_recognizer import VoskRecognizer
from ivr.terms import Language

SHELF = read_settings().models_dir
SPOKEN = {
    Language.ENGLISH: "agent refund seven cancel delivery invoice nine repeat".split(),
    Language.MANDARIN: "人工 退款 七 取消 快递 发票 九 重复".split(),
}
PAUSE_MS = 300
LEADING_MS = 500
CALL_MS = 4_000
"""Where in the call the utterance begins."""

QUIET = 300
"""Sample value (of 32767) under which a rendered word has not begun or is over."""

MEDIAN_OFF_MS = 60
MOST_OFF_MS = 200
"""Models draw the border of a word with a soft beginning or end elsewhere than its loudness does."""


@pytest.fixture(scope="module", params=starters(SHELF), ids=lambda starter: starter.name)
def ears(request: pytest.FixtureRequest) -> VoskRecognizer:
    """Every starter there is."""
    starter: Starter = request.param
    cache = read_settings().cache_dir / "models"
    return VoskRecognizer(open_model_dir(unpack(starter, cache), starter.language))


@pytest.fixture(scope="module")
def said(ears: VoskRecognizer) -> tuple[Pcm, list[Word]]:
    """Words spoken one by one with pauses, and where in the call each begins and ends."""
    voice, parts, words = Pyttsx3Voice(), [silence(LEADING_MS * LINE_RATE // 1000)], []
    for text in SPOKEN[ears.language]:
        word = _trimmed(voice.render(text, Manner(ears.language, rate=130)))
        start_ms = CALL_MS + sum(map(len, parts)) * 1000 // LINE_RATE
        words.append(Word(text, start_ms, start_ms + len(word) * 1000 // LINE_RATE, 1.0))
        parts += [word, silence(PAUSE_MS * LINE_RATE // 1000)]
    voice.close()
    return np.concatenate(parts), words


@pytest.fixture(scope="module")
def heard(ears: VoskRecognizer, said: tuple[Pcm, list[Word]]) -> Transcript:
    """What the model heard of them."""
    return _heard(ears, said[0])


def test_words_are_heard_where_they_were_said(heard: Transcript, said: tuple[Pcm, list[Word]]) -> None:
    """Also by a model whose frames are not those that libvosk counts in."""
    pairs = [(known, word) for known in said[1] for word in heard.words if _meet(known, word)]
    off = [abs(known.start_ms - word.start_ms) for known, word in pairs]
    off += [abs(known.end_ms - word.end_ms) for known, word in pairs]

    assert len(pairs) >= len(said[1]) - 1, heard.text
    assert statistics.median(off) <= MEDIAN_OFF_MS, off
    assert max(off) <= MOST_OFF_MS, off


def test_words_of_alternatives_have_times_too(heard: Transcript) -> None:
    """On the same clock, one after the other, and no alternative is the transcript itself."""
    assert heard.text not in {other.text for other in heard.alternatives}
    for transcript in (heard, *heard.alternatives):
        assert all(CALL_MS <= word.start_ms < word.end_ms for word in transcript.words)
        assert all(first.end_ms <= then.start_ms for first, then in pairwise(transcript.words))


def test_confidences_are_shares(heard: Transcript) -> None:
    """Of clear speech that was expected they are high; alternatives are less likely."""
    assert all(0 < word.confidence <= 1 for transcript in (heard, *heard.alternatives) for word in transcript.words)
    assert heard.confidence >= 0.8


def test_partial_results_grow_into_the_final_one(ears: VoskRecognizer, said: tuple[Pcm, list[Word]]) -> None:
    """They may lag and change their mind, but hold real words only."""
    hearing, partials = ears.open(_expected(ears)), []
    for frame in _frames(said[0]):
        hearing.feed(frame)
        partials.append(hearing.partial().text)
    final = hearing.finish().text

    assert partials[0] == ""
    assert final.startswith(partials[-1])
    assert len(set(partials)) > 3
    assert not any("[" in text or "<" in text for text in partials)


def test_the_same_sound_gives_the_same_transcript(ears: VoskRecognizer, said: tuple[Pcm, list[Word]]) -> None:
    """Whatever was heard before and in between: words, times, confidences and alternatives."""
    first = _heard(ears, said[0])
    _heard(ears, said[0][::2])

    assert _heard(ears, said[0]) == first


def test_the_grammar_of_a_state_is_made_once(ears: VoskRecognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call that comes to the state hears with the same one."""
    made: list[Expectation] = []

    def watched(expectation: Expectation, vocabulary: frozenset[str], strangers: tuple[str, ...]) -> Grammar:
        made.append(expectation)
        return make_grammar(expectation, vocabulary, strangers)

    monkeypatch.setattr("ivr.speech.vosk_recognizer.make_grammar", watched)
    state, another = (Expectation((*SPOKEN[ears.language], word)) for word in SPOKEN[ears.language][:2])
    for expectation in (state, another, state, Expectation(state.phrases)):
        ears.open(expectation)

    assert made == [state, another]


def _expected(ears: VoskRecognizer) -> Expectation:
    return Expectation(tuple(SPOKEN[ears.language]), garbage=False)


def _heard(ears: VoskRecognizer, pcm: Pcm) -> Transcript:
    hearing = ears.open(_expected(ears))
    for frame in _frames(pcm):
        hearing.feed(frame)
    return hearing.finish()


def _frames(pcm: Pcm) -> Iterator[AudioFrame]:
    for at, frame in enumerate(frames_of(pcm)):
        yield AudioFrame(frame, LINE_RATE, CALL_MS + at * 20)


def _meet(known: Word, word: Word) -> bool:
    return known.text == word.text and known.start_ms < word.end_ms and word.start_ms < known.end_ms


def _trimmed(pcm: Pcm) -> Pcm:
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) >= QUIET)
    return pcm[loud[0] : loud[-1] + 1]
