"""docs/cases.md: every key of a file of cases stands there, and its example passes."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from ivr import app
from ivr.flow.model import describe
from ivr.flowtest.case_file import load_cases
from ivr.flowtest.cases import Case, Cases, LookedUp, Turn, Wording
from ivr.flowtest.suite import Script, run_case
from ivr.settings import read_settings
from tests.docs.conftest import DOCS, blocks, read

PAGE = DOCS / "cases.md"


@pytest.mark.parametrize("part", [Cases, Case, Turn, Wording, LookedUp])
def test_every_key_of_a_case_is_described(part: type[BaseModel]) -> None:
    """With the meaning that the code gives it."""
    page = read(PAGE)
    rows = [line for line in page.splitlines() if line.startswith("| `")]

    for key, meaning in describe(part).items():
        assert any(row.startswith(f"| `{key}` |") and row.endswith(f"| {meaning} |") for row in rows), key


def test_the_first_example_is_short() -> None:
    """A case of two turns is no more than six lines."""
    example = next(block.text for block in blocks(PAGE) if block.language == "yaml")

    assert len(example.strip().splitlines()) == 6


def test_the_first_example_passes(tmp_path: Path) -> None:
    """On the line that the page runs."""
    path = tmp_path / "example.cases.yaml"
    path.write_text(next(block.text for block in blocks(PAGE) if block.language == "yaml"), "utf-8")
    loaded = app.open_flow("retail", read_settings())
    (case,) = load_cases(path, loaded).cases.cases.values()

    result = run_case(Script(str(path), "example", case, tmp_path), app.bench_for(loaded, read_settings()))

    assert result.mismatches == ()
