"""How people name what was published."""

from datetime import UTC, datetime

import pytest

from ivr.errors import WrongUse
from ivr.publishing.reference import Reference, read_line, read_reference
from ivr.publishing.version import Version
from ivr.terms import Language

EN, ZH = Language.ENGLISH, Language.MANDARIN


def version(number: int, language: Language, *, live: bool = False) -> Version:
    """A version of the shop."""
    return Version("shop", number, language, "h", "flow.yaml", "anna", "", datetime(2026, 1, 1, tzinfo=UTC), live=live)


VERSIONS = [version(2, ZH, live=True), version(1, EN, live=True), version(1, ZH)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("live:retail", Reference("retail", None, None)),
        ("live:retail.zh", Reference("retail", ZH, None)),
        ("retail@3", Reference("retail", None, 3)),
        ("retail.en@12", Reference("retail", EN, 12)),
        ("live:my-line", Reference("my_line", None, None)),
    ],
)
def test_names_of_versions_are_read(text: str, meant: Reference) -> None:
    """The live one or a number, with or without a language."""
    assert read_reference(text) == meant


@pytest.mark.parametrize(
    "text", ["retail", "retail.zh", "live:", "retail@", "a/b@3", "live:retail@3", "retail.fr@1", "live"]
)
def test_names_of_files_and_lines_are_left_alone(text: str) -> None:
    """They are looked for on the disk."""
    assert read_reference(text) is None


def test_a_line_has_a_name_and_perhaps_a_language() -> None:
    """Anything else is refused with an example."""
    assert (read_line("retail"), read_line("retail.zh")) == (("retail", None), ("retail", ZH))
    with pytest.raises(WrongUse, match="Write it like retail"):
        read_line("flows/retail")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("live:shop", "shop.en@1"),
        ("live:shop.zh", "shop.zh@2"),
        ("shop@1", "shop.en@1"),
        ("shop@2", "shop.zh@2"),
        ("shop.zh@1", "shop.zh@1"),
    ],
)
def test_the_version_that_is_meant_is_picked(text: str, name: str) -> None:
    """English where no language is named, unless there is none."""
    reference = read_reference(text)
    assert reference is not None

    assert reference.pick(VERSIONS).name == name


@pytest.mark.parametrize(
    ("text", "versions", "told"),
    [
        ("shop@9", VERSIONS, "shop: there is no version 9. See `ivr flow versions shop`"),
        ("shop.en@2", VERSIONS, "shop: there is no version 2 in 'en'"),
        ("live:shop", VERSIONS[2:], "shop: there is no live version"),
        ("live:shop", [], "It was never published"),
    ],
)
def test_a_version_that_is_not_there_is_told(text: str, versions: list[Version], told: str) -> None:
    """And where to see what there is."""
    reference = read_reference(text)
    assert reference is not None
    with pytest.raises(WrongUse) as error:
        reference.pick(versions)

    assert told in str(error.value)
