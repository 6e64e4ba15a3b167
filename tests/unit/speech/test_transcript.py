"""What a recogniser heard."""

import pytest

from ivr.speech.transcript import Transcript, Word
from ivr.terms import Language


def test_english_words_are_parted_by_spaces_and_chinese_ones_are_not() -> None:
    """The same two words make a text in each language's way."""
    english = Transcript.of_words((Word("my", 0, 100, 1.0), Word("order", 100, 300, 0.5)), Language.ENGLISH)
    chinese = Transcript.of_words((Word("我的", 0, 100, 1.0), Word("订单", 100, 300, 0.5)), Language.MANDARIN)

    assert (english.text, chinese.text) == ("my order", "我的订单")


def test_confidence_is_the_mean_over_the_words() -> None:
    """Two words, one of them half sure."""
    heard = Transcript.of_words((Word("my", 0, 100, 1.0), Word("order", 100, 300, 0.5)), Language.ENGLISH)

    assert heard.confidence == 0.75


def test_no_words_are_no_confidence() -> None:
    """A noise is a transcript too: empty, and believed not at all."""
    assert Transcript("", Language.ENGLISH, 0.0) == Transcript.of_words((), Language.ENGLISH)


@pytest.mark.parametrize(("typed", "text", "confidence"), [("  hello ", "hello", 1.0), (" \t", "", 0.0)])
def test_what_is_typed_is_certain(typed: str, text: str, confidence: float) -> None:
    """Unless nothing was typed."""
    assert Transcript(text, Language.ENGLISH, confidence) == Transcript.typed(typed, Language.ENGLISH)
