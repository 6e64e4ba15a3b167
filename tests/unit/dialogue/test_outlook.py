"""What may follow on what the caller has said so far, in both languages."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.endpointer import Outlook, Patience
from ivr.speech.transcript import Transcript, Word
from ivr.terms import Language
from ivr.testing import Conversation
from ivr.understanding.back_channel import is_assent, is_sound
from ivr.understanding.unfinished import promises_more

Call = Callable[..., Conversation]
EN, ZH = Language.ENGLISH, Language.MANDARIN


def outlook(talk: Conversation, text: str, confidence: float = 1.0, *, over_prompt_ms: int = 0) -> Outlook:
    """Of these words, each heard with this confidence."""
    words = tuple(Word(word, 0, 0, confidence) for word in (text.split() if text.isascii() else text))
    return talk.dialogue.outlook(Transcript(text, talk.flow.language, confidence, words), over_prompt_ms)


@pytest.mark.parametrize(
    ("language", "wish", "said", "expected"),
    [
        (EN, "where is my order", "one two", Outlook.UNFINISHED),
        (EN, "where is my order", "one two three four", Outlook.COMPLETE),
        (EN, "where is my order", "one two three four five", Outlook.UNFINISHED),
        (EN, "where is my order", "uh it is one two and", Outlook.UNFINISHED),
        (EN, "where is my order", "mumble mumble mumble", Outlook.OPEN),
        (EN, "where is my order", "that that", Outlook.UNFINISHED),
        (ZH, "我的订单到哪了", "哗啦", Outlook.UNFINISHED),
        (ZH, "我的订单到哪了", "哗啦啦", Outlook.OPEN),
        (EN, "where is my order", "mumble", Outlook.UNFINISHED),
        (EN, "where is my order", "one two double", Outlook.UNFINISHED),
        (EN, "where is my order", "i want a refund", Outlook.CONFIDENT),
        (ZH, "我的订单到哪了", "一二", Outlook.UNFINISHED),
        (ZH, "我的订单到哪了", "一二三四", Outlook.COMPLETE),
        (ZH, "我的订单到哪了", "订单号是", Outlook.UNFINISHED),
        (ZH, "我的订单到哪了", "我要退款", Outlook.CONFIDENT),
        (EN, "i want a refund", "damaged", Outlook.CONFIDENT),
        (ZH, "我要退款", "坏了", Outlook.CONFIDENT),
        (EN, "i want to complain", "the driver was late", Outlook.OPEN),
        (ZH, "我要投诉", "快递员迟到了", Outlook.OPEN),
    ],
)
def test_a_value_is_complete_or_lacks_something(
    call: Call, language: Language, wish: str, said: str, expected: Outlook
) -> None:
    """The last digit ends the turn, a missing one gives it time; of a story nobody knows when it ends."""
    assert outlook(call(language).say(wish), said) is expected


NUMBERS = [(EN, "where is my order", "one two three four"), (ZH, "我的订单到哪了", "一二三四")]


@pytest.mark.parametrize(("language", "wish", "said"), NUMBERS)
def test_a_number_of_which_a_digit_was_heard_badly_may_lack_one(
    call: Call, language: Language, wish: str, said: str
) -> None:
    """The bad one may be none, and another still to come."""
    talk = call(language).say(wish)

    assert [outlook(talk, said, confidence) for confidence in (0.4, 0.5)] == [Outlook.OPEN, Outlook.COMPLETE]


@pytest.mark.parametrize(("language", "wish", "said"), NUMBERS)
def test_what_counts_is_how_many_digits_the_hypotheses_have(
    call: Call, language: Language, wish: str, said: str
) -> None:
    """However many guesses there are: other digits do not matter, nor does one too many; fewer do."""
    talk = call(language).say(wish)
    digits = said.split() if said.isascii() else list(said)
    others, longer, shorter = [*digits[:-1], digits[0]], [*digits, digits[0]], digits[:-1]

    def among(*guesses: list[str]) -> Outlook:
        return talk.dialogue.outlook(
            replace(heard(language, digits, share=0.2), alternatives=tuple(heard(language, one) for one in guesses)),
            False,
        )

    assert among(others, longer, others, longer) is Outlook.COMPLETE
    assert among(others, longer, shorter) is Outlook.COMPLETE
    assert among(others, shorter, shorter) is Outlook.OPEN


def heard(language: Language, digits: list[str], share: float = 0.2) -> Transcript:
    """These digits, one after the other."""
    words = tuple(Word(digit, at * 300, at * 300 + 200, 1.0) for at, digit in enumerate(digits))
    return replace(Transcript.of_words(words, language), share=share)


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ((500, 500, 500), Outlook.COMPLETE),
        ((0, 500, 0), Outlook.COMPLETE),
        ((500, 0, 500, 500), Outlook.OPEN),
        ((500, 500, 500, 500), Outlook.UNFINISHED),
    ],
)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_whole_also_when_one_of_its_digits_was_heard_as_two(
    call: Call, number: tuple[Language, str, str], pauses: tuple[int, ...], expected: Outlook
) -> None:
    """Which is known by the missing pause between them; but nobody is sure of it."""
    language, wish, said = number
    digits = said.split() if said.isascii() else list(said)
    words, now = [], 0
    for digit, pause in zip((*digits, digits[0]), (*pauses, 0), strict=False):
        words.append(Word(digit, now, now + 300, 1.0))
        now += 300 + pause

    transcript = Transcript.of_words(tuple(words), language)

    assert call(language).say(wish).dialogue.outlook(transcript, 0) is expected


@pytest.mark.parametrize(("language", "digits"), [(EN, "one two three".split()), (ZH, list("幺二三"))])
@pytest.mark.parametrize(
    ("pause_ms", "said", "expected"),
    [(140, 3, Outlook.OPEN), (140, 2, Outlook.UNFINISHED), (400, 3, Outlook.UNFINISHED)],
)
def test_a_digit_that_a_fluent_number_lacks_was_misheard_rather_than_left_out(
    call: Call, language: Language, digits: list[str], *, pause_ms: int, said: int, expected: Outlook
) -> None:
    """Of 幺幺 one is heard; who reads on without a pause does not make a long one before the last digit."""
    step = 300 + pause_ms
    words = tuple(Word(digit, at * step, at * step + 300, 0.9) for at, digit in enumerate(digits[:said]))
    wish = "where is my order" if language is EN else "我的订单到哪了"

    assert call(language).say(wish).dialogue.outlook(Transcript.of_words(words, language), 0) is expected


@pytest.mark.parametrize(
    ("language", "wish", "answers"),
    [(EN, "cancel my order", ["yes please", "no", "yes and"]), (ZH, "取消订单", ["是的", "不是", "是的然后"])],
)
def test_yes_ends_a_turn_at_once_and_no_nearly_so(
    call: Call, language: Language, wish: str, answers: list[str]
) -> None:
    """After "no" people often say what they want instead; after "yes, and" they do."""
    talk = call(language).say(wish)

    assert [outlook(talk, said) for said in answers] == [
        Outlook.COMPLETE,
        Outlook.CONFIDENT,
        Outlook.UNFINISHED,
    ]


@pytest.mark.parametrize(
    ("language", "wish", "begun", "mumbled"),
    [(EN, "where is my parcel", "i would like to", "mumble"), (ZH, "我的订单到哪了", "我想要", "哗啦哗啦")],
)
def test_an_open_question(call: Call, language: Language, wish: str, begun: str, mumbled: str) -> None:
    """A wish that is understood ends early, one that has only begun does not."""
    talk = call(language)

    assert [outlook(talk, said) for said in (wish, begun, mumbled, "")] == [
        Outlook.CONFIDENT,
        Outlook.UNFINISHED,
        Outlook.OPEN,
        Outlook.OPEN,
    ]


@pytest.mark.parametrize(
    ("language", "sound", "assent", "wish"),
    [(EN, "uh huh", "okay", "cancel my order"), (ZH, "嗯", "对", "取消订单")],
)
def test_a_back_channel_over_a_prompt_is_an_aside(
    call: Call, language: Language, sound: str, assent: str, wish: str
) -> None:
    """Where yes or no is asked, a word of assent is an answer; else it only shows that somebody listens."""
    talk = call(language)
    assert [outlook(talk, said, over_prompt_ms=500) for said in (sound, assent)] == [Outlook.ASIDE, Outlook.ASIDE]
    assert outlook(talk, wish, over_prompt_ms=500) is Outlook.CONFIDENT

    talk.say(wish)
    assert [outlook(talk, said, over_prompt_ms=500) for said in (sound, assent)] == [Outlook.ASIDE, Outlook.COMPLETE]


@pytest.mark.parametrize(
    ("language", "plain", "promising"),
    [
        (EN, "my refund on", "my refund um"),
        (EN, "my refund", "my refund the"),
        (ZH, "我要退款哪", "我要退款那个"),
        (ZH, "我要退款", "我要退款还有"),
    ],
)
def test_last_words_promise_more_when_it_is_likely_that_they_were_said(
    call: Call, language: Language, plain: str, promising: str
) -> None:
    """ "My refund um" is heard as "my refund on", too; and "my refund the" where nobody said "the"."""

    def of(likely: float) -> list[bool]:
        """By what is heard best: the one and the other way."""
        return [of_hypotheses(call(language), said, likely) is Outlook.UNFINISHED for said in (plain, promising)]

    def of_hypotheses(talk: Conversation, heard: str, likely: float) -> Outlook:
        shares = {promising: likely, plain: 1 - likely}
        other = plain if heard == promising else promising
        alternatives = (Transcript(other, language, 0.8, share=shares[other]),)
        return talk.dialogue.outlook(Transcript(heard, language, 0.8, (), alternatives, shares[heard]), 0)

    assert (of(0.2), of(0.4)) == ([False, False], [True, True])


@pytest.mark.parametrize(("language", "word", "sound"), [(EN, "go", "uh"), (ZH, "能", "嗯")])
def test_one_word_alone_promises_more_when_it_is_likelier_than_not(
    call: Call, language: Language, word: str, sound: str
) -> None:
    """Any short word resembles "uh"."""

    def of(likely: float) -> Outlook:
        alternatives = (Transcript(sound, language, 0.4, share=likely),)
        return call(language).dialogue.outlook(Transcript(word, language, 0.4, (), alternatives, 1 - likely), 0)

    assert of(0.4) is not Outlook.UNFINISHED
    assert of(0.6) is Outlook.UNFINISHED


def test_looking_changes_nothing(call: Call) -> None:
    """However often it is looked at what was said, the call goes on the same."""
    looked, plain = call(), call()
    for said in ("where is", "where is my order", "one", "no", "agent"):
        outlook(looked, said)
    looked.say("where is my order", "1234", "agent")
    plain.say("where is my order", "1234", "agent")

    assert plain.history == looked.history


@pytest.mark.parametrize(
    ("language", "begun"),
    [(EN, said) for said in ("i want to", "um", "the order and", "where is my", "because", "order number is", "hello")]
    + [(ZH, said) for said in ("我想问一下", "嗯", "那个", "退款还有", "我的", "因为", "我的订单号是", "喂你好")],
)  # fmt: skip
def test_some_last_words_promise_more(language: Language, begun: str) -> None:
    """Nobody ends a sentence with them."""
    assert promises_more(begun, language)


@pytest.mark.parametrize(
    ("language", "whole"),
    [
        (EN, said)
        for said in (
            "where is my order",
            "i want a refund",
            "who can i talk to",
            "agent",
            "no",
            "like that",
            "hello agent",
        )
    ]
    + [(ZH, said) for said in ("我的订单到哪了", "我要退款", "人工", "不是", "转人工", "怎么还没到", "你好转人工")],
)
def test_others_do_not(language: Language, whole: str) -> None:
    """What may be a whole sentence is left to what it means."""
    assert not promises_more(whole, language)


def test_back_channels() -> None:
    """Sounds, words of assent, and several of them; nothing that holds anything more."""
    assert all(is_sound(said, EN) for said in ("uh huh", "mm hmm", "mhm", "hmm", "oh"))
    assert all(is_sound(said, ZH) for said in ("嗯", "嗯嗯", "哦"))
    assert all(is_assent(said, EN) for said in ("okay", "yeah okay", "i see", "uh huh yes"))
    assert all(is_assent(said, ZH) for said in ("对", "对对对", "好的", "嗯好的", "知道了"))
    assert not any(is_assent(said, EN) for said in ("", "no", "agent", "okay stop", "yes please track it"))
    assert not any(is_assent(said, ZH) for said in ("", "不", "人工", "好的人工", "对不起"))


@given(st.text(max_size=40))
def test_no_text_is_too_strange_to_look_at(text: str) -> None:
    """Whatever a recogniser makes of a sound."""
    for language in Language:
        promises_more(text, language)
        is_assent(text, language)


@given(
    st.builds(Patience, *[st.integers(100, 9000)] * 6),
)
def test_the_more_may_follow_the_longer_the_pause(patience: Patience) -> None:
    """Whatever an author writes, nobody is cut off sooner for having more to say."""
    known = [patience.pause_ms(one) for one in (Outlook.COMPLETE, Outlook.OPEN, Outlook.UNFINISHED)]

    assert known == sorted(known)
    assert patience.pause_ms(Outlook.CONFIDENT) <= patience.pause_ms(None) == patience.pause_ms(Outlook.OPEN)
