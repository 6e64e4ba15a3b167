"""docs/dependencies.md: each package that pyproject.toml names, with why, alternatives and its real licence."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.docs.conftest import DOCS, ROOT, read

UNSTATED = {
    *("espeakng-loader", "jellyfish", "matplotlib", "scipy", "vosk", "pocketsphinx", "soundfile", "import-linter"),
    *("safetensors", "tokenizers"),
}
"""Packages whose metadata names no licence, or not in the short form: looked up by hand."""


def _named() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = [text for extra in project["project"]["optional-dependencies"].values() for text in extra]
    wanted = [*project["project"]["dependencies"], *extras, *project["dependency-groups"]["dev"]]
    return list(dict.fromkeys(match[0] for text in wanted if (match := re.match(r"[\w.-]+", text))))


def _rows() -> dict[str, list[str]]:
    rows = re.findall(r"^\| ([\w.-]+) \| (.+) \|$", read(DOCS / "dependencies.md"), re.MULTILINE)
    return {name: cells.split(" | ") for name, cells in rows if name != "package"}


def test_the_page_has_the_packages_that_are_needed_and_no_others() -> None:
    """A package that comes or goes is a decision, and its reason is written down."""
    assert set(_rows()) == set(_named())


@pytest.mark.parametrize("name", _named())
def test_every_package_says_why(name: str) -> None:
    """Why, what else was considered, licence, and whether it is alive."""
    cells = _rows()[name]

    assert len(cells) == 4
    assert all(cell.strip() for cell in cells)


@pytest.mark.parametrize("name", [name for name in _named() if name not in UNSTATED])
def test_the_licence_is_the_one_that_is_installed(name: str) -> None:
    """The page's licence is that of the package's own metadata."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed here")
    stated = [*(told.get_all("License-Expression") or ()), *(told.get_all("License") or ())]

    assert str(stated[0]).partition(" AND ")[0] in _rows()[name][2]
