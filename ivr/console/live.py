"""Pages that follow what happens: what they show is sent again whenever it has changed, as server-sent events."""

import json
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock

from flask import Response, abort, current_app, request, stream_with_context

from ivr.console.access import current_account
from ivr.errors import OperatorError

LASTS_S = 60.0
"""So long a stream lasts; the browser opens another, and whoever may not look any more learns it then."""

MOST = 6
"""Streams of one account at a time: each takes a thread of the server."""

STILL_S = 3.0
"""After so long without news a comment is sent: by it the server learns that the browser has gone."""

HEADER = "X-Live"
"""Sent by the script of a page: it wants the parts of the page, and not the page."""


@dataclass(frozen=True, slots=True)
class Look:
    """How things stand: `mark` differs when there is something else to show, `show` makes the parts of the page."""

    mark: Hashable
    show: Callable[[], Mapping[str, object]]


class Streams:
    """How many are open, by account."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._lock = Lock()

    def open(self, account: str) -> bool:
        """Whether there may be one more; then there is."""
        with self._lock:
            if self._open[account] >= MOST:
                return False
            self._open[account] += 1
            return True

    def close(self, account: str) -> None:
        """One less."""
        with self._lock:
            self._open[account] -= 1


def clock_face(seconds: float) -> str:
    """A time as the script of the page writes it: 4:05, 1:04:05."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def by_script() -> bool:
    """Whether the script of a page asks."""
    return HEADER in request.headers


def stream(look: Callable[[], Look], every_s: float = 1.0) -> Response:
    """The answer that goes on: the parts of the page at once, and again after each change."""
    account, kept = current_account().name, current_app.extensions.setdefault("ivr.live", Streams())
    if not kept.open(account):
        abort(429)
    events = stream_with_context(_events(look, every_s))
    answer = Response(events, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})
    answer.call_on_close(lambda: kept.close(account))
    return answer


def _events(look: Callable[[], Look], every_s: float) -> Iterator[str]:
    began = sent = time.monotonic()
    mark: Hashable = None
    yield "retry: 1000\n\n"
    while (now := time.monotonic()) - began < LASTS_S:
        try:
            there = look()
            shown = json.dumps(there.show(), ensure_ascii=False) if there.mark != mark else ""
        except OperatorError:  # the head is sent: the browser asks anew, and is told
            return
        if shown:
            mark, sent = there.mark, now
            yield f"data: {shown}\n\n"
        elif now - sent >= STILL_S:
            sent = now
            yield ": still here\n\n"
        time.sleep(every_s)
