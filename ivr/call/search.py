"""A look-up that runs while the call goes on."""

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import TypeAlias

from ivr.lookups.lookup import Lookup

Search: TypeAlias = "Future[Mapping[str, str] | None]"


def searching(lookup: Lookup, key: str, *, beside: bool) -> Search:
    """The search for a key: in a thread `beside` the call, or over before the call goes on.

    A thread that nobody waits for any more ends with its search, and keeps no process alive.
    """
    search: Search = Future()

    def find() -> None:
        try:
            search.set_result(lookup.find(key))
        except BaseException as error:
            search.set_exception(error)

    if not beside:
        find()
        return search
    threading.Thread(target=find, name="look-up", daemon=True).start()
    return search
