"""What look-ups send and nobody writes into a file: environment variables."""

import os
from collections.abc import Iterable, Mapping

from ivr.errors import SettingError


def from_environment(names: Iterable[str]) -> Mapping[str, str]:
    """The values of these variables. Raises SettingError, naming all that are missing or cannot be sent in a header."""
    values = {name: os.environ.get(name, "") for name in names}
    bad = sorted(name for name, value in values.items() if not (value and value.isascii() and value.isprintable()))
    if bad:
        message = f"{', '.join(bad)}: a look-up sends this, and it is not set to one line of ASCII characters"
        raise SettingError(message, "Set the environment variable before the line is opened; see docs/lookups.md")
    return values
