"""What every look-up offers."""

from collections.abc import Mapping
from typing import Protocol


class Lookup(Protocol):
    """Finds one row by its key."""

    def find(self, key: str) -> Mapping[str, str] | None:
        """The row, or None when there is none of that key. Raises OperatorError when it cannot be searched."""
