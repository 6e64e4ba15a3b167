"""Values of the slot types are heard: our own voice, the starter model, the grammar of the slot's phrases."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
import pytest

from ivr import app
from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, LINE_RATE, AudioFrame, silence
from ivr.flow.loader import chatter
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.settings import read_settings
from ivr.speech.segmentation import segment
from ivr.speech.transcript import Transcript
from ivr.speech.vosk_recognizer import VoskRecognizer, read_vocabulary
from ivr.terms import Language
from ivr.understanding.interpreter import Interpreter
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.spec import IntentSpec, SlotSpec

EN, ZH = Language.ENGLISH, Language.MANDARIN
TODAY = date(2026, 3, 4)
KINDS = ("date", "time", "money", "phone", "name", "number", "order_number", "date_time", "digits")
HELP = {EN: ("help me please", "i need some help with this"), ZH: ("请帮帮我", "这个我不会，帮个忙")}

MOST_PHRASES = 1200
"""A grammar of so many is made in a few milliseconds."""

SAID = [
    (EN, "date", "march twenty first", "2026-03-21"),
    (EN, "date", "next wednesday", "2026-03-11"),
    (EN, "money", "fifty dollars", "50.00 USD"),
    (EN, "money", "twenty dollars and fifty cents", "20.50 USD"),
    (EN, "phone", "four one five five five five two six seven one", "+14155552671"),
    (EN, "name", "my name is michael johnson", "Michael Johnson"),
    (EN, "time", "half past three", "15:30"),
    (ZH, "date", "三月五号", "2026-03-05"),
    (ZH, "date", "后天", "2026-03-06"),
    (ZH, "money", "五十块", "50.00 CNY"),
    (ZH, "phone", "一三八一二三四五六七八", "+8613812345678"),
    (ZH, "name", "我姓王", "王"),
    (ZH, "time", "下午三点半", "15:30"),
]


@cache
def ears(language: Language) -> VoskRecognizer:
    """The starter model of a language."""
    return VoskRecognizer(app.model_for(read_settings(), language))


@cache
def interpreter(language: Language) -> Interpreter:
    """The understanding of slots alone."""
    wishes = [IntentSpec("help", HELP[language])]
    return Interpreter(wishes, [SlotSpec(kind, kind) for kind in KINDS], chatter(language), language)


@pytest.fixture(scope="module")
def voice() -> Iterator[Pyttsx3Voice]:
    """Our own."""
    speaking = Pyttsx3Voice()
    yield speaking
    speaking.close()


def heard(text: str, kind: str, language: Language, voice: Pyttsx3Voice) -> Transcript:
    """What the ears make of a spoken text when `kind` was asked for."""
    pcm = np.concatenate([silence(LINE_RATE // 2), voice.render(text, Manner(language)), silence(LINE_RATE // 2)])
    hearing = ears(language).open(interpreter(language).expectation([], kind))
    for place, at in enumerate(range(0, len(pcm) - FRAME_SAMPLES, FRAME_SAMPLES)):
        hearing.feed(AudioFrame(pcm[at : at + FRAME_SAMPLES], LINE_RATE, place * FRAME_MS))
    return hearing.finish()


def test_values_that_are_asked_for_are_heard(voice: Pyttsx3Voice) -> None:
    """From the sound to the canonical value, all but one: "twenty first" may come out as "twenty third"."""
    wrong = []
    for language, kind, said, value in SAID:
        transcript = heard(said, kind, language, voice)
        slot = interpreter(language).interpret(transcript, kind, TODAY).slot(kind)
        if slot is None or (slot.value, slot.problem) != (value, ""):
            wrong.append(f"{said}: {transcript.text}")

    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_a_slot_are_in_the_starters_vocabulary(kind: str, language: Language) -> None:
    """What stands in a grammar with a word that the model does not know is never heard: that is so of a few names."""
    vocabulary = read_vocabulary(app.model_for(read_settings(), language).path)
    phrases = SLOT_TYPES[kind].phrases(SlotSpec(kind, kind), language)
    unheard = {word for phrase in phrases for word in segment(phrase, vocabulary)} - vocabulary

    assert len(phrases) <= MOST_PHRASES
    assert len(unheard) <= (4 if kind == "name" else 0)
