"""Names that lead nowhere, or that have a meaning of their own."""

from collections.abc import Iterable, Iterator

from ivr.errors import Problem
from ivr.flow.author_file import Trail, named, nearest
from ivr.flow.loader import LoadedFlow, everywhere
from ivr.flow.names import EVERYWHERE, HAND_OVER
from ivr.understanding.matcher import NONE
from ivr.understanding.spec import SLOT_MARK

ANSWERS = ("yes", "no", "else")


def known(
    loaded: LoadedFlow,
    code: str,
    name: str,
    there: Iterable[str],
    trail: Trail,
    *,
    of_key: bool = False,
    what: str = "",
) -> Iterator[Problem]:
    """A complaint when `name` is not `there`, with the nearest one; its code is `no-such-` and what it should be."""
    there = list(there)
    if name not in there:
        what = what or code.removeprefix("no-such-").replace("-", " ")
        fix = nearest(name, there) or f"There is: {', '.join(there) or 'none'}"
        yield loaded.places.problem(trail, code, f"{named(trail)}: no {what} '{name}'", fix, of_key=of_key)


def start(loaded: LoadedFlow) -> Iterator[Problem]:
    """Where calls begin, and where they go on when a wish is done."""
    flow = loaded.flow
    yield from known(loaded, "no-such-node", flow.start, flow.nodes, ("start",))
    if flow.when_done:
        yield from known(loaded, "no-such-node", flow.when_done, flow.nodes, ("when_done",))
        if flow.when_done in flow.nodes and flow.nodes[flow.when_done].listen is None:
            fix = "Name the node that asks what else there is to do"
            message = f"when_done: nobody listens at '{flow.when_done}'"
            yield loaded.places.problem(("when_done",), "nobody-listens", message, fix)


def caller(loaded: LoadedFlow) -> Iterator[Problem]:
    """The slot that tells who calls."""
    if loaded.flow.caller:
        yield from known(loaded, "no-such-slot", loaded.flow.caller, loaded.flow.slots, ("caller",))


def routes(loaded: LoadedFlow) -> Iterator[Problem]:
    """Routes for intents that there are, to nodes that there are."""
    flow = loaded.flow
    for intent, target in flow.routes.items():
        yield from known(loaded, "no-such-intent", intent, flow.intents, ("routes", intent), of_key=True)
        yield from known(loaded, "no-such-node", target, [*flow.nodes, HAND_OVER], ("routes", intent))


def costs(loaded: LoadedFlow) -> Iterator[Problem]:
    """Costs of routing an intent wrongly."""
    intents = [*loaded.flow.intents, *EVERYWHERE]
    for intent in loaded.flow.costs.wrong_route_to:
        yield from known(loaded, "no-such-intent", intent, intents, ("costs", "wrong_route_to", intent), of_key=True)


def reserved(loaded: LoadedFlow) -> Iterator[Problem]:
    """Names of which the line knows another meaning."""
    taken = dict.fromkeys(EVERYWHERE, "works everywhere and cannot be an intent of a flow")
    taken |= dict.fromkeys((*ANSWERS, NONE), "has a meaning of its own")
    for name, meaning in taken.items():
        if name in loaded.flow.intents:
            fix, message = "Call the intent another name", f"intents.{name}: this name {meaning}"
            yield loaded.places.problem(("intents", name), "reserved-name", message, fix, of_key=True)
    if HAND_OVER in loaded.flow.nodes:
        fix, message = "Call the node another name", f"nodes.{HAND_OVER}: this name stands for a person"
        yield loaded.places.problem(("nodes", HAND_OVER), "reserved-name", message, fix, of_key=True)


def marks(loaded: LoadedFlow) -> Iterator[Problem]:
    """Slots in the examples of intents."""
    for name, intent in loaded.flow.intents.items():
        for at, example in enumerate(intent.examples):
            for slot in SLOT_MARK.findall(example):
                trail = ("intents", name, "examples", at)
                yield from known(loaded, "no-such-slot", slot, loaded.flow.slots, trail)


def slots(loaded: LoadedFlow) -> Iterator[Problem]:
    """Slots that nodes collect, forget and look up by."""
    flow = loaded.flow
    for name, node in flow.nodes.items():
        for key, wanted in (("collect", node.collect), ("forget", node.forget)):
            for at, slot in enumerate(wanted):
                yield from known(loaded, "no-such-slot", slot, flow.slots, ("nodes", name, key, at))
        if node.look_up is not None:
            yield from known(loaded, "no-such-slot", node.look_up.by, flow.slots, ("nodes", name, "look_up", "by"))


def lookups(loaded: LoadedFlow) -> Iterator[Problem]:
    """What nodes look up, and where they go when that finds nothing."""
    flow = loaded.flow
    for name, node in flow.nodes.items():
        if node.look_up is not None:
            trail = ("nodes", name, "look_up")
            yield from known(loaded, "no-such-lookup", node.look_up.source, flow.lookups, (*trail, "from"))
            for key, target in (("on_missing", node.look_up.on_missing), ("on_failure", node.look_up.on_failure)):
                yield from known(loaded, "no-such-node", target, [*flow.nodes, HAND_OVER], (*trail, key))


def ways(loaded: LoadedFlow) -> Iterator[Problem]:
    """What nodes wait to hear, and where they lead."""
    flow = loaded.flow
    heard = [*flow.intents, *everywhere(flow.language), *ANSWERS]
    for name, node in flow.nodes.items():
        wanted = [] if node.listen is None or node.listen.to == "any" else node.listen.to
        for at, intent in enumerate(wanted):
            yield from known(loaded, "no-such-intent", intent, flow.intents, ("nodes", name, "listen", "to", at))
        for key, target in node.go.items() if isinstance(node.go, dict) else [("", node.go)] if node.go else ():
            trail = ("nodes", name, "go", key) if key else ("nodes", name, "go")
            if key:
                yield from known(loaded, "no-such-intent", key, heard, trail, of_key=True)
            yield from known(loaded, "no-such-node", target, [*flow.nodes, HAND_OVER], trail)


def callbacks(loaded: LoadedFlow) -> Iterator[Problem]:
    """The number to call back on is a slot that takes phone numbers."""
    slots = loaded.flow.slots
    for name, node in loaded.flow.nodes.items():
        if node.callback is None:
            continue
        trail, number = ("nodes", name, "callback", "number"), node.callback.number
        yield from known(loaded, "no-such-slot", number, slots, trail)
        if number in slots and slots[number].type != "phone":
            message = f"{named(trail)}: '{number}' is no phone number"
            fix = "Give it the type phone: then it is a number that there is"
            yield loaded.places.problem(trail, "no-phone-number", message, fix)


def surveys(loaded: LoadedFlow) -> Iterator[Problem]:
    """What a survey asks for can be counted: a number, or one of a few answers."""
    slots = loaded.flow.slots
    for name, node in loaded.flow.nodes.items():
        if node.survey is None:
            continue
        trail, slot = ("nodes", name, "survey", "slot"), node.survey.slot
        yield from known(loaded, "no-such-slot", slot, slots, trail)
        if slot in slots and slots[slot].type not in ("number", "choice"):
            message = f"{named(trail)}: '{slot}' is no rating, which could be counted"
            yield loaded.places.problem(trail, "no-rating", message, "Give it the type number or choice")


CHECKS = (start, caller, routes, costs, reserved, marks, slots, lookups, callbacks, surveys, ways)
