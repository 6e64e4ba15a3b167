"""Everything that can be set, written in a flow, or typed is documented, by pages that follow from the code."""

import click
import pytest

from docs import generate
from ivr.cli.main import main
from ivr.flow.model import describe
from ivr.flow.names import EVERYWHERE
from ivr.prompts.spoken_values import FILTERS
from ivr.prompts.wording import house_wording
from ivr.settings import Settings
from ivr.terms import Language
from ivr.understanding.slots import SLOT_TYPES
from tests.docs.conftest import DOCS, read

REFERENCE = DOCS / "flow-reference.md"


def test_the_generated_pages_fit_the_code() -> None:
    """When this fails: `python docs/generate.py`."""
    assert generate.out_of_date() == []


def test_every_part_of_a_flow_has_a_heading() -> None:
    """A new part of a flow file needs a heading in `docs/generate.py`."""
    assert set(generate.PARTS) == {path for path, _ in generate.parts()}


@pytest.mark.parametrize("path", list(generate.PARTS))
def test_every_key_of_a_flow_is_described(path: str) -> None:
    """Each key stands in the reference with its meaning."""
    keys = describe(dict(generate.parts())[path])

    assert [key for key, meaning in keys.items() if not meaning or f"| `{key}` |" not in read(REFERENCE)] == []


@pytest.mark.parametrize("language", list(Language))
def test_every_house_wording_tells_when_it_is_said(language: Language) -> None:
    """The reference has each key of the house wording, in both languages, and none that is gone."""
    assert set(generate.WHEN_SAID) == set(house_wording(language))


def test_what_stands_in_a_flow_besides_its_keys_is_documented() -> None:
    """Slot types, filters and what works everywhere."""
    names = [*SLOT_TYPES, *EVERYWHERE, "yes", "no", "else", "hand_over"]

    assert [name for name in names if f"`{name}`" not in read(REFERENCE)] == []
    assert [name for name in FILTERS if f"\\|{name}}}`" not in read(REFERENCE)] == []


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    """Each environment variable, with its meaning."""
    page = read(DOCS / "settings.md")

    assert f"| `IVR_{name.upper()}` |" in page
    assert Settings.model_fields[name].description


COMMANDS = list(generate.walk(main, "ivr"))


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    """A heading for each command, and each of its options with a help of its own."""
    section = read(DOCS / "commands.md").partition(f"## {name}\n")[2].partition("\n## ")[0]
    options = [option for option in command.params if isinstance(option, click.Option)]

    assert section
    assert [option.name for option in options if not option.help or option.opts[0] not in section] == []


@pytest.mark.parametrize("name", SLOT_TYPES)
def test_every_slot_type_shows_what_it_understands(name: str) -> None:
    """How its values are said in both languages, what comes of them, and its keys."""
    page = read(REFERENCE)

    assert all(f"`{key}`" in page for key in SLOT_TYPES[name].takes)
    if name not in ("choice", "free_text"):  # the author's words, and the caller's
        assert page.count(f"| `{name}` |") >= 3
