"""A process that writes turns and tickets for ever and prints each when its write has returned."""

import itertools
import sys
from datetime import UTC, datetime

from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Ticket
from ivr.records.model import CallRecord, Turn
from ivr.records.sql_store import SqlStore
from ivr.store.engine import open_engine
from ivr.terms import Language


def main(url: str, life: str) -> None:
    """Write until somebody kills this process; `life` makes the names of its calls its own."""
    engine = open_engine(url)
    store, queue, now = SqlStore(engine), SqlQueue(engine), datetime(2026, 3, 2, tzinfo=UTC)
    for number in itertools.count():
        call_id = f"{life}-{number}"
        store.start(CallRecord(call_id, "retail", "v1", Language.ENGLISH, now))
        store.add(Turn(call_id, 1, "welcome", "order", "Hello."))
        sys.stdout.write(f"turn {call_id}\n")
        sys.stdout.flush()
        queue.put(Ticket(f"T-{call_id}", call_id, life, (), "normal", "asked", "", now))
        sys.stdout.write(f"ticket {call_id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
