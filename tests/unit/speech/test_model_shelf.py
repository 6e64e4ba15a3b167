"""All models side by side."""

from pathlib import Path

import pytest

from ivr.errors import WrongUse
from ivr.settings import Settings
from ivr.speech.model_folder import ModelFolder
from ivr.speech.model_shelf import ModelShelf
from ivr.terms import Language

NAME = "vosk-model-small-cn-0.22"


@pytest.fixture
def shelf(tmp_path: Path) -> ModelShelf:
    """The starters of the project, an official model put there by hand, and a model that nobody knows."""
    for name in (NAME, "模型"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "final.mdl").write_bytes(b"12345")
    return ModelShelf(Settings().models_dir, ModelFolder(tmp_path, "https://models.example/"))


def test_starters_come_first_and_what_is_here_is_marked(shelf: ModelShelf) -> None:
    """Also a model that is on no list."""
    entries = {entry.name: entry for entry in shelf.entries()}

    assert next(iter(entries.values())).kind == "starter"
    assert (entries[NAME].installed, entries["vosk-model-cn-0.22"].installed) == (True, False)
    assert (entries["模型"].kind, entries["模型"].installed) == ("own", True)


@pytest.mark.parametrize(("code", "language"), [("en", "en"), ("zh", "zh"), ("cn", "zh"), ("en-in", "en")])
def test_a_language_has_its_starters_too(shelf: ModelShelf, code: str, language: Language) -> None:
    """Under any of its codes."""
    entries = shelf.entries(code)

    assert entries
    assert {entry.language.partition("-")[0] for entry in entries} == {language}


def test_a_model_put_there_by_hand_has_no_record(shelf: ModelShelf, tmp_path: Path) -> None:
    """Its card tells what the list says, and the room it takes."""
    card = shelf.card(shelf.entry(NAME))

    assert (card["path"], card["disk_bytes"], card["licence"]) == (str(tmp_path / NAME), 5, "Apache-2.0")
    assert card["file"] == f"https://models.example/{NAME}.zip"
    assert "verified" not in card


def test_a_model_that_is_not_here_says_how_to_get_it(shelf: ModelShelf) -> None:
    """In one command."""
    assert shelf.card(shelf.entry("vosk-model-cn-0.22"))["get_it"] == "ivr models get vosk-model-cn-0.22"


def test_every_starter_has_a_card(shelf: ModelShelf) -> None:
    """In words, with licences."""
    for entry in shelf.entries():
        if entry.kind == "starter":
            assert str(shelf.card(entry)["card"]).startswith("#")
            assert entry.licence


def test_only_what_was_installed_can_be_removed(shelf: ModelShelf, tmp_path: Path) -> None:
    """Not starters, and not what is not there."""
    assert shelf.removable(NAME) == [tmp_path / NAME]
    for name, told in {"ivr-en-starter": "stays", "vosk-model-cn-0.22": "not installed", "x": "no model"}.items():
        with pytest.raises(WrongUse, match=told):
            shelf.removable(name)
