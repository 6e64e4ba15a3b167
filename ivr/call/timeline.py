"""What happened in a call and when: the same call gives the same timeline."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One entry; `at_ms` is audio time since the call began. The names and keys are a stable interface."""

    event: str
    at_ms: int
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        """One line of JSON without a line end."""
        return json.dumps({"event": self.event, "at_ms": self.at_ms, **self.details}, ensure_ascii=False)


Watcher: TypeAlias = Callable[[CallEvent], None]


class Timeline:
    """Passes every entry to all who watch, at once and in order."""

    def __init__(self, *watchers: Watcher) -> None:
        self._watchers = list(watchers)

    def watch(self, watcher: Watcher) -> None:
        """Add a watcher; it sees what comes from now on."""
        self._watchers.append(watcher)

    def emit(self, event: str, at_ms: int, **details: Any) -> None:
        """Something happened."""
        entry = CallEvent(event, at_ms, details)
        for watcher in self._watchers:
            watcher(entry)
