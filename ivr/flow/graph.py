"""Which node leads where."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ivr.flow.branch import Branch
from ivr.flow.model import Flow
from ivr.flow.names import HAND_OVER
from ivr.flow.node import Node


def leads(flow: Flow) -> Mapping[str, frozenset[str]]:
    """For each node the nodes it may lead to; `hand_over` is no node and left out."""
    graph = {}
    for name, node in flow.nodes.items():
        targets = {*flow.ways(name).values(), *detours(node)}
        if node.transfer is not None:
            targets.add(node.transfer.out_of_hours or HAND_OVER)
        if node.listen is not None or node.collect or node.survey:
            targets |= {HAND_OVER, *flow.after_answers()}
        targets |= {flow.hand_over.out_of_hours or HAND_OVER} if HAND_OVER in targets else set()
        graph[name] = frozenset(targets & set(flow.nodes))
    return graph


def reachable(flow: Flow) -> frozenset[str]:
    """The nodes that a call may come to."""
    return _closure(leads(flow), [flow.start])


def reaching(flow: Flow) -> frozenset[str]:
    """The nodes from which a call comes to the caller's turn, a person or an end."""
    back: dict[str, set[str]] = {name: set() for name in flow.nodes}
    for name, targets in leads(flow).items():
        for target in targets:
            back[target].add(name)
    stops = [
        name
        for name, node in flow.nodes.items()
        if node.listen
        or node.transfer
        or node.callback
        or node.end
        or HAND_OVER in (node.go, *(branch.go for branch in node.branch))
    ]
    return _closure(back, stops)


def ending_unasked(flow: Flow) -> frozenset[str]:
    """The nodes that end a call in which the caller never had a turn with the way to a person.

    Whoever has a turn can ask for a person, unless the node leads `agent` elsewhere. Where only callers out of hours
    come to does not count: then nobody is there.
    """
    asked = {
        name
        for name, node in flow.nodes.items()
        if node.collect or node.survey or (node.listen and not _diverts(flow, name))
    }
    onward = {name: {*_attended_ways(flow, name)} & {*flow.nodes} - asked for name in flow.nodes}
    met = _closure(onward, [flow.start] if flow.start not in asked else [])
    return frozenset(name for name in met - asked if flow.nodes[name].end)


def _attended_ways(flow: Flow, name: str) -> Iterator[str]:
    """Where a node may lead while somebody is there: not where its branches lead only out of hours."""
    node = flow.nodes[name]
    if node.look_up is not None:
        yield from (node.look_up.on_missing, node.look_up.on_failure)
    for branch in node.branch:
        if not _means_hours(branch, "closed", "open"):
            yield branch.go
        if _means_hours(branch, "open", "closed"):
            return
    yield from flow.ways(name).values()


def _means_hours(branch: Branch, state: str, other: str) -> bool:
    """Whether a branch is taken when opening hours are in this `state`, and only then."""
    if not branch.value.startswith("hours.") or branch.value.endswith(".opens"):
        return False
    return branch.operands == ((other,) if branch.condition == "is_not" else (state,))


def _diverts(flow: Flow, name: str) -> bool:
    """Whether a node leads a caller who asks for a person to something else."""
    target = flow.ways(name).get("agent", HAND_OVER)
    return target != HAND_OVER and (target not in flow.nodes or flow.nodes[target].transfer is None)


def circling(flow: Flow) -> frozenset[str]:
    """The nodes on a round trip that the flow makes by itself: nobody listens, and nothing collected is forgotten."""
    moves = {name: _moves(flow, name) for name in flow.nodes}
    for name, node in flow.nodes.items():
        moves[name] -= {branch.go for branch in node.branch if _asks_on_the_way_back(flow, moves, name, branch)}
    beyond = {name: _closure(moves, moves[name]) for name in flow.nodes}
    found: set[str] = set()
    for name in flow.nodes:
        trip = {other for other in beyond[name] if name in beyond[other]}
        collected = {slot for other in trip for slot in flow.nodes[other].collect}
        forgotten = {slot for other in trip for slot in flow.nodes[other].forget}
        if trip and not collected & forgotten:
            found |= trip
    return frozenset(found)


def goes_out(flow: Flow, name: str) -> bool:
    """Whether a call that goes on from a node comes to an end, past no other question."""
    seen: set[str] = set()
    while name in flow.nodes and name not in seen:
        seen.add(name)
        node = flow.nodes[name]
        if node.end:
            return True
        name = node.go if isinstance(node.go, str) and node.listen is None else ""
        if name in flow.nodes and flow.nodes[name].collect:
            return False
    return False


def detours(node: Node) -> list[str]:
    """Where a node may lead before it says anything: by its branches, and where its look-up finds nothing."""
    failed = [node.look_up.on_missing, node.look_up.on_failure] if node.look_up is not None else []
    return [*failed, *(branch.go for branch in node.branch)]


