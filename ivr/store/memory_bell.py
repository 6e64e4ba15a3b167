"""A bell within one process, and who listens to it."""

import threading
from collections.abc import Callable, Collection


class Listening:
    """Somebody who waits for some of the topics."""

    def __init__(self, topics: Collection[str], leave: Callable[["Listening"], None]) -> None:
        self.topics = frozenset(topics)
        self._leave = leave
        self._rung = threading.Event()

    def tell(self) -> None:
        """It rings."""
        self._rung.set()

    def heard(self, timeout_s: float) -> bool:
        if not self._rung.wait(timeout_s):
            return False
        self._rung.clear()
        return True

    def close(self) -> None:
        self._leave(self)


class MemoryBell:
    """A Bell within one process."""

    def __init__(self) -> None:
        self._listeners: set[Listening] = set()
        self._lock = threading.Lock()

    def listener(self, *topics: str) -> Listening:
        one = Listening(topics, self._leave)
        with self._lock:
            self._listeners.add(one)
        return one

    def ring(self, *topics: str) -> None:
        """Whoever waits for one of them hears it."""
        with self._lock:
            for one in self._listeners:
                if one.topics & set(topics):
                    one.tell()

    def ring_all(self) -> None:
        """Everybody hears it."""
        with self._lock:
            for one in self._listeners:
                one.tell()

    def _leave(self, one: Listening) -> None:
        with self._lock:
            self._listeners.discard(one)
