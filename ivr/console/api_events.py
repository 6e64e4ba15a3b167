"""What changes at the desk, as server-sent events."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Self

from flask import Response, abort, current_app
from pydantic import BaseModel

from ivr.console.api_models import AgentLine, Agents, Given, Happening
from ivr.errors import IvrError
from ivr.handoff.bell import AGENTS, TICKETS, Bell, Listener
from ivr.handoff.desk import Desk

LOG = logging.getLogger("ivr.console")

LOOK_S = 1.0
"""How often is looked for what is new where no bell rings."""

BREATH_S = 0.1
"""After a bell, what else happens at the same moment is told with it."""

HEARTBEAT_S = 10.0
"""After so long without news a comment is sent, so that everybody sees that the connection is there."""

LASTS_S = 60.0
"""So long does a stream last; browsers open it anew by themselves, and who may not look any more is told then."""

MOST_STREAMS = 4
"""So many streams may an account have open."""


class QueueNow(Given):
    """How many wait in a queue, and since when the first one does (UTC)."""

    queue: str
    waiting: int
    first: datetime


class QueuesNow(Given):
    """The queues in which somebody waits."""

    queues: list[QueueNow]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: an agent sees what concerns them, who watches sees everything."""

    agent: str
    watches: bool


class Changes:
    """What is new for a viewer each time they look; at the first time that is how things stand."""

    def __init__(self, desk: Desk, viewer: Viewer, after: int | None) -> None:
        self._desk = desk
        self._viewer = viewer
        self._seen = desk.queue.newest_happening() if after is None else after
        self._told: dict[str, str] = {}

    def look(self) -> Iterator[str]:
        """The events, as they are sent."""
        presences = self._desk.queue.presences()
        own = next((one for one in presences if one.agent.name == self._viewer.agent), None)
        yield from self._happenings(own.ticket if own else "")
        yield from self._snapshot("queues", self._queues())
        if self._viewer.watches:
            yield from self._snapshot("agents", Agents(agents=[AgentLine.of(one) for one in presences]))
        if own:
            yield from self._snapshot("me", AgentLine.of(own))

    def _happenings(self, ticket: str) -> Iterator[str]:
        for one in self._desk.queue.happenings(self._seen):
            self._seen = one.number
            theirs = one.agent == self._viewer.agent or (one.ticket == ticket and ticket != "")
            if self._viewer.watches or theirs:
                yield _event("happening", Happening.model_validate(one).model_dump_json(), one.number)

    def _queues(self) -> QueuesNow:
        return QueuesNow(queues=[QueueNow.model_validate(one) for one in self._desk.queue.lengths()])

    def _snapshot(self, name: str, now: BaseModel) -> Iterator[str]:
        data = now.model_dump_json()
        if self._told.get(name) != data:
            self._told[name] = data
            yield _event(name, data)


class Streams:
    """The streams that are open, by account: each holds a thread of the server."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._lock = Lock()

    @classmethod
    def of_app(cls) -> Self:
        """Those of the application that answers."""
        streams = current_app.extensions.setdefault("ivr.streams", cls())
        assert isinstance(streams, cls)
        return streams

    def open(self, account: str) -> None:
        """One more, where there are not too many; else 429."""
        with self._lock:
            if self._open[account] >= MOST_STREAMS:
                abort(429)
            self._open[account] += 1

    def close(self, account: str) -> None:
        """One less."""
        with self._lock:
            self._open[account] -= 1


def stream(changes: Changes, account: str, bell: Bell) -> Response:
    """The answer that goes on."""
    streams = Streams.of_app()
    streams.open(account)
    response = Response(_told(changes, bell), mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})
    response.call_on_close(lambda: streams.close(account))
    return response


def _told(changes: Changes, bell: Bell) -> Iterator[str]:
    listener = bell.listener(TICKETS, AGENTS)
    try:
        yield from _until_it_ends(changes, listener)
    except IvrError as error:  # the head of the answer is sent: all that is left is to end it, and be asked anew
        LOG.error("events end: %s", error)
    finally:
        listener.close()


def _until_it_ends(changes: Changes, listener: Listener) -> Iterator[str]:
    began = quiet_since = time.monotonic()
    yield "retry: 1000\n\n"
    while (now := time.monotonic()) - began < LASTS_S:
        for event in changes.look():
            quiet_since = now
            yield event
        if now - quiet_since >= HEARTBEAT_S:
            quiet_since = now
            yield ": still here\n\n"
        if listener.heard(LOOK_S):
            time.sleep(BREATH_S)


def _event(name: str, data: str, number: int | None = None) -> str:
    counted = "" if number is None else f"id: {number}\n"
    return f"{counted}event: {name}\ndata: {data}\n\n"
