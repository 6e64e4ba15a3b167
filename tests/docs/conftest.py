"""The pages, and what stands in them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str


@cache
def read(page: Path) -> str:
    """The text of a page."""
    return page.read_text("utf-8")


def blocks(page: Path, language: str = "") -> list[Block]:
    """The fenced blocks of a page, of one language or all."""
    found = [Block(*match.groups()) for match in FENCE.finditer(read(page))]
    return [block for block in found if language in ("", block.language)]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", read(page))


def pages() -> list[Path]:
    """Every page that people read."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("**/*.md"))]
