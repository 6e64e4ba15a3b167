"""What an author says about an intent and a slot, as understanding needs it."""

import re
from dataclasses import dataclass

SLOT_MARK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class IntentSpec:
    """Something a caller may want. An example may hold `{slot_name}` where a value is said."""

    name: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """Something a caller tells. `length` counts digits; `choices` maps a value to the ways it is said."""

    name: str
    type: str
    length: int | None = None
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
