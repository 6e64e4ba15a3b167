"""A flow as a picture: its nodes and ways, and how many past calls went each of them. Layout is left to others."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ivr.flow.author_file import Trail
from ivr.flow.model import Flow
from ivr.flow.names import HAND_OVER
from ivr.flow.node import Node
from ivr.flow.targets import led_by
from ivr.records.model import Turn
from ivr.terms import Language

ANYWHERE = "*"
"""Stands for every question at which callers may say what else they want: the flow's `routes` lead from there."""

FIRST_WORDS = {Language.ENGLISH: 48, Language.MANDARIN: 24}
"""How many characters of a prompt are shown; those of Mandarin are twice as wide."""
FAILING = {"on_missing": "not found", "on_failure": "fails"}


class Way(NamedTuple):
    """A way between two nodes."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node in the picture: its kind, and the lines in it below its name."""

    name: str
    kind: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """What there is to draw; `taken` counts the turns of past calls, if any, on each way."""

    title: str
    boxes: tuple[Box, ...]
    ways: Mapping[Way, tuple[str, ...]]
    taken: Mapping[Way, int] = field(default_factory=dict)


def diagram(flow: Flow, calls: Sequence[Sequence[Turn]] | None = None) -> Diagram:
    """The picture of a flow; with `calls`, each as its turns, of how often each way was gone."""
    ways = _ways(flow)
    taken, asked = _volumes(flow, ways, calls) if calls is not None else ({}, Counter[str]())
    boxes = [Box(ANYWHERE, "anywhere", ("at every question",))] if flow.routes else []
    for name, node in flow.nodes.items():
        turns = (f"turns: {asked[name]}",) if asked[name] else ()
        boxes.append(Box(name, _kind(node), (*_lines(flow, name, node), *turns)))
    if any(way.target == HAND_OVER for way in ways):
        boxes.append(Box(HAND_OVER, "transfer", ("a person", f"queue {flow.hand_over.queue}")))
    return Diagram(f"{flow.flow} ({flow.language})", tuple(boxes), ways, taken)


def _kind(node: Node) -> str:
    kinds = {
        "transfer": node.transfer or node.callback,
        "end": node.end,
        "listen": node.listen,
        "collect": node.collect or node.survey,
    }
    return next((kind for kind, there in kinds.items() if there), "say")


def _lines(flow: Flow, name: str, node: Node) -> tuple[str, ...]:
    """What a node does and the first words of what it says."""
    said = next(iter(flow.said_at(name)), "") or (node.transfer.say or "" if node.transfer else "")
    most = FIRST_WORDS[flow.language]
    first = said if len(said) <= most else f"{said[:most].rstrip()}…"
    does = [
        "begins the call" if name == flow.start else "",
        f"collects {', '.join(node.collect)}" if node.collect else "",
        f"looks up {node.look_up.source}" if node.look_up else "",
        f"asks once for {node.survey.slot}" if node.survey else "",
        f"“{first}”" if first else "",
        "listens" if node.listen else "",
        f"queue {node.transfer.queue}" if node.transfer else "",
        f"call back from {node.callback.queue}" if node.callback else "",
        "ends the call" if node.end else "",
    ]
    return tuple(line for line in does if line)


def _ways(flow: Flow) -> dict[Way, tuple[str, ...]]:
    """Each way with what leads along it."""
    found: dict[Way, list[str]] = {}
    for intent, target in flow.routes.items():
        found.setdefault(Way(ANYWHERE, target), []).append(intent)
    for name, node in flow.nodes.items():

        def note(target: str, trail: Trail, name: str = name, node: Node = node) -> str:
            found.setdefault(Way(name, target), []).append(_label(node, trail[2:]))
            return target

        led_by(node, ("nodes", name), note)
        for intent in node.listen.to if node.listen and node.listen.to != "any" else ():
            if intent in flow.routes and not (isinstance(node.go, dict) and intent in node.go):
                found.setdefault(Way(name, flow.routes[intent]), []).append(intent)
    return {way: tuple(label for label in labels if label) for way, labels in found.items()}


def _label(node: Node, steps: Trail) -> str:
    """What leads along a way, by the place of its target in the node."""
    match steps:
        case ("go",):
            return ""
        case ("go", str(key)):
            return key
        case ("branch", int(at), "go"):
            branch = node.branch[at]
            texts = " or ".join(branch.operands)
            known = "known" if branch.known else "not known"
            condition = known if branch.condition == "known" else f"{branch.condition.replace('_', ' ')} {texts}"
            return f"{branch.value} {condition}"
        case _:
            last = str(steps[-1])
            return FAILING.get(last, last.removeprefix("on_").replace("_", " "))


def _volumes(flow: Flow, ways: Iterable[Way], calls: Sequence[Sequence[Turn]]) -> tuple[dict[Way, int], Counter[str]]:
    """How many turns went each way, and how many were taken at each node.

    A record tells where a turn began, where it was answered and where the next one began. What lies between is the
    shortest way that meets no other question; where the flow has none (back, or from the beginning) no way is counted.
    """
    onward: dict[str, list[str]] = {}
    for way in ways:
        onward.setdefault(way.source, []).append(way.target)
    taken: Counter[Way] = Counter()
    between: dict[Way, list[Way]] = {}
    for trip in (trip for turns in calls for trip in _trips(turns)):
        if trip not in between:
            between[trip] = _between(flow, onward, trip)
        taken.update(between[trip])
    return dict(taken), Counter(turn.node_before for turns in calls for turn in turns)


def _trips(turns: Sequence[Turn]) -> Iterator[Way]:
    """From where each turn began to where it was answered, and on to where the next one began."""
    for turn, after in zip(turns, [*turns[1:], None], strict=True):
        yield Way(turn.node_before, turn.node_after)
        if after is not None:
            yield Way(turn.node_after, after.node_before)


def _between(flow: Flow, onward: Mapping[str, Sequence[str]], trip: Way) -> list[Way]:
    """The ways of a trip, none where it begins and ends at the same node."""
    if trip.source == trip.target:
        return []
    came: dict[str, str] = {trip.source: ""}
    todo = deque([trip.source])
    while todo:
        here = todo.popleft()
        node = flow.nodes.get(here)
        further = list(onward.get(here, ()))
        if here == trip.source and node is not None and (node.collect or (node.listen and node.listen.to == "any")):
            further.append(ANYWHERE)
        elif here != trip.source and node is not None and node.listen is not None:
            further = []
        for target in further:
            if target not in came:
                came[target] = here
                todo.append(target)
    steps = []
    here = trip.target if trip.target in came else ""
    while here and came[here]:
        steps.append(Way(came[here], here))
        here = came[here]
    return [step for step in steps if step.target != ANYWHERE]
