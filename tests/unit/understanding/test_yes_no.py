"""Yes or no, in both languages."""

import pytest

from ivr.terms import Language
from ivr.understanding.text import normalise
from ivr.understanding.yes_no import SPOKEN, find_answer, is_bare_answer

NOS = {"不是", "不对", "不是的", "不用", "不要", "错了", "that's wrong", "not quite", "that's not right"}


def answer(text: str, language: Language = Language.ENGLISH) -> bool | None:
    """What a caller's sentence says."""
    return find_answer(normalise(text), language)


@pytest.mark.parametrize(
    "said",
    [
        "Yes.",
        "yeah",
        "yep that's right",
        "no problem",
        "why not",
        "that is not wrong",
        "yes that's it",
        "okay sure",
        "correct",
    ],
)
def test_english_ways_to_say_yes(said: str) -> None:
    """With a word of no in some of them."""
    assert answer(said) is True


@pytest.mark.parametrize(
    "said",
    [
        "no",
        "Nope!",
        "no thank you",
        "that's not right",
        "that's wrong",
        "incorrect",
        "no that's it",
        "I don't think so",
        "never",
    ],
)
def test_english_ways_to_say_no(said: str) -> None:
    """With a word of yes in some of them."""
    assert answer(said) is False


@pytest.mark.parametrize("said", ["是", "是的", "对", "对的", "嗯", "好的", "没错", "没问题", "不错", "可以", "行"])
def test_chinese_ways_to_say_yes(said: str) -> None:
    """With 不 or 没 in some of them."""
    assert answer(said, Language.MANDARIN) is True


@pytest.mark.parametrize("said", ["不是", "不对", "不", "错了", "不是的", "不用了", "没有", "不行", "不可以"])
def test_chinese_ways_to_say_no(said: str) -> None:
    """With 是 or 对 in some of them."""
    assert answer(said, Language.MANDARIN) is False


@pytest.mark.parametrize(
    "said", ["", "my parcel", "know where it is", "yesterday", "notice", "why nothing came", "sureness", "finest"]
)
def test_english_sentences_that_say_neither(said: str) -> None:
    """A word inside another word is no answer; nor is "nothing" in a question."""
    expected = False if said == "why nothing came" else None

    assert expected is answer(said)


@pytest.mark.parametrize("said", ["", "包裹", "退款"])
def test_chinese_sentences_that_say_neither(said: str) -> None:
    """Not every sentence is an answer."""
    assert None is answer(said, Language.MANDARIN)


@pytest.mark.parametrize(
    ("said", "language", "bare"),
    [
        ("yes", Language.ENGLISH, True),
        ("no thank you", Language.ENGLISH, True),
        ("yes that's it", Language.ENGLISH, True),
        ("no i want a refund", Language.ENGLISH, False),
        ("refund please", Language.ENGLISH, False),
        ("", Language.ENGLISH, False),
        ("是的", Language.MANDARIN, True),
        ("不用了", Language.MANDARIN, True),
        ("不是退款", Language.MANDARIN, False),
        ("我要退款", Language.MANDARIN, False),
    ],
)
def test_a_bare_answer_says_nothing_besides(said: str, language: Language, bare: bool) -> None:
    """Who says no often says at once what they want instead; that must not get lost."""
    assert bare is is_bare_answer(said, language)


@pytest.mark.parametrize("language", Language)
def test_every_answer_that_is_listened_for_is_understood(language: Language) -> None:
    """The grammar that the recogniser gets holds yeses and noes and nothing else."""
    wrong = [
        way for way in SPOKEN[language] if answer(way, language) is not (way not in NOS and not way.startswith("no"))
    ]

    assert wrong == []
