"""What every store of versions offers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ivr.publishing.version import Draft, Files, Version
from ivr.terms import Language


class VersionStore(Protocol):
    """Keeps versions for ever, and which one of a line and language is live. Every method is all or nothing."""

    def keep(self, line: str, drafts: Sequence[Draft], author: str, note: str, at: datetime) -> list[Version]:
        """Keep drafts, one a language, under the line's next number; none of them is live yet. Raises DatabaseError."""

    def switch(self, line: str, now: Mapping[Language, int], then: Mapping[Language, int], at: datetime) -> bool:
        """Make the versions `then` live where `now` are (a language without a live one is left out there).

        False, and nothing is changed, when others are live by now: somebody was faster. Raises DatabaseError.
        """

    def versions(self, line: str) -> list[Version]:
        """All versions of a line, the newest first. Raises DatabaseError."""

    def files(self, version: Version) -> Files:
        """The files of a version. Raises DatabaseError."""
