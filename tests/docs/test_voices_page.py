"""docs/voices.md: how things are said is tried here."""

import re

import pytest

from ivr.prompts.aloud import aloud
from ivr.terms import Language
from tests.docs.conftest import DOCS, prose

ROWS = re.findall(r"^\| (?!written)([^|]+) \| ([^|]+) \|$", prose(DOCS / "voices.md"), re.MULTILINE)


@pytest.mark.parametrize(("written", "said"), ROWS, ids=[written for written, _ in ROWS])
def test_everything_is_said_as_the_page_says(written: str, said: str) -> None:
    """The tables of both languages."""
    language = Language.MANDARIN if re.search("[一-鿿]", said) else Language.ENGLISH
    assert aloud(written, language) == said
