"""Answers of one syllable begin a turn; our own voice speaks them, as nobody recorded the Mandarin ones."""

from collections.abc import Iterator

import numpy as np
import pytest

from ivr.audio.frames import LINE_RATE, AudioFrame, Pcm
from ivr.audio.pcm import FULL_SCALE, frames_of, to_int16
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner, Voice
from ivr.speech.endpointer import Endpointer, Patience
from ivr.speech.vad import usual_detector
from ivr.terms import Language

ANSWERS = [(Language.ENGLISH, word) for word in ("yes", "no")] + [(Language.MANDARIN, word) for word in "是对不"]
RATES = (110, 150, 200)


@pytest.fixture(scope="module")
def speaker() -> Iterator[Voice]:
    """The line's own voice."""
    voice = Pyttsx3Voice()
    yield voice
    voice.close()


def in_a_room(said: Pcm, gain: float, room: float) -> Pcm:
    """The answer between two seconds of a room with white noise of this deviation."""
    noise = np.random.default_rng(3).normal(0.0, room, len(said) + 2 * LINE_RATE)
    return to_int16((np.pad(said * gain, LINE_RATE) + noise) / FULL_SCALE)


def begins_a_turn(sound: Pcm) -> bool:
    """Whether the line notices that somebody speaks."""
    detector, endpointer = usual_detector(), Endpointer(Patience(10_000, 800, 20_000))
    for place, pcm in enumerate(frames_of(sound)):
        frame = AudioFrame(pcm, LINE_RATE, place * 20)
        endpointer.push(frame, detector.is_voice(frame))
    return endpointer.speaking or endpointer.span is not None


@pytest.mark.parametrize(("gain", "room"), [(1.0, 10.0), (0.18, 10.0), (1.0, 300.0)], ids=["plain", "soft", "noisy"])
def test_no_answer_of_one_syllable_is_lost(speaker: Voice, gain: float, room: float) -> None:
    """Slow and fast, 15 dB softer, and in noise."""
    lost = [
        (word, rate)
        for language, word in ANSWERS
        for rate in RATES
        if not begins_a_turn(in_a_room(speaker.render(word, Manner(language, rate=rate)), gain, room))
    ]

    assert lost == []