def _moves(flow: Flow, name: str) -> frozenset[str]:
    """Where a node may lead without the caller having a turn at it, but for what it collects."""
    node = flow.nodes[name]
    on = [node.go] if isinstance(node.go, str) and node.listen is None else []
    if node.transfer is not None:
        on.append(node.transfer.out_of_hours or "")
    on += [branch.go for branch in node.branch]
    closed = [flow.hand_over.out_of_hours or ""] if HAND_OVER in on else []
    return frozenset({*on, *closed, *detours(node)} & set(flow.nodes))


def _asks_on_the_way_back(flow: Flow, moves: Mapping[str, frozenset[str]], name: str, branch: Branch) -> bool:
    """Whether a branch is taken for want of a slot's value, and every way back to its node asks for that."""
    slot = branch.value.removeprefix("slot.")
    if branch.known is not False or slot == branch.value or branch.go not in flow.nodes:
        return False
    if sum(other.go == branch.go for other in flow.nodes[name].branch) > 1 or branch.go == flow.nodes[name].go:
        return False
    unasked = {one: frozenset() if slot in flow.nodes[one].collect else targets for one, targets in moves.items()}
    return name not in _closure(unasked, [branch.go])


def looked_up(node: Node, rows: Mapping[str, Sequence[str]]) -> list[str]:
    """The values (`order.status`) that a node's look-up brings; `rows` gives the columns of each look-up."""
    if node.look_up is None:
        return []
    return [f"{node.look_up.into}.{column}" for column in rows.get(node.look_up.source, ())]


def certain_values(flow: Flow, rows: Mapping[str, Sequence[str]]) -> Mapping[str, frozenset[str]]:
    """For each node the values that are known when it speaks, whichever way a call came to it.

    Forward data flow: what is certain at a node is what is certain on all ways to it. A caller may change to another
    request at any turn, and the line may come back to a second one at the end of the first, so each of the flow's
    `routes` counts as a way from every node with a caller's turn and from every end.
    """
    everything = flow.told_by_the_clock() | frozenset(
        [f"slot.{slot}" for slot in flow.slots]
        + [value for node in flow.nodes.values() for value in looked_up(node, rows)]
    )
    before = dict.fromkeys(flow.nodes, everything)
    before[flow.start] = flow.told_by_the_clock()
    todo = list(flow.nodes)
    while todo:
        name = todo.pop(0)
        for target, known in _onward(flow, name, before[name], rows):
            if not before[target] <= known:
                before[target] &= known
                todo.append(target)
    return {name: _spoken_with(flow, name, before[name], rows) for name in flow.nodes}


def _spoken_with(flow: Flow, name: str, before: frozenset[str], rows: Mapping[str, Sequence[str]]) -> frozenset[str]:
    known = _found(flow, name, before, rows)
    return known | {branch.value for branch in flow.nodes[name].branch if branch.known is False}


def _found(flow: Flow, name: str, before: frozenset[str], rows: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """What is certain when a node's look-up, if it has one, has found something; that replaces what it found before."""
    node = flow.nodes[name]
    known = _collected(node, before)
    if node.look_up is None or node.look_up.source not in flow.lookups:
        return known
    lacking = {f"{node.look_up.into}.{field}" for field in flow.lookups[node.look_up.source].may_lack}
    return frozenset({*known, *looked_up(node, rows)} - lacking)


def _collected(node: Node, before: frozenset[str]) -> frozenset[str]:
    kept = before - {f"slot.{slot}" for slot in node.forget}
    return kept | {f"slot.{slot}" for slot in node.collect}


def _onward(
    flow: Flow, name: str, before: frozenset[str], rows: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Each node that may come next, with what is certain then."""
    node = flow.nodes[name]
    asking = before - {f"slot.{slot}" for slot in (*node.forget, *node.collect)}
    spoken = _spoken_with(flow, name, before, rows)
    ways = [(target, spoken) for target in flow.ways(name).values()]
    known = _found(flow, name, before, rows)
    for branch in node.branch:
        ways.append((branch.go, known if branch.known is False else known | {branch.value}))
    if node.look_up is not None:
        ways += [(target, _collected(node, before)) for target in (node.look_up.on_missing, node.look_up.on_failure)]
    if node.listen is not None or node.collect or node.survey or node.end:
        ways += [(target, asking) for target in (*flow.routes.values(), *flow.after_answers(), HAND_OVER)]
    if node.transfer is not None:
        ways.append((node.transfer.out_of_hours or "", spoken))
    ways = [(flow.hand_over.out_of_hours or "" if target == HAND_OVER else target, known) for target, known in ways]
    return ((target, known) for target, known in ways if target in flow.nodes)


def _closure(graph: Mapping[str, Iterable[str]], start: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += graph[name]
    return frozenset(seen)
