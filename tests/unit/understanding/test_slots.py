"""The other slot types."""

from datetime import date

import pytest

from ivr.terms import Language
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.choice import ChoiceSlot
from ivr.understanding.slots.free_text import FreeTextSlot
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec

SIZE = SlotSpec("size", "choice", choices=(("s", ("small",)), ("l", ("large", "big")), ("xl", ("extra large",))))
COLOUR = SlotSpec("colour", "choice", choices=(("red", ("红色", "大红")), ("blue", ("蓝色",)), ("green", ("绿色",))))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("large", "l"),
        ("the big one please", "l"),
        ("extra large", "xl"),
        ("i want an extra large jacket", "xl"),
        ("smal", "s"),
        ("larg", "l"),
    ],
)
def test_a_choice_is_found_in_any_of_its_ways_or_nearly_so(said: str, value: str) -> None:
    """The longer way wins over the shorter one inside it."""
    found = ChoiceSlot().find(said, SIZE, Moment(Language.ENGLISH, asked=True))

    assert value == found[0].value


@pytest.mark.parametrize(
    ("said", "value"), [("我要红色的", "red"), ("蓝色", "blue"), ("兰色", "blue"), ("要律色", "green")]
)
def test_chinese_choices_are_compared_by_sound(said: str, value: str) -> None:
    """A homophone is what the recogniser writes when it has heard well."""
    found = ChoiceSlot().find(said, COLOUR, Moment(Language.MANDARIN, asked=True))

    assert value == found[0].value


@pytest.mark.parametrize("said", ["", "a person", "medium", "i do not know"])
def test_what_is_none_of_the_choices_is_no_value(said: str) -> None:
    """Rather the nearest one than none is no good rule."""
    assert ChoiceSlot().find(said, SIZE, Moment(Language.ENGLISH, asked=True)) == []


def test_the_ways_of_a_choice_are_listened_for() -> None:
    """All of them."""
    assert ChoiceSlot().phrases(SIZE, Language.ENGLISH) == ("small", "large", "big", "extra large")


def test_free_text_is_taken_only_when_asked_for() -> None:
    """Otherwise every sentence would be one."""
    spec = SlotSpec("story", "free_text")

    asked = Moment(Language.ENGLISH, asked=True)

    assert [Found("it broke", (0, 8))] == FreeTextSlot().find("it broke", spec, asked)
    assert FreeTextSlot().find("it broke", spec, Moment(Language.ENGLISH)) == []
    assert FreeTextSlot().find("", spec, asked) == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", SLOT_TYPES)
def test_no_slot_type_finds_anything_in_silence(name: str, language: Language) -> None:
    """Every registered type, in both languages."""
    spec = SlotSpec("slot", name, choices=(("a", ("a",)),) if name == "choice" else ())

    assert SLOT_TYPES[name].find("", spec, Moment(language, date(2026, 3, 4), asked=True)) == []
