"""Prompts as they are spoken: the same each time, and in pieces as in one."""

from collections.abc import Iterator

import numpy as np
import pytest

from ivr.audio.frames import LINE_RATE
from ivr.errors import VoiceError
from ivr.prompts.pieces import pieces
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.prompts.wording import house_wording, placeholders
from ivr.terms import Language

EN, ZH = Language.ENGLISH, Language.MANDARIN
SAID = [
    ("Your order, hiking boots, is on its way.", Manner(EN)),
    ("您的订单，登山靴，在路上。", Manner(ZH)),
    ("This one is hoarse.", Manner(EN, "gmw/en-us+croak")),
    ("And this one whispers.", Manner(EN, "gmw/en-us+whisper", 180, 0.5)),
]


@pytest.fixture(scope="module")
def voice() -> Iterator[Pyttsx3Voice]:
    """A voice that says many things."""
    speaking = Pyttsx3Voice()
    yield speaking
    speaking.close()


def test_a_text_sounds_the_same_whatever_was_said_before(voice: Pyttsx3Voice) -> None:
    """In another order, and in a process that has said nothing yet."""
    other = Pyttsx3Voice()
    first = [voice.render(text, manner) for text, manner in SAID]
    again = [voice.render(text, manner) for text, manner in reversed(SAID)]
    elsewhere = [other.render(text, manner) for text, manner in reversed(SAID)]
    other.close()

    for one, two, three in zip(first, reversed(again), reversed(elsewhere), strict=True):
        assert np.array_equal(one, two)
        assert np.array_equal(one, three)


@pytest.mark.parametrize("language", Language)
def test_a_prompt_takes_as_long_in_pieces_as_in_one(voice: Pyttsx3Voice, language: Language) -> None:
    """The pauses between its clauses are where they were: of all that the house says nothing moves by 20 ms."""
    texts = [text for said in house_wording(language).values() for text in said if not placeholders(text)]
    cut = [(text, pieces(text, language)) for text in texts]
    manner = Manner(language)

    moved = {
        text: sum(len(voice.render(piece, manner)) for piece in parts) - len(voice.render(text, manner))
        for text, parts in cut
        if len(parts) > 1
    }
    assert len(moved) > 30
    assert {text: samples for text, samples in moved.items() if abs(samples) > 0.02 * LINE_RATE} == {}


def test_a_speaking_process_that_is_killed_costs_no_prompt(voice: Pyttsx3Voice) -> None:
    """Another one speaks the same."""
    text, manner = SAID[0]
    first = voice.render(text, manner)
    assert voice._process is not None
    for kill_first in (False, True):
        voice._process.kill()
        if kill_first:
            voice._process.wait()

        assert np.array_equal(first, voice.render(text, manner))


def test_a_voice_that_there_is_not_speaks_nothing(voice: Pyttsx3Voice) -> None:
    """Nor does anyone else in its place; the next text is spoken as ever."""
    with pytest.raises(VoiceError, match="'nobody' cannot speak"):
        voice.render("hello", Manner(EN, "nobody"))

    assert len(voice.render("hello", Manner(EN)))


def test_a_full_disk_silences_nobody(voice: Pyttsx3Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to speak."""
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")

    assert len(voice.render("hello", Manner(EN)))
