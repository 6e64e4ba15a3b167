"""What callers change of the values they told before."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr.terms import Language
from ivr.understanding.correction import amend, correct, wants_other
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.slot_type import Moment
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import normalise

EN, ZH = Language.ENGLISH, Language.MANDARIN
TODAY = date(2026, 3, 4)
"""A Wednesday."""

ORDER = SlotSpec("order", "digits", 4)
DAY = SlotSpec("day", "date")


def corrected(said: str, kind: str, current: str, language: Language) -> str:
    """What `current` becomes; empty when the words correct nothing."""
    found = correct(normalise(said), current, SlotSpec("slot", kind), Moment(language, TODAY))
    return found.value if found else ""


@pytest.mark.parametrize(
    ("kind", "current", "said", "value"),
    [
        ("digits", "12664", "no, five six, not six six", "12564"),
        ("digits", "1296", "I said five not nine", "1256"),
        ("digits", "1296", "the last digit is seven", "1297"),
        ("digits", "1296", "the first two are four four", "4496"),
        ("digits", "1296", "the third digit should be one", "1216"),
        ("digits", "1266", "not six six five six", "1256"),
        ("date", "2026-03-09", "not Monday, Tuesday", "2026-03-10"),
        ("date", "2026-03-09", "Tuesday, not Monday", "2026-03-10"),
        ("date", "2026-03-09", "no, I meant Wednesday", "2026-03-11"),
        ("date", "2026-05-03", "the fourth, not the third", "2026-05-04"),
        ("money", "50.00 USD", "fifteen dollars, not fifty", "15.00 USD"),
        ("time", "15:00", "half past three not three", "15:30"),
        ("date_time", "2026-03-09T15:00", "at four, not three", "2026-03-09T16:00"),
        ("date_time", "2026-03-09T15:00", "not monday, tuesday", "2026-03-10T15:00"),
        ("date_time", "2026-03-09", "at half past three", "2026-03-09T15:30"),
        ("date_time", "15:30", "tomorrow", "2026-03-05T15:30"),
        ("phone", "+14155552671", "the last digit is two", "+14155552672"),
        ("phone", "+14155552671", "not two six seven one two six seven two", "+14155552672"),
        ("name", "Smith", "smyth not smith", "Smyth"),
        ("order_number", "AD12", "b as in bravo not d", "AB12"),
        ("number", "50", "fifteen, not fifty", "15"),
        ("digits", "1234", "make it 5678", "5678"),
    ],
)
def test_a_value_is_changed_in_english(kind: str, current: str, said: str, value: str) -> None:
    """A part of it, or all, by saying what is meant, what is not, or where it stands."""
    assert value == corrected(said, kind, current, EN)


@pytest.mark.parametrize(
    ("kind", "current", "said", "value"),
    [
        ("digits", "1266", "不是六六，是五六", "1256"),
        ("digits", "1266", "是五六不是六六", "1256"),
        ("digits", "1296", "最后一位是七", "1297"),
        ("digits", "1296", "第三位是一", "1216"),
        ("digits", "1296", "后两位是五五", "1255"),
        ("digits", "1296", "我说的是五不是九", "1256"),
        ("digits", "1296", "把九改成五", "1256"),
        ("date", "2026-03-09", "不是周一，是周二", "2026-03-10"),
        ("date", "2026-03-09", "周二，不是周一", "2026-03-10"),
        ("date", "2026-05-03", "不是三号是四号", "2026-05-04"),
        ("money", "50.00 CNY", "十五块，不是五十块", "15.00 CNY"),
        ("time", "15:00", "不是三点是三点半", "15:30"),
        ("date_time", "2026-03-09T15:00", "不是三点，是四点", "2026-03-09T16:00"),
        ("date_time", "2026-03-09", "下午三点半", "2026-03-09T15:30"),
        ("number", "50", "不是五十，是十五", "15"),
        ("digits", "1234", "前两位是三四", "3434"),
        ("date", "2026-03-09", "我说的是星期三", "2026-03-11"),
        ("digits", "1296", "第二位应该是八不是二", "1896"),
    ],
)
def test_a_value_is_changed_in_mandarin(kind: str, current: str, said: str, value: str) -> None:
    """The same."""
    assert value == corrected(said, kind, current, ZH)


@pytest.mark.parametrize(
    ("kind", "current", "said"),
    [
        ("digits", "1266", "I said five not six"),
        ("digits", "1266", "change the last digit to five"),
        ("order_number", "AB12", "b as in bravo, not d"),
        ("digits", "1234", "yes"),
        ("digits", "1234", "one two three four"),
        ("digits", "1234", "that's not right"),
        ("digits", "1234", "i want a refund"),
        ("digits", "1234", "it's not working"),
        ("date", "2026-03-09", "no"),
        ("digits", "1234", "不是"),
        ("digits", "1234", "不对"),
        ("digits", "1234", "我要退款"),
    ],
)
def test_what_is_no_correction_changes_nothing(kind: str, current: str, said: str) -> None:
    """An answer, a wish, the same value again, or a part that stands there twice."""
    assert corrected(said, kind, current, EN if normalise(said).isascii() else ZH) == ""


@pytest.mark.parametrize(
    ("said", "language", "is_other"),
    [
        ("i meant the other order", EN, True),
        ("no the other one", EN, True),
        ("the other day", EN, False),
        ("and the other people", EN, False),
        ("我说的是另一个订单", ZH, True),
        ("另外那个", ZH, True),
        ("另一笔", ZH, True),
        ("另外我想退款", ZH, False),
    ],
)
def test_the_other_one_is_the_one_told_before(said: str, language: Language, is_other: bool) -> None:
    """But not every other thing is."""
    assert wants_other(said, language) is is_other
    told = {"order": ["1234", "5678"]}
    amended = amend(said, told, {"order": ORDER}, "", Moment(language, TODAY))

    assert ("1234" if is_other else "") == (amended[1].value if amended else "")


def test_the_slot_that_was_asked_for_is_corrected_first_then_the_one_told_last() -> None:
    """Where the words fit both."""
    slots = {"one": SlotSpec("one", "digits"), "two": SlotSpec("two", "digits")}
    told = {"one": ["1296"], "two": ["1296"]}

    names = [amend("five not nine", told, slots, asked, Moment(EN)) for asked in ("one", "two", "")]

    assert [name and name[0] for name in names] == ["one", "two", "two"]


def test_a_corrected_value_is_checked_like_any_other() -> None:
    """It has its problem."""
    found = correct("the last two digits are one one", "4539", SlotSpec("card", "digits", checksum="luhn"), Moment(EN))

    assert found is not None
    assert (found.value, found.problem) == ("4511", "wrong_checksum")


VALUES = {
    "digits": "1234", "order_number": "AB12", "number": "50", "money": "50.00 USD", "date": "2026-03-09",
    "time": "15:00",
    "date_time": "2026-03-09T15:00", "phone": "+14155552671", "choice": "red", "name": "Smith", "yes_no": "yes",
    "free_text": "it broke",
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            "no not one nine six i said meant the last first digit is should be other monday tuesday three four at "
            "fifty dollars 不是 是 我说的是 最后一位 周一 三点 五 另一个 把 改成 😀".split()
        )
    ),
    kind=st.sampled_from(sorted(SLOT_TYPES)),
    language=st.sampled_from(Language),
)
@example(["not"] * 500, "digits", EN)
@example(["不是"] * 500, "date", ZH)
def test_no_words_break_a_correction(words: list[str], kind: str, language: Language) -> None:
    """Whatever is said about whatever value."""
    text = normalise(" ".join(words))
    spec = SlotSpec("slot", kind, choices=(("red", ("red",)),) if kind == "choice" else ())
    found = correct(text, VALUES[kind], spec, Moment(language, TODAY))

    assert found is None or (found.value and found.value != VALUES[kind])
