"""docs/lines.md: what is written there does what it says."""

from pathlib import Path

from ivr.flow.linter import check
from ivr.flow.loader import load_flow
from ivr.flow.model import SubFlow, describe
from tests.docs.conftest import DOCS, blocks, read

PAGE = DOCS / "lines.md"
BANK = """\
flow: bank
language: en
start: check_identity
hand_over: {queue: general}
intents: {}
"""


def test_the_sub_flow_of_the_page_is_good(tmp_path: Path) -> None:
    """In a line that runs it as the page says."""
    shared, line = (block.text for block in blocks(PAGE, "yaml")[:2])
    (tmp_path / "shared").mkdir()
    (tmp_path / "bank").mkdir()
    (tmp_path / "shared" / "identity.en.yaml").write_text(shared, "utf-8")
    (tmp_path / "shared" / "customers.en.csv").write_text("number,name\n12345678,Ms Li\n", "utf-8")
    (tmp_path / "bank" / "flow.en.yaml").write_text(f"{BANK}{line}    end: true\n", "utf-8")
    loaded = load_flow(tmp_path / "bank" / "flow.en.yaml")

    assert check(loaded) == []
    assert "check_identity.ask" in loaded.flow.nodes


def test_every_key_of_a_sub_flow_is_described() -> None:
    """On the page and in the model."""
    keys = describe(SubFlow)

    assert [key for key, meaning in keys.items() if not meaning or f"`{key}`" not in read(PAGE)] == []
