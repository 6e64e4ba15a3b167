"""Ways on by a value that can never be so, or cannot be compared so."""

from collections.abc import Iterator

from ivr.errors import Problem
from ivr.flow.author_file import Trail, named
from ivr.flow.branch import ORDERS, Branch
from ivr.flow.checks.names import known
from ivr.flow.checks.values import all_values
from ivr.flow.loader import LoadedFlow
from ivr.flow.names import HAND_OVER
from ivr.prompts.wording import placeholders

ORDERED = ("digits", "number", "money", "date", "time", "date_time")
"""Slot types whose values are more or less than others."""


def branches(loaded: LoadedFlow) -> Iterator[Problem]:
    """A branch's value must be one of the flow, of a type that can be so, and its way must lead on."""
    values, targets = all_values(loaded), [*loaded.flow.nodes, HAND_OVER]
    for name, node in loaded.flow.nodes.items():
        for at, branch in enumerate(node.branch):
            trail = ("nodes", name, "branch", at)
            yield from known(loaded, "no-such-node", branch.go, targets, (*trail, "go"))
            yield from known(loaded, "no-such-value", branch.value, values, (*trail, "value"))
            yield from _operands(loaded, branch, values, (*trail, branch.condition))
            yield from _of_its_type(loaded, branch, (*trail, branch.condition))


def _operands(loaded: LoadedFlow, branch: Branch, values: list[str], trail: Trail) -> Iterator[Problem]:
    for value, shape in (one for text in branch.operands for one in placeholders(text)):
        yield from known(loaded, "no-such-value", value, values, trail)
        if shape:
            message = f"{named(trail)}: values are compared as they are, not as they are read out"
            yield loaded.places.problem(trail, "filter-in-branch", message, f"Leave out '|{shape}'")


def _of_its_type(loaded: LoadedFlow, branch: Branch, trail: Trail) -> Iterator[Problem]:
    """A value that has only a few forms, or none that are more or less, is compared with what it can be."""
    kind, _, name = branch.value.partition(".")
    slot = loaded.flow.slots.get(name) if kind == "slot" else None
    possible = ["yes", "no"] if slot and slot.type == "yes_no" else list(slot.choices or ()) if slot else []
    if kind == "hours":
        possible = [] if name.endswith(".opens") else ["open", "closed"]
    for text in branch.operands if possible and branch.condition in ("is", "is_not", "one_of") else ():
        if not placeholders(text):
            what = f"value of {branch.value}"
            yield from known(loaded, "no-such-choice", text, possible, trail, what=what)
    if branch.condition in ORDERS and (kind == "hours" or (slot and slot.type not in ORDERED)):
        message, fix = f"{named(trail)}: '{branch.value}' is no number, day or time", "Compare it with `is` or `one_of`"
        yield loaded.places.problem(trail, "no-order", message, fix)


CHECKS = (branches,)
