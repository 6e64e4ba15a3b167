"""Ways through a flow that lead nowhere, or round and round."""

from collections.abc import Iterator

from ivr.errors import Problem
from ivr.flow.graph import circling, ending_unasked, reachable, reaching
from ivr.flow.loader import LoadedFlow


def dead_ends(loaded: LoadedFlow) -> Iterator[Problem]:
    """Nodes that listen for what leads nowhere."""
    for name, node in loaded.flow.nodes.items():
        if node.listen is not None and not loaded.flow.ways(name):
            message, fix = f"nodes.{name}: this node listens, but nothing leads on from it", "Add `go` or `routes`"
            yield loaded.places.problem(("nodes", name), "dead-end", message, fix, of_key=True)


def round_trips(loaded: LoadedFlow) -> Iterator[Problem]:
    """Nodes that no call comes to, or from which none comes to anybody."""
    met, out, turning = reachable(loaded.flow), reaching(loaded.flow), circling(loaded.flow)
    for name in loaded.flow.nodes:
        if name not in met:
            code, message, fix = "unreachable-node", "no call ever gets here", "Lead to it or delete it"
        elif name not in out:
            code, message = "never-ends", "a call that gets here never ends"
            fix = "Lead on to a listening node, a transfer or an end"
        elif name in turning:
            code, message = "loop-without-turn", "a call may go round here without the caller having a turn"
            fix = "Let a node on the way listen, or `forget` a slot that is collected on it"
        else:
            continue
        yield loaded.places.problem(("nodes", name), code, f"nodes.{name}: {message}", fix, of_key=True)


def no_person(loaded: LoadedFlow) -> Iterator[Problem]:
    """Ends of calls whose caller could not ask for a person."""
    for name in sorted(ending_unasked(loaded.flow)):
        message = f"nodes.{name}: a call may end here, and its caller had no turn to ask for a person"
        fix = "Let a node before it listen, or lead to a transfer"
        yield loaded.places.problem(("nodes", name), "no-person", message, fix, of_key=True)


CHECKS = (dead_ends,)
LAST = (round_trips, no_person)
"""Looked at when nothing else is wrong: a misspelt node would cut off all behind it."""
