"""Which node leads where."""

from collections.abc import Iterable, Mapping

from ivr.flow.model import Flow


def leads(flow: Flow) -> Mapping[str, frozenset[str]]:
    """For each node the nodes it may lead to; `hand_over` is no node and left out."""
    graph = {}
    for name, node in flow.nodes.items():
        targets = set(flow.ways(name).values())
        if node.look_up is not None:
            targets |= {node.look_up.on_missing, node.look_up.on_failure}
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
    stops = [name for name, node in flow.nodes.items() if node.listen or node.transfer or node.end]
    return _closure(back, stops)


def _closure(graph: Mapping[str, Iterable[str]], start: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += graph[name]
    return frozenset(seen)
