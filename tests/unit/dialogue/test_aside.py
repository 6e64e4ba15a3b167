"""What somebody says over a prompt: to the line, or because they listen. In both languages."""

from collections.abc import Callable

import pytest

from ivr.speech.endpointer import Outlook
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]
Converse = Callable[[str], Conversation]
EN, ZH = Language.ENGLISH, Language.MANDARIN

MACHINE = {
    EN: """
flow: machine
language: en
start: where
hand_over: {queue: general}
intents:
  left: {means: turn left, examples: [left, turn left]}
  right: {means: turn right, examples: [right, turn right]}
  stop: {means: stop, examples: [stop, halt]}
routes: {left: where, right: where, stop: where}
nodes:
  where:
    say: Where shall it go?
    listen: {to: any}
""",
    ZH: """
flow: machine
language: zh
start: where
hand_over: {queue: general}
intents:
  left: {means: 左, examples: [左, 向左转]}
  right: {means: 右, examples: [右, 向右转]}
  fine: {means: 行, examples: [行, 可以]}
routes: {left: where, right: where, fine: where}
nodes:
  where:
    say: 往哪边走？
    listen: {to: any}
""",
}
"""Lines to which people say single words."""


def aside(talk: Conversation, text: str, ms: int, confidence: float = 0.5) -> bool:
    """Whether this is none of the line's business, said for so long over a prompt."""
    return talk.dialogue.outlook(Transcript(text, talk.flow.language, confidence), ms) is Outlook.ASIDE


@pytest.mark.parametrize(("language", "text"), [(EN, "of the"), (ZH, "哗啦")])
def test_where_sentences_are_expected_a_short_sound_that_means_nothing_is_not_answered(
    call: Call, language: Language, text: str
) -> None:
    """A longer one is, and so is everything where no prompt was playing."""
    talk = call(language)

    assert [aside(talk, text, ms, 0.95) for ms in (300, 599, 600, 0)] == [True, True, False, False]


@pytest.mark.parametrize(("language", "text"), [(EN, "mumble"), (ZH, "哗")])
def test_there_one_word_that_means_nothing_never_is(call: Call, language: Language, text: str) -> None:
    """Long noises resemble some short word."""
    assert aside(call(language), text, 900, 0.95)


@pytest.mark.parametrize(("language", "wish"), [(EN, "cancel my order"), (ZH, "取消订单")])
def test_a_wish_is_heard_where_it_is_heard_clearly(call: Call, language: Language, wish: str) -> None:
    """However quickly it is said."""
    talk = call(language)

    assert [aside(talk, wish, 400, confidence) for confidence in (0.6, 0.7)] == [True, False]


@pytest.mark.parametrize(("language", "misheard", "word"), [(EN, "that", "left"), (ZH, "哗", "左")])
def test_where_a_word_is_expected_a_sound_as_long_as_a_word_is_answered(
    converse: Converse, language: Language, misheard: str, word: str
) -> None:
    """Also where it was misheard: "sorry?" is better than to go on as if nothing had been said. Coughs are shorter."""
    talk = converse(MACHINE[language])

    assert [aside(talk, misheard, ms) for ms in (200, 260)] == [True, False]
    assert [aside(talk, word, 160, confidence) for confidence in (0.3, 0.5)] == [True, False]


@pytest.mark.parametrize(("language", "word"), [(EN, "left"), (ZH, "左")])
def test_no_word_is_as_short_as_a_click(converse: Converse, language: Language, word: str) -> None:
    """Whatever it resembles."""
    talk = converse(MACHINE[language])

    assert [aside(talk, word, ms, 1.0) for ms in (100, 120)] == [True, False]


@pytest.mark.parametrize(("language", "expected", "assent"), [(EN, "right", "okay"), (ZH, "行", "好的")])
def test_a_word_of_assent_counts_where_it_is_what_the_author_expects(
    call: Call, converse: Converse, language: Language, expected: str, assent: str
) -> None:
    """ "Right" turns a machine, and only shows that somebody listens to a shop; "okay" does so in both."""
    machine, shop = converse(MACHINE[language]), call(language)

    assert [aside(machine, said, 500, 1.0) for said in (expected, assent)] == [False, True]
    assert [aside(shop, said, 500, 1.0) for said in (expected, assent)] == [True, True]


@pytest.mark.parametrize(
    ("language", "wish", "said"),
    [(EN, "cancel my order", ("yes", "the", "uh huh")), (ZH, "取消订单", ("是", "的", "嗯"))],
)
def test_where_yes_or_no_is_asked_a_word_is_an_answer(
    call: Call, language: Language, wish: str, said: tuple[str, ...]
) -> None:
    """And may be misheard; a sound that says neither is none."""
    talk = call(language).say(wish)

    assert [aside(talk, one, 300) for one in said] == [False, False, True]


@pytest.mark.parametrize(
    ("language", "wish", "said"),
    [(EN, "where is my order", ("four", "for", "okay")), (ZH, "我的订单到哪了", ("四", "次", "好的"))],
)
def test_the_first_digit_of_a_number_is_not_lost(
    call: Call, language: Language, wish: str, said: tuple[str, ...]
) -> None:
    """Nor one that was misheard; "okay" is no digit."""
    talk = call(language).say(wish)

    assert [aside(talk, one, 300) for one in said] == [False, False, True]


@pytest.mark.parametrize(("language", "wish", "text"), [(EN, "i want to complain", "for"), (ZH, "我要投诉", "的")])
def test_a_story_is_not_told_in_a_short_sound(call: Call, language: Language, wish: str, text: str) -> None:
    """Else a cough would be all of it."""
    assert aside(call(language).say(wish), text, 300, 0.9)
