"""What every record store offers."""

from typing import Protocol

from ivr.records.model import CallRecord, Turn


class RecordStore(Protocol):
    """Keeps records as the call goes: a finished turn is on record before the next one begins."""

    def start(self, call: CallRecord) -> None:
        """Keep a new call; one of the same id, a replay, is replaced with its turns. Raises DatabaseError."""

    def add(self, turn: Turn) -> None:
        """Keep a finished turn. Raises DatabaseError."""

    def end(self, call: CallRecord) -> None:
        """Keep what has become known of a call: its language, how it ended. Raises DatabaseError."""

    def calls(self) -> list[CallRecord]:
        """All calls, the oldest first. Raises DatabaseError."""

    def turns(self, call_id: str) -> list[Turn]:
        """The turns of one call in order. Raises DatabaseError."""
