"""Values that a prompt speaks of: whether there are such, and whether they are known when it is said."""

from collections.abc import Iterator

from ivr.errors import Problem
from ivr.flow.author_file import Trail, named
from ivr.flow.checks.names import known
from ivr.flow.checks.tables import table_columns
from ivr.flow.graph import certain_values, looked_up
from ivr.flow.loader import LoadedFlow
from ivr.flow.model import Flow
from ivr.prompts.spoken_values import FILTERS
from ivr.prompts.wording import house_wording, placeholders


def spoken(loaded: LoadedFlow) -> Iterator[Problem]:
    """Every value a node speaks of must be known whichever way a call came to it."""
    rows = table_columns(loaded)
    values, certain = all_values(loaded), certain_values(loaded.flow, rows)
    for node, trail, text in _said(loaded.flow):
        for value, shape in placeholders(text):
            yield from known(loaded, "no-such-value", value, values, trail)
            yield from _shaped(loaded, shape, trail)
            if value in values and value not in certain[node]:
                message = f"{named(trail)}: '{value}' may not be known yet when this is said"
                fix = "Collect it or look it up here, or on every way here"
                yield loaded.places.problem(trail, "uncertain-value", message, fix)


def answered(loaded: LoadedFlow) -> Iterator[Problem]:
    """Values of answers; an answer with a value that is not known yet is not given."""
    values = all_values(loaded)
    for name, entry in loaded.flow.knowledge.items():
        trail = ("knowledge", name, "answer")
        for value, shape in placeholders(entry.answer):
            yield from known(loaded, "no-such-value", value, [*values, *entry.own_values()], trail)
            yield from _shaped(loaded, shape, trail)


def plain(loaded: LoadedFlow) -> Iterator[Problem]:
    """Texts that may be said before anything is known."""
    flow = loaded.flow
    texts: list[tuple[Trail, str | None]] = [
        (("slots", name, key), text)
        for name, slot in flow.slots.items()
        for key, text in (*(("ask", ask) for ask in slot.asks), ("help", slot.help))
    ]
    texts += [
        (("nodes", name, "survey", "thanks"), node.survey.thanks) for name, node in flow.nodes.items() if node.survey
    ]
    for trail, text in [*texts, (("hand_over", "say"), flow.hand_over.say)]:
        if text and placeholders(text):
            message = f"{named(trail)}: this may be said before any value is known"
            yield loaded.places.problem(trail, "uncertain-value", message, "Say it without {...}")


def wording(loaded: LoadedFlow) -> Iterator[Problem]:
    """House wording that there is, with the values that it has."""
    house = house_wording(loaded.flow.language)
    for key, value in loaded.flow.wording.items():
        yield from known(loaded, "no-such-house-wording", key, house, ("wording", key), of_key=True)
        there = {name for variant in house.get(key, ()) for name, _ in placeholders(variant)}
        for variant in ([value] if isinstance(value, str) else value) if key in house else ():
            for name, _ in placeholders(variant):
                yield from known(loaded, "no-such-value", name, sorted(there), ("wording", key))


def all_values(loaded: LoadedFlow) -> list[str]:
    """Everything that a prompt or a branch may speak of."""
    rows = table_columns(loaded)
    values = [*(f"slot.{slot}" for slot in loaded.flow.slots), *sorted(loaded.flow.told_by_the_clock())]
    return values + [value for node in loaded.flow.nodes.values() for value in looked_up(node, rows)]


def _said(flow: Flow) -> Iterator[tuple[str, Trail, str]]:
    """What each node says: the node, the place and the text."""
    for name, node in flow.nodes.items():
        for text in flow.said_at(name):
            yield name, ("nodes", name, "say"), text
        if node.help:
            yield name, ("nodes", name, "help"), node.help
        if node.transfer and node.transfer.say:
            yield name, ("nodes", name, "transfer", "say"), node.transfer.say
        for text in node.callback.texts if node.callback else ():
            yield name, ("nodes", name, "callback"), text


def _shaped(loaded: LoadedFlow, shape: str, trail: Trail) -> Iterator[Problem]:
    if shape:
        yield from known(loaded, "no-such-filter", shape, FILTERS, trail)


CHECKS = (spoken, answered, plain, wording)
