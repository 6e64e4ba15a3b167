"""docs/desk.md: every key of a desk file stands there, and its example can be used."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from ivr.errors import AuthorError
from ivr.flow.desk_file import DeskAgent, DeskFile, DeskQueue, Overflow, Target, load_desk
from ivr.flow.model import describe
from tests.docs.conftest import DOCS, blocks, read

PAGE = DOCS / "desk.md"


@pytest.mark.parametrize("part", [DeskFile, DeskQueue, Target, Overflow, DeskAgent])
def test_every_key_of_a_desk_file_is_described(part: type[BaseModel]) -> None:
    """With the meaning that the code gives it."""
    rows = [line for line in read(PAGE).splitlines() if line.startswith("| `")]

    for key, meaning in describe(part).items():
        assert any(row.startswith(f"| `{key}` |") and row.endswith(f"| {meaning} |") for row in rows), key


def test_the_example_is_good_and_its_mistake_is_told_as_the_page_says(tmp_path: Path) -> None:
    """With the place and the near name."""
    example = next(block.text for block in blocks(PAGE) if block.language == "yaml")
    path = tmp_path / "desk.yaml"
    path.write_text(example, "utf-8")
    assert load_desk(path).warnings == ()

    path.write_text(example.replace("{to: general", "{to: genral"), "utf-8")
    with pytest.raises(AuthorError) as refused:
        load_desk(path)
    assert str(refused.value).removeprefix(f"{tmp_path}/") in read(PAGE)
