"""Which version of a line the next call gets: the live one, made ready before it is needed."""

import threading
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from ivr.errors import IvrError, OperatorError

POLL_S = 0.5
"""How often is asked which version is live."""

K = TypeVar("K", bound=Hashable)
H = TypeVar("H")


class Switchboard(Generic[K, H]):
    """Holds what takes calls. A call asks for it once and keeps it, so a running call ends on its version.

    `wanted` tells the live version and others that may soon be; `prepare` makes one ready, in the background. A version
    that cannot be made ready never replaces the one that takes calls: `tell` hears of it, once.
    """

    def __init__(
        self, wanted: Callable[[], Sequence[K]], prepare: Callable[[K], H], tell: Callable[[str], None]
    ) -> None:
        """Raises what `wanted` and `prepare` raise for the version that is live now."""
        self._wanted = wanted
        self._prepare = prepare
        self._tell = tell
        self._told: set[str] = set()
        live = wanted()[0]
        first: Future[H] = Future()
        first.set_result(prepare(live))
        self._ready: dict[K, Future[H]] = {live: first}
        self._taking = first.result()
        self._over = threading.Event()
        self._makers = ThreadPoolExecutor(1, "make-ready")
        self._watcher = threading.Thread(target=self._watch, name="live-version", daemon=True)
        self._watcher.start()

    @property
    def taking(self) -> H:
        """What takes the next call."""
        return self._taking

    def close(self) -> None:
        """Stop watching; calls that run are left alone."""
        self._over.set()
        self._watcher.join()
        self._makers.shutdown(cancel_futures=True)

    def _watch(self) -> None:
        while not self._over.wait(POLL_S):
            try:
                self._follow(self._wanted())
            except IvrError as error:
                self._say(f"which version is live cannot be told; calls go on as they are. {error}")

    def _follow(self, wanted: Sequence[K]) -> None:
        live = wanted[0]
        for version in wanted:
            if version not in self._ready:
                self._ready[version] = self._makers.submit(self._prepare, version)
        for version in [version for version, made in self._ready.items() if made.done()]:
            if failed := self._ready[version].exception():
                self._failed(version, failed)
        made = self._ready.get(live)
        if made and made.done() and not made.exception():
            self._taking = made.result()
            self._ready = {version: self._ready[version] for version in wanted if version in self._ready}

    def _failed(self, version: K, error: BaseException) -> None:
        """What the operator can mend is tried again; a version that is broken is not."""
        what = str(error) if isinstance(error, IvrError) else type(error).__name__
        self._say(f"{version} cannot take calls; they go on as they are. {what}")
        if isinstance(error, OperatorError):
            del self._ready[version]

    def _say(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self._tell(text)
