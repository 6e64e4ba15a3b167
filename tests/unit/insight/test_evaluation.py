"""What was said against what was heard, in both languages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.insight.evaluation import (
    TRANSCRIPTS,
    WORDS,
    Judged,
    digits_of,
    grammar_of,
    judge,
    score,
    scores_by,
    whole_cost,
    words_of,
    worst_confusions,
)
from ivr.insight.manifest import Recording
from ivr.speech.recognizer import Expectation
from ivr.speech.scoring import Errors, Share
from ivr.speech.transcript import Transcript
from ivr.speech.transcription import Cost, Heard
from ivr.terms import Language

EN, ZH = Language.ENGLISH, Language.MANDARIN
FILE = Path("a.wav")


def _said(transcript: str, **columns: str) -> Recording:
    return Recording(FILE, transcript, "list.tsv:2", {"path": "a.wav", "transcript": transcript, **columns})


def _judged(said: str, heard: str, language: Language = EN, cost: Cost | None = None, **columns: str) -> Judged:
    transcript = Transcript(heard, language, 0.9)
    return judge(_said(said, **columns), Heard(FILE, transcript, 2.0, 0.1, cost or Cost(1.0, 100.0, 120.0)))


@pytest.mark.parametrize(
    ("said", "heard", "language", "words", "characters"),
    [
        ("Where's my order?", "where's my order", EN, Errors(3), Errors(14)),
        ("my order", "my older", EN, Errors(2, 1), Errors(7, 1)),
        ("我要退款。", "我要 退换", ZH, Errors(4, 1), Errors(4, 1)),
        ("买一台iPhone", "买一台 iphone", ZH, Errors(4), Errors(9)),
        ("my order", "", EN, Errors(2, 0, 2), Errors(7, 0, 7)),
    ],
    ids=["punctuation", "a letter", "characters are words", "both scripts", "nothing heard"],
)
def test_words_and_characters_are_compared_without_what_nobody_says(
    said: str, heard: str, language: Language, words: Errors, characters: Errors
) -> None:
    """No case, punctuation or spaces; each Chinese character is a word."""
    judged = _judged(said, heard, language)

    assert (judged.words, judged.characters, judged.right) == (words, characters, words.total == 0)


def test_long_recordings_are_compared_to_their_end() -> None:
    """What callers say in one turn is cut somewhere, and this is not."""
    assert len(words_of("order " * 1000)) == len(words_of("订单" * 500)) == 1000


@pytest.mark.parametrize(
    ("text", "language", "digits"),
    [
        ("two one nine", EN, "219"),
        ("219", EN, "219"),
        ("2-1-9", EN, "219"),
        ("double five oh six", EN, "5506"),
        ("forty two", EN, "42"),
        ("two orders", EN, None),
        ("order two", EN, None),
        ("oh", EN, None),
        ("", EN, None),
        ("二一九", ZH, "219"),
        ("二 幺 九", ZH, "219"),
        ("２１９", ZH, "219"),
        ("两个订单", ZH, None),
    ],
)
def test_digit_strings_are_digits_and_nothing_else(text: str, language: Language, digits: str | None) -> None:
    """Spoken or written, in both languages."""
    assert digits_of(text, language) == digits


@pytest.mark.parametrize(
    ("said", "heard", "language", "right"),
    [
        ("219", "two one nine", EN, True),
        ("two one nine", "two one five", EN, False),
        ("two one nine", "two one nine please", EN, False),
        ("my order", "two", EN, None),
        ("二一九", "二幺九", ZH, True),
    ],
)
def test_digit_strings_are_right_when_they_are_the_same_number(
    said: str, heard: str, language: Language, right: bool | None
) -> None:
    """Whatever the words were."""
    assert _judged(said, heard, language).digits_right is right


def test_scores_are_sums() -> None:
    """Over all, and over each value of a column."""
    utterances = [
        _judged("one two", "one two", speaker="bob"),
        _judged("one two", "one", speaker="ann"),
        _judged("my order", "my order", speaker="ann"),
    ]

    total, by = score(utterances), scores_by(utterances, "speaker")

    assert (total.words, total.sentences, total.digits) == (Errors(6, 0, 1), Share(2, 3), Share(1, 2))
    assert total.real_time_factor == pytest.approx(0.05)
    assert [(value, one.sentences) for value, one in by.items()] == [("ann", Share(1, 2)), ("bob", Share(1, 1))]


def test_nothing_heard_is_no_score() -> None:
    """Not a division by zero."""
    nothing = score([])

    assert (nothing.words.percent, nothing.sentences.percent, nothing.real_time_factor) == (None, None, None)
    assert whole_cost([]) is None


def test_the_worst_confusions_come_first() -> None:
    """Ties in the order of the words; what was invented has no side that was said."""
    utterances = [_judged("a b", "x b c"), _judged("a", "x"), _judged("退款", "退换", ZH)]

    assert worst_confusions(utterances, 2) == [("a", "x", 2), ("", "c", 1)]
    assert worst_confusions(utterances, 9)[-1] == ("款", "换", 1)


def test_the_cost_is_that_of_the_dearest_process() -> None:
    """Where memory is not known, it is not known."""
    costs = [Cost(1.0, 90.0, 130.0), Cost(1.5, 100.0, 120.0)]

    assert whole_cost(_judged("a", "a", cost=cost) for cost in costs) == Cost(1.5, 100.0, 130.0)
    assert whole_cost([_judged("a", "a", cost=Cost(1.0, None, None))]) == Cost(1.0, None, None)


def test_a_grammar_is_made_of_the_transcripts() -> None:
    """Whole, or as words and word pairs; without "none of these", since all that comes is in it."""
    said = [_said("Send it back!"), _said("send it"), _said("send it back")]

    assert grammar_of(said, TRANSCRIPTS) == Expectation(("send it", "send it back"), garbage=False)
    assert grammar_of(said, WORDS) == Expectation(("back", "it", "it back", "send", "send it"), garbage=False)
    assert grammar_of([_said("我要退款")], TRANSCRIPTS).phrases == ("我要退款",)
    assert grammar_of([_said("退款")], WORDS).phrases == ("款", "退", "退 款")


@given(st.text(), st.text(), st.sampled_from(Language))
def test_any_text_can_be_judged(said: str, heard: str, language: Language) -> None:
    """And is right exactly when nothing has to be changed."""
    judged = _judged(said, heard, language)

    assert judged.right == (words_of(said) == words_of(heard))
    assert judged.words.tokens <= judged.characters.tokens
