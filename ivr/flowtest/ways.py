"""The ways of a flow that its author wrote, and which of them calls have gone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ivr.flow.author_file import Trail
from ivr.flow.model import Flow
from ivr.flowtest.suite import Result


@dataclass(frozen=True, slots=True)
class Way:
    """Where it is written that one thing leads to another: `trail` ends in the key, the target is its value."""

    trail: Trail
    target: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.trail))} -> {self.target}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often calls came to each node and went each way."""

    nodes: Counter[str]
    ways: Counter[Trail]

    def nodes_missed(self, flow: Flow) -> list[str]:
        """The nodes to which no call came."""
        return [node for node in flow.nodes if not self.nodes[node]]

    def ways_missed(self, flow: Flow) -> list[Way]:
        """The ways that no call went."""
        return [way for way in ways(flow) if not self.ways[way.trail]]


def ways(flow: Flow) -> Iterator[Way]:
    """Every way that is written in a flow."""
    yield from (Way(("routes", intent), target) for intent, target in flow.routes.items())
    for name, node in flow.nodes.items():
        if isinstance(node.go, str):
            yield Way(("nodes", name, "go"), node.go)
        elif node.go is not None:
            yield from (Way(("nodes", name, "go", key), target) for key, target in node.go.items())
        yield from (Way(("nodes", name, "branch", at, "go"), branch.go) for at, branch in enumerate(node.branch))
        if node.look_up is not None:
            yield Way(("nodes", name, "look_up", "on_missing"), node.look_up.on_missing)
            if "on_failure" in node.look_up.model_fields_set:
                yield Way(("nodes", name, "look_up", "on_failure"), node.look_up.on_failure)


def covered(flow: Flow, results: Iterable[Result]) -> Coverage:
    """Where the calls of these cases came by."""
    nodes: Counter[str] = Counter()
    gone: Counter[Trail] = Counter()
    for result in results:
        nodes.update([flow.start, *(step.target for step in result.steps)])
        gone.update(_trail(flow, step.source, step.by) for step in result.steps if step.by is not None)
        for searched in (one for exchange in result.exchanges for one in exchange.lookups):
            key = {"missing": "on_missing", "failed": "on_failure"}.get(searched.outcome)
            gone.update([("nodes", searched.node, "look_up", key)] if key else [])
    return Coverage(nodes, gone)


def _trail(flow: Flow, source: str, by: str) -> Trail:
    if by.startswith("branch."):
        return ("nodes", source, "branch", int(by.removeprefix("branch.")), "go")
    own = flow.nodes[source].go if source in flow.nodes else None
    if isinstance(own, str) and not by:
        return ("nodes", source, "go")
    return ("nodes", source, "go", by) if isinstance(own, dict) and by in own else ("routes", by)
