"""A process that publishes two languages and goes back for ever, and prints each step when it has returned."""

import itertools
import sys
from datetime import UTC, datetime

from ivr.publishing.sql_versions import SqlVersions
from ivr.publishing.version import Draft, Files
from ivr.store.engine import open_engine
from ivr.terms import Language

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def main(url: str, life: str) -> None:
    """Publish, publish again and roll back until somebody kills this process."""
    store = SqlVersions(open_engine(url))
    for turn in itertools.count():
        text = f"{life} {turn}".encode()
        drafts = [
            Draft(language, text.decode(), Files("flow.yaml", {"flow.yaml": text, "table.csv": text * 2000}))
            for language in Language
        ]
        now = {one.language: one.number for one in store.versions("shop") if one.live}
        kept = store.keep("shop", drafts, "anna", "", NOW)
        store.switch("shop", now, {one.language: one.number for one in kept}, NOW)
        tell(f"live {kept[0].number}")
        if turn % 2 and now:
            store.switch("shop", {one.language: one.number for one in kept}, now, NOW)
            tell(f"live {now[Language.ENGLISH]}")


def tell(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
