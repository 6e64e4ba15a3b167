"""Two recognisers, one caller."""

from ivr.speech.bilingual_recognizer import BilingualRecognizer
from ivr.speech.recognizer import Expectation
from ivr.terms import Language
from ivr.testing import CannedRecognizer, frames, voice

ENGLISH, MANDARIN = Language.ENGLISH, Language.MANDARIN
BOTH = Expectation(("refund",), language=ENGLISH, beside=(Expectation(("退款",), language=MANDARIN),))


def ears(english: CannedRecognizer, mandarin: CannedRecognizer) -> BilingualRecognizer:
    """A recogniser of two."""
    return BilingualRecognizer({ENGLISH: english, MANDARIN: mandarin})


def test_both_hear_every_frame_and_expect_what_their_language_does() -> None:
    """Neither is told what the other one expects."""
    english, mandarin = CannedRecognizer("refund"), CannedRecognizer("退款", language=MANDARIN)
    hearing = ears(english, mandarin).open(BOTH)
    for frame in frames(voice(100)):
        hearing.feed(frame)

    assert [one.hearings[0].heard_ms for one in (english, mandarin)] == [100, 100]
    assert (english.expected, mandarin.expected) == (
        [Expectation(("refund",), language=ENGLISH)],
        [Expectation(("退款",), language=MANDARIN)],
    )


def test_the_clearer_words_come_first() -> None:
    """With the others beside them."""
    english = CannedRecognizer("for the on", confidence=0.5)
    heard = ears(english, CannedRecognizer("我想退款", language=MANDARIN)).open(BOTH).finish()

    assert (heard.text, heard.language) == ("我想退款", MANDARIN)
    assert [(other.text, other.language) for other in heard.beside] == [("for the on", ENGLISH)]


def test_words_of_any_language_are_words() -> None:
    """Whoever speaks over the greeting is heard, whichever recogniser notices first."""
    hearing = ears(CannedRecognizer(""), CannedRecognizer("退款", language=MANDARIN)).open(BOTH)

    assert hearing.partial().text == "退款"
    assert ears(CannedRecognizer(), CannedRecognizer(language=MANDARIN)).open(BOTH).partial().text == ""


def test_one_hears_alone_once_the_language_is_known() -> None:
    """The other costs nothing any more."""
    english, mandarin = CannedRecognizer(), CannedRecognizer("我要投诉", language=MANDARIN)

    heard = ears(english, mandarin).open(Expectation(("投诉",), language=MANDARIN)).finish()

    assert (heard.text, heard.beside, english.expected) == ("我要投诉", (), [])


class _Knowing(CannedRecognizer):
    """Hears the words it is given."""

    def __init__(self, *known: str) -> None:
        super().__init__()
        self._known = known

    def unknown_words(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({word for phrase in phrases for word in phrase.split()} - {*self._known}))


def test_a_word_is_unknown_that_neither_can_hear() -> None:
    """What one of them hears is heard."""
    both = ears(_Knowing("refund"), _Knowing("退款"))

    assert both.unknown_words(("refund zorblat", "退款")) == ("zorblat",)
