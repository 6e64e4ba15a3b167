"""What an author says about an intent and a slot, as understanding needs it."""

import re
from dataclasses import dataclass

SLOT_MARK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class IntentSpec:
    """Something a caller may want. An example may hold `{slot_name}` where a value is said.

    A `request` is something to be done, of which a sentence may hold two; a greeting and a number are none.
    """

    name: str
    examples: tuple[str, ...]
    request: bool = True


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """Something a caller tells, and what a good value of it is; None and "" ask for nothing.

    Lengths count characters of the value; `choices` maps a value to the ways it is said.
    """

    name: str
    type: str
    length: int | None = None
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    checksum: str = ""
    country: str = ""
    currency: str = ""
    when: str = ""
