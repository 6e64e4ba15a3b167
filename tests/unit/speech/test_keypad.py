"""Keys among the words of a turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.endpointer import EndedBy, Span
from ivr.speech.keypad import Entry, Press, digits_of, keyed, only_keys
from ivr.speech.transcript import Transcript, Word
from ivr.terms import Language

ENGLISH, MANDARIN = Language.ENGLISH, Language.MANDARIN


def entry(keys: str, language: Language = ENGLISH, start_ms: int = 1000) -> Entry:
    """These keys, one every 200 ms."""
    made = Entry(language)
    for at, key in enumerate(keys):
        now_ms = start_ms + 200 * at
        made.press(Press(key, now_ms), now_ms, speaking=False)
    return made


def spoken(text: str, start_ms: int, language: Language = ENGLISH) -> tuple[Transcript, Span]:
    """Words, one every 100 ms."""
    units = text.split() if language is ENGLISH else list(text)
    words = tuple(Word(one, start_ms + 100 * at, start_ms + 100 * at + 90, 0.8) for at, one in enumerate(units))
    return Transcript.of_words(words, language), Span(start_ms, start_ms + 100 * len(units), EndedBy.SILENCE)


@pytest.mark.parametrize(
    ("keys", "digits"),
    [("4471", "4471"), ("4471#", "4471"), ("44*71#", "71"), ("12*34*5", "5"), ("*", ""), ("0#", "0"), ("", "")],
)
def test_digits_count_after_the_last_star(keys: str, digits: str) -> None:
    """`#` is no digit."""
    assert digits_of(keys) == digits
    assert keyed(keys, ENGLISH).text == digits


@given(st.text("0123456789*", max_size=12))
def test_keys_alone_are_a_turn_of_digits_alone(keys: str) -> None:
    """Whichever were pressed; each as it was typed is the same turn."""
    made = entry(keys).transcript()

    assert (made.text, made.keys) == (digits_of(keys), keys)
    assert made.text == keyed(keys, ENGLISH).text
    assert only_keys(made) == bool(keys)


@pytest.mark.parametrize(
    ("language", "said", "text"), [(ENGLISH, "four four", "four four 71"), (MANDARIN, "四四", "四四71")]
)
def test_words_before_keys_stand_before_them(language: Language, said: str, text: str) -> None:
    """One turn, sure of the keys and less sure of the words."""
    made = entry("71#", language, 2000)
    made.say(*spoken(said, 500, language))
    whole = made.transcript()

    assert (whole.text, whole.keys, whole.language) == (text, "71#", language)
    assert [word.confidence for word in whole.words] == [0.8, 0.8, 1.0]
    assert not only_keys(whole)


def test_words_between_keys_stand_between_them() -> None:
    """And the digits of one run are one word."""
    made = entry("44", start_ms=0)
    made.say(*spoken("seven one", 1000))
    made.press(Press("9", 2000), 2000, speaking=False)
    made.press(Press("0", 2200), 2200, speaking=False)

    assert made.transcript().text == "44 seven one 90"


def test_the_other_ways_in_which_words_may_have_been_said_have_the_keys_too() -> None:
    """Of the other language's recogniser as well."""
    words, span = spoken("for four", 0)
    other, _ = spoken("four four", 0)
    beside, _ = spoken("四", 0, MANDARIN)
    made = entry("71")
    made.say(Transcript(words.text, ENGLISH, 0.8, words.words, (other,), 0.6, (beside,)), span)
    whole = made.transcript()

    assert (whole.text, whole.share) == ("for four 71", 0.6)
    assert [one.text for one in whole.alternatives] == ["four four 71"]
    assert [(one.text, one.language) for one in whole.beside] == [("四71", MANDARIN)]


def test_a_star_takes_back_what_was_said_and_pressed() -> None:
    """The entry starts over."""
    made = entry("44", start_ms=1000)
    made.say(*spoken("seven", 500))
    made.press(Press("*", 2000), 2000, speaking=False)

    assert not made.begun
    made.press(Press("5", 2200), 2200, speaking=False)
    assert (made.transcript().text, made.keys) == ("5", "44*5")


def test_the_hash_ends_what_was_pressed_or_is_being_said_and_else_nothing() -> None:
    """It may come late, after an entry that was complete without it."""
    late, said, pressed = Entry(ENGLISH), Entry(ENGLISH), entry("4#")
    late.press(Press("#", 0), 0, speaking=False)
    said.press(Press("#", 0), 0, speaking=True)

    assert [(one.ended, one.keys) for one in (late, said, pressed)] == [(False, ""), (True, "#"), (True, "4#")]


def test_letters_of_the_keypad_are_no_keys_of_callers() -> None:
    """A to D."""
    assert entry("A1BCD2").keys == "12"


def test_it_tells_since_when_nothing_was_pressed_or_said() -> None:
    """The pause begins with the last key, or the last word."""
    made = entry("44", start_ms=1000)
    assert (made.times_ms, made.quiet_ms(2200)) == ((1000, 1200), 1000)

    made.say(*spoken("seven one", 1500))
    assert (made.times_ms, made.quiet_ms(2200)) == ((1000, 1700), 500)
