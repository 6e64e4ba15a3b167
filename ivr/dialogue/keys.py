"""What keys mean: digits of a value, 0 a person, 1 and 2 yes and no where that is asked; never a wish."""

from dataclasses import replace

from ivr.flow.slot import Slot
from ivr.speech.keypad import digits_of, only_keys
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.person import AGENT

PERSON = "0"
ANSWERS = {
    Language.ENGLISH: {"1": "yes", "2": "no"},
    Language.MANDARIN: {"1": "是", "2": "不是"},
}

OF_DIGITS = {"digits", "number", "phone"}
"""Slot types of which every value can be pressed; of `order_number` some can."""


def in_words(transcript: Transcript) -> Transcript:
    """Keys as the answer that they are to a question for yes or no."""
    answer = ANSWERS[transcript.language].get(digits_of(transcript.keys))
    return replace(transcript, text=answer, words=()) if answer else transcript


def asks_for_person(transcript: Transcript) -> bool:
    """Whether a lone 0 was pressed."""
    return digits_of(transcript.keys) == PERSON and only_keys(transcript)


def by_keys(heard: Interpretation, transcript: Transcript) -> Interpretation:
    """What is meant where nothing was said: a person, a value or an answer; whatever wish digits resemble, none."""
    if digits_of(transcript.keys) == PERSON:
        return Interpretation(heard.text, ranked=((AGENT, 1.0),))
    return Interpretation(heard.text, slots=heard.slots, answer=heard.answer)


def can_be_pressed(slot: Slot | None) -> bool:
    """Whether keys can give whatever is asked for."""
    return slot is not None and slot.type in OF_DIGITS


def takes_digits(slot: Slot | None) -> bool:
    """Whether what is pressed may be a value of it."""
    return slot is not None and slot.type in {*OF_DIGITS, "order_number"}
