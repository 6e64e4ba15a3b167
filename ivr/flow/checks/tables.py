"""Tables in which nothing can be looked up."""

from collections.abc import Iterator, Mapping

from ivr.errors import OperatorError, Problem
from ivr.flow.checks.names import known
from ivr.flow.loader import LoadedFlow
from ivr.lookups.table_lookup import columns


def tables(loaded: LoadedFlow) -> Iterator[Problem]:
    """Tables that cannot be read, and columns that they have not."""
    found = table_columns(loaded)
    for name, lookup in loaded.flow.lookups.items():
        trail = ("lookups", name)
        if name not in found:
            message = f"lookups.{name}.table: '{lookup.table}' cannot be read as a CSV table"
            yield loaded.places.problem((*trail, "table"), "wrong-table", message, "It must be a UTF-8 CSV file")
            continue
        yield from known(loaded, "no-such-column", lookup.key, found[name], (*trail, "key"))
        for column in lookup.story:
            yield from known(loaded, "no-such-column", column, found[name], (*trail, "story", column), of_key=True)


def table_columns(loaded: LoadedFlow) -> Mapping[str, list[str]]:
    """For each look-up the columns of its table, if that can be read."""
    found = {}
    for name, lookup in loaded.flow.lookups.items():
        try:
            found[name] = columns(loaded.folder / lookup.table)
        except OperatorError:
            continue
    return found


CHECKS = (tables,)
