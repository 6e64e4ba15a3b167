"""Look-ups by which nothing can be found, or whose secrets everybody reads."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

from ivr.errors import OperatorError, Problem
from ivr.flow.author_file import Trail, named
from ivr.flow.checks.names import known
from ivr.flow.loader import LoadedFlow
from ivr.flow.lookup import FROM_ENVIRONMENT, KEY
from ivr.lookups.table_lookup import columns

SECRET = re.compile(r"auth|cookie|token|secret|password|credential|signature|key$", re.IGNORECASE)
"""In the names of what lets somebody in."""


def tables(loaded: LoadedFlow) -> Iterator[Problem]:
    """Tables that cannot be read, and columns that they have not."""
    found = table_columns(loaded)
    for name, lookup in loaded.flow.lookups.items():
        trail = ("lookups", name)
        if lookup.table and name not in found:
            message = f"lookups.{name}.table: '{lookup.table}' cannot be read as a CSV table"
            yield loaded.places.problem((*trail, "table"), "wrong-table", message, "It must be a UTF-8 CSV file")
            continue
        if lookup.table:
            yield from known(loaded, "no-such-column", lookup.key, found[name], (*trail, "key"))
        for column in lookup.story:
            yield from known(loaded, "no-such-column", column, found[name], (*trail, "story", column), of_key=True)


def table_columns(loaded: LoadedFlow) -> Mapping[str, list[str]]:
    """For each look-up the columns of its table, if that can be read, or the values of its service's answers."""
    found = {name: list(lookup.fields) for name, lookup in loaded.flow.lookups.items() if lookup.url}
    for name, table in loaded.tables().items():
        try:
            found[name] = columns(table)
        except OperatorError:
            continue
    return found


def secrets(loaded: LoadedFlow) -> Iterator[Problem]:
    """What lets somebody into a service, written out in the file: everybody reads it, and every version keeps it."""
    for name, lookup in loaded.flow.lookups.items():
        trail = ("lookups", name)
        for header, value in lookup.headers.items():
            if SECRET.search(header) and not FROM_ENVIRONMENT.fullmatch(value):
                yield _written_out(loaded, (*trail, "headers", header), "`env:NAME` takes it from the environment")
        for part in parse_qsl(urlsplit(lookup.url or "").query):
            if SECRET.search(part[0]) and KEY not in part[1]:
                yield _written_out(loaded, (*trail, "url"), "Send it as a header, from the environment")


def _written_out(loaded: LoadedFlow, trail: Trail, fix: str) -> Problem:
    message = f"{named(trail)}: this looks like a secret, and everybody who has the file can read it"
    return loaded.places.problem(trail, "written-secret", message, fix, severity="warning")


CHECKS = (tables,)
WARNINGS = (secrets,)
