"""docs/storage.md: every table has its line, and the times are those of the code."""

import re

from ivr.handoff.moves import BEAT, LEASE
from ivr.store.bell import LOOK_S, RETRY_S
from ivr.store.engine import TRIES
from ivr.store.schema import REVISION
from ivr.store.tables import metadata
from tests.docs.conftest import DOCS, read

PAGE = read(DOCS / "storage.md")


def test_every_table_is_told() -> None:
    """And no table that is not there."""
    cells = re.findall(r"^\| (`.+`) \| .+ \|$", PAGE, re.MULTILINE)

    assert {name for cell in cells for name in re.findall(r"`(\w+)`", cell)} == {*metadata.tables, REVISION.name}


def test_the_times_are_those_of_the_code() -> None:
    """Of leases, of the bell, of tries."""
    assert (BEAT.total_seconds(), LEASE.total_seconds(), LOOK_S, RETRY_S, TRIES) == (3, 9, 0.05, 1, 5)
    for told in ("sign of life every 3 s", "Without one for 9 s", "within 0.05 s", "20 times a second", "every second"):
        assert told in PAGE
    assert "up to five times" in PAGE
