"""A look-up that runs while the call goes on."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TypeAlias, TypeVar

from ivr.lookups.lookup import Lookup

T = TypeVar("T")

Search: TypeAlias = "Future[Mapping[str, str] | None]"


def searching(lookup: Lookup, key: str, *, meanwhile: bool) -> Search:
    """The search for a key: beside the call, or over before the call goes on."""
    if meanwhile:
        return beside(lambda: lookup.find(key))
    return _done(lambda: lookup.find(key), Future())


def beside(work: Callable[[], T]) -> "Future[T]":
    """Something that is done while the call goes on.

    A thread that nobody waits for any more ends with its work, and keeps no process alive.
    """
    promised: Future[T] = Future()
    threading.Thread(target=_done, args=(work, promised), name="beside", daemon=True).start()
    return promised


def _done(work: Callable[[], T], promised: "Future[T]") -> "Future[T]":
    try:
        promised.set_result(work())
    except BaseException as error:
        promised.set_exception(error)
    return promised
