"""Strings of digits as people read them out."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.terms import Language
from ivr.understanding.slots.digits import DigitsSlot
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import normalise

ENGLISH = "zero one two three four five six seven eight nine".split()
CHINESE = "零一二三四五六七八九"
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def find(text: str, language: Language, length: int | None = None, *, asked: bool = True) -> Found | None:
    """What the slot finds in a text as a caller says it."""
    found = DigitsSlot().find(normalise(text), SlotSpec("number", "digits", length), Moment(language, asked=asked))
    return found[0] if found else None


def read(text: str, language: Language, *, asked: bool = True) -> str:
    """The digits alone, empty when there are none."""
    found = find(text, language, asked=asked)
    return found.value if found else ""


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("one two three four", "1234"),
        ("oh one two", "012"),
        ("o one two", "012"),
        ("nought five nought", "050"),
        ("zero zero seven", "007"),
        ("double five triple two", "55222"),
        ("double oh seven", "007"),
        ("forty two seventeen", "4217"),
        ("twenty twenty", "2020"),
        ("twenty one oh five", "2105"),
        ("thirty oh one", "3001"),
        ("ten eleven twelve", "101112"),
        ("um one two er three uh four", "1234"),
        ("one two and then three four", "1234"),
        ("it's one two three four please", "1234"),
        ("my order number is 1234 5678", "12345678"),
        ("1234-5678", "12345678"),
        ("four 5 six", "456"),
        ("SEVEN, EIGHT; NINE", "789"),
        ("seven", "7"),
    ],
)
def test_english_digits_in_many_spoken_forms(said: str, digits: str) -> None:
    """Alone, doubled, in pairs, with oh and with words between."""
    assert digits == read(said, Language.ENGLISH)


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("一二三四", "1234"),
        ("一 二 三 四", "1234"),
        ("幺三八", "138"),
        ("两零零五", "2005"),
        ("二〇二六", "2026"),
        ("三个八", "888"),
        ("一三个八九", "18889"),
        ("两个五六", "556"),
        ("四个零", "0000"),
        ("嗯一二呃三四", "1234"),
        ("一二三然后四五六", "123456"),
        ("我的订单号是一二三四五六七八", "12345678"),
        ("订单12345678的", "12345678"),
        ("１２３，４５６", "123456"),
        ("七", "7"),
    ],
)
def test_chinese_digits_in_many_spoken_forms(said: str, digits: str) -> None:
    """With 幺 and 两, three eights in a row, and words between."""
    assert digits == read(said, Language.MANDARIN)


@pytest.mark.parametrize(
    "said", ["", "oh", "oh oh", "oh I see", "double", "triple trouble", "hello", "a person please"]
)
def test_what_is_no_number_in_english(said: str) -> None:
    """A sigh is not a zero."""
    assert None is find(said, Language.ENGLISH)


@pytest.mark.parametrize("said", ["", "嗯", "那个", "人工", "我要退款"])
def test_what_is_no_number_in_chinese(said: str) -> None:
    """A filler is not a digit."""
    assert None is find(said, Language.MANDARIN)


@pytest.mark.parametrize(
    ("said", "language", "digits"),
    [
        ("I bought two jackets", Language.ENGLISH, ""),
        ("I waited twenty days", Language.ENGLISH, ""),
        ("check order one two three four", Language.ENGLISH, "1234"),
        ("我买了两件", Language.MANDARIN, ""),
        ("查一下订单一二三四", Language.MANDARIN, "1234"),
    ],
)
def test_a_short_number_that_nobody_asked_for_is_a_quantity(said: str, language: Language, digits: str) -> None:
    """Three digits and more are an identifier, asked for or not."""
    assert digits == read(said, language, asked=False)


@pytest.mark.parametrize(
    ("said", "value", "problem"),
    [
        ("one two three", "123", "too_short"),
        ("one two three four", "1234", ""),
        ("one two three four five", "12345", "too_long"),
    ],
)
def test_a_number_of_the_wrong_length_is_told_as_such(said: str, value: str, problem: str) -> None:
    """With what was heard of it."""
    found = find(said, Language.ENGLISH, 4)

    assert found is not None
    assert (value, problem) == (found.value, found.problem)


def test_of_two_numbers_the_one_of_the_right_length_counts() -> None:
    """The number of jackets is not the number of the order."""
    found = find("I ordered 12 jackets, order 5678, on the 123456789", Language.ENGLISH, 4)

    assert found is not None
    assert (found.value, found.problem) == ("5678", "")


def test_the_span_holds_the_number_and_nothing_else() -> None:
    """So that the rest of the sentence can be read for what it means."""
    text = "track order one two um three please"
    found = find(text, Language.ENGLISH)

    assert found is not None
    assert text[slice(*found.span)] == "one two um three"


@pytest.mark.parametrize("language", Language)
def test_every_phrase_that_is_listened_for_is_understood(language: Language) -> None:
    """The grammar that the recogniser gets holds nothing that the slot cannot read."""
    phrases = DigitsSlot().phrases(SlotSpec("number", "digits"), language)
    unread = [phrase for phrase in phrases if len(read(phrase, language)) < 2 and phrase != "oh oh"]

    assert unread == []


@given(st.data())
def test_any_english_number_comes_back(data: st.DataObject) -> None:
    """Read out digit by digit, doubled, in pairs where that is unmistakable, with fillers anywhere."""
    digits = data.draw(st.text("0123456789", min_size=1, max_size=16))
    words: list[str] = []
    for digit, run in groupby(digits):
        left = len(list(run))
        while left:
            times = data.draw(st.integers(1, min(left, 3)))
            words.append({1: "", 2: "double ", 3: "triple "}[times] + ENGLISH[int(digit)])
            left -= times
            words += data.draw(st.lists(st.sampled_from(["um", "uh", "er", "and", "then"]), max_size=2))

    assert digits == read("it is " + " ".join(words), Language.ENGLISH)


@given(st.data())
def test_any_chinese_number_comes_back(data: st.DataObject) -> None:
    """Read out digit by digit, with 幺 for one and 两 for two, repeated ones counted, with fillers anywhere."""
    digits = data.draw(st.text("0123456789", min_size=1, max_size=16))
    also = {"1": "一幺", "2": "二两", "0": "零〇"}
    said = ""
    for digit, run in groupby(digits):
        left = len(list(run))
        while left:
            times = data.draw(st.integers(1, min(left, 4)))
            count = {1: "", 2: "两个", 3: "三个", 4: "四个"}[times]
            said += count + data.draw(st.sampled_from(also.get(digit, CHINESE[int(digit)])))
            said += data.draw(st.sampled_from(["", "嗯", "呃", "然后", " ", "，"]))
            left -= times

    assert digits == read("号码是" + said, Language.MANDARIN)


@given(st.lists(st.integers(10, 99), min_size=1, max_size=8))
def test_any_english_number_in_pairs_comes_back(pairs: list[int]) -> None:
    """Teens, and tens with a one that is not zero: "forty two seventeen"."""
    pairs = [pair for pair in pairs if pair < 20 or pair % 10] or [42]
    words = [TEENS[pair - 10] if pair < 20 else f"{TENS[pair // 10 - 2]} {ENGLISH[pair % 10]}" for pair in pairs]

    assert "".join(map(str, pairs)) == read(" ".join(words), Language.ENGLISH)
