"""Spoken forms written by hand, and made by a grammar: nearly all of them are understood."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from ivr.terms import Language
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.slot_type import Moment
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import normalise
from tests.unit.understanding.slots.spoken_forms import Form, generated

HERE = Path(__file__).parent
TODAY = date(2026, 3, 4)
"""A Wednesday."""

RIGHT = 0.99
"""How many of the forms must be understood."""

HELD_OUT_WRONG = 1

CHOICES = {
    Language.ENGLISH: (
        ("red", ("red", "red one")), ("blue", ("blue",)), ("green", ("green",)), ("dark green", ("dark green",)),
    ),
    Language.MANDARIN: (
        ("red", ("红色", "大红")), ("blue", ("蓝色",)), ("green", ("绿色",)), ("dark green", ("深绿色",)),
    ),
}  # fmt: skip


def written(name: str, language: Language) -> list[Form]:
    """The forms of a file: type, what is said, and the value."""
    lines = (HERE / f"{name}.{language}.tsv").read_text("utf-8").splitlines()
    return [Form(*line.split("\t")) for line in lines if not line.startswith("#")]


def understood(form: Form, language: Language) -> str:
    """The value that is read from a form; empty when there is none, or a flawed one."""
    spec = SlotSpec("slot", form.type, choices=CHOICES[language] if form.type == "choice" else ())
    found = SLOT_TYPES[form.type].find(normalise(form.said), spec, Moment(language, TODAY, asked=True))
    return found[0].value if found and not found[0].problem else ""


def wrong(forms: Sequence[Form], language: Language) -> list[str]:
    """Each form that is misunderstood, with what came of it."""
    return [
        f"{form.type}: {form.said} is {form.value}, not {value or 'nothing'}"
        for form in forms
        if (value := understood(form, language)) != form.value
    ]


@pytest.mark.parametrize("language", Language)
def test_forms_written_by_hand_are_understood(language: Language) -> None:
    """At least 150, most of them written before the parsers; ninety-nine of a hundred."""
    forms = written("forms", language)
    failures = wrong(forms, language)

    assert len(forms) >= 150
    assert len(failures) <= (1 - RIGHT) * len(forms), "\n".join(failures)


@pytest.mark.parametrize("language", Language)
def test_forms_made_by_a_grammar_are_understood(language: Language) -> None:
    """At least 300, from value to words: ninety-nine of a hundred."""
    forms = generated(language)
    failures = wrong(forms, language)

    assert len(forms) >= 300
    assert len({form.type for form in forms}) >= 8
    assert len(failures) <= (1 - RIGHT) * len(forms), "\n".join(failures)


@pytest.mark.parametrize("language", Language)
def test_forms_that_the_parsers_were_not_tuned_on_are_understood(language: Language) -> None:
    """Written last, and left as they came out: 56 of 56 in English, 57 of 58 in Mandarin."""
    forms = written("held_out", language)
    failures = wrong(forms, language)

    assert len(forms) >= 50
    assert len(failures) <= HELD_OUT_WRONG, "\n".join(failures)
