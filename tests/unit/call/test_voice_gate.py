"""Silence costs no recognition: the recogniser is not opened, and so hears nothing."""

from pathlib import Path

import numpy as np
import pytest

from ivr.audio.clip import read_clip
from ivr.audio.frames import LINE_RATE, Pcm, silence
from ivr.audio.line import Ear
from ivr.call.exchange import Silent, Spoke
from ivr.call.spoken import SpokenExchange
from ivr.dialogue.actions import Listen, Play
from ivr.prompts.voice import Manner
from ivr.records.recording import NoRecording
from ivr.speech.endpointer import Patience
from ivr.speech.recognizer import Expectation
from ivr.speech.vad import usual_detector
from ivr.terms import Language
from ivr.testing import CannedRecognizer, ScriptedLine, SilentVoice, nobody_knows

LISTEN = Listen("welcome", Expectation(("agent",)), Patience(no_input_ms=4000, end_silence_ms=800, max_ms=20_000))
PROMPT = Play("x" * 300, "welcome")
"""Six seconds of prompt."""

CALLER = Path(__file__).parents[3] / "audio_samples" / "utterances" / "where_is_my_order.wav"
SECONDS = 12


def hiss(level: float) -> Pcm:
    """The noise of a line, of this deviation."""
    return np.random.default_rng(7).normal(0.0, level, SECONDS * LINE_RATE).astype(np.int16)


def conversation(sound: Pcm) -> tuple[SpokenExchange, CannedRecognizer]:
    """A call in which the caller's side is this, from the prompt on."""
    recognizer = CannedRecognizer("agent")
    line = ScriptedLine(Ear.OVER_PROMPT, sound)
    manner = Manner(Language.ENGLISH)
    return SpokenExchange(line, SilentVoice(), manner, recognizer, usual_detector(), NoRecording()), recognizer


@pytest.mark.parametrize(
    "sound", [silence(SECONDS * LINE_RATE), hiss(10), hiss(50), hiss(3000)], ids=["none", "line", "room", "fan"]
)
def test_nobody_is_not_recognised(sound: Pcm) -> None:
    """Neither over a prompt nor after it, in the noise of a line, a room, a fan; the line asks who is there."""
    exchange, recognizer = conversation(sound)

    assert exchange.play(PROMPT, LISTEN, nobody_knows)
    assert not exchange.interrupted
    assert Silent() == exchange.listen(LISTEN, nobody_knows)
    assert not recognizer.hearings


def test_somebody_is_recognised_from_just_before_the_first_word_to_just_after_the_last() -> None:
    """The seconds of silence around it are not heard."""
    around = silence(3 * LINE_RATE)
    said = read_clip(CALLER).pcm
    sound = np.concatenate((around, said, around))
    exchange, recognizer = conversation(sound[: len(sound) // 320 * 320])

    exchange.play(PROMPT, LISTEN, nobody_knows)

    assert isinstance(exchange.listen(LISTEN, nobody_knows), Spoke)
    [hearing] = recognizer.hearings
    assert hearing.heard_ms <= len(said) * 1000 // LINE_RATE + LISTEN.patience.end_silence_ms + 400
