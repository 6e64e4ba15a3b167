"""A version: a line in one language as it was published, with every file that it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ivr.terms import Language


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a flow by their paths from one folder; `entry` is the flow file itself."""

    entry: str
    contents: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be published; `hash` is the flow's own, which every call keeps on record."""

    language: Language
    hash: str
    files: Files


@dataclass(frozen=True, slots=True)
class Version:
    """One line in one language, as it was published; times are UTC.

    What is published at once, in one language or in several, has the same `number`. `replaces` is the version that was
    live when this one was published, `went_live` the last time at which it went live: None for one that never did.
    """

    line: str
    number: int
    language: Language
    hash: str
    entry: str
    author: str
    note: str
    published: datetime
    replaces: int | None = None
    went_live: datetime | None = None
    live: bool = False

    @property
    def name(self) -> str:
        """As people name it: `retail.en@3`."""
        return f"{self.line}.{self.language}@{self.number}"
