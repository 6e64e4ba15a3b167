"""What is done every second while the console is served: offers that rang out, agents who have gone."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread
from types import TracebackType
from typing import Self

from ivr.errors import IvrError

LOG = logging.getLogger("ivr.rounds")

EVERY_S = 1.0

PAUSE_S = 0.05
"""So long at least between two rounds, however much happens."""


class Rounds:
    """Makes its steps again and again in a thread of its own while its block lasts; a step that fails is tried anew.

    `wait` waits for the next round, at most so many seconds; it may end sooner, where something has happened.
    """

    def __init__(
        self,
        steps: Sequence[Callable[[], object]],
        every_s: float = EVERY_S,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self._steps = steps
        self._every_s = every_s
        self._over = Event()
        self._wait = wait or self._over.wait
        self._thread = Thread(target=self._run, name="rounds", daemon=True)
        self._failing: set[int] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join(timeout=10)

    def make(self) -> None:
        """One round. A failure is logged when it begins, not every second."""
        for number, step in enumerate(self._steps):
            try:
                step()
            except IvrError as error:
                if number not in self._failing:
                    LOG.error("%s; this is tried every second", error)
                self._failing.add(number)
            else:
                self._failing.discard(number)

    def _run(self) -> None:
        while not self._over.wait(PAUSE_S):
            self._wait(self._every_s)
            self.make()
