"""What every look-up offers."""

from collections.abc import Mapping
from typing import NoReturn, Protocol

from ivr.errors import OperatorError


class Lookup(Protocol):
    """Finds one row by its key."""

    @property
    def at_once(self) -> bool:
        """Whether it answers before anybody notices that it was asked."""

    def find(self, key: str) -> Mapping[str, str] | None:
        """The row, or None when there is none of that key. Raises OperatorError when it cannot be searched."""


class Unasked:
    """Stands for a service where no call is held."""

    at_once = True

    def find(self, key: str) -> NoReturn:
        raise OperatorError("a service is asked in calls only", "In a case `lookups` says what it answers")
