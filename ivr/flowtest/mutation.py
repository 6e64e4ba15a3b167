"""Mutants: a flow with one change that an author might make by mistake. Cases that nobody would miss it by are too few.

No change touches what the understanding is trained from, so all mutants share one.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ivr.errors import ContractError
from ivr.flow.author_file import Trail
from ivr.flow.linter import check
from ivr.flow.loader import LoadedFlow
from ivr.flow.model import Flow
from ivr.flow.names import HAND_OVER
from ivr.flow.node import Callback, Node, Transfer
from ivr.flow.part import Part
from ivr.flowtest.suite import Bench, Result, Script, run_case

P = TypeVar("P", bound=Part)

VALUE = re.compile(r"\{[^{}]*\}")
OTHER_QUEUE = "another_queue"
PRIORITIES = ("low", "normal", "high")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A flow with one change, in words, at the part that `trail` leads to."""

    trail: Trail
    change: str
    flow: Flow

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.trail))}: {self.change}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether any case noticed a mutant, and the first that did."""

    mutant: Mutant
    noticed_by: str

    @property
    def survived(self) -> bool:
        """Whether nobody would notice."""
        return not self.noticed_by


def mutants(loaded: LoadedFlow, seed: int = 0, most: int | None = None) -> list[Mutant]:
    """The mutants of a flow that its checker lets through, in the order of the file; at `most` so many, by `seed`."""
    everything = list(_all(loaded.flow))
    order = list(range(len(everything)))
    if most is not None:
        random.Random(seed).shuffle(order)  # noqa: S311 - a choice, not a secret
    chosen: list[int] = []
    for at in order:
        if most is not None and len(chosen) == most:
            break
        if not check(replace(loaded, flow=everything[at].flow)):
            chosen.append(at)
    return [everything[at] for at in sorted(chosen)]


def hunt(mutant: Mutant, bench: Bench, scripts: Sequence[Script], met: Sequence[frozenset[str]]) -> Verdict:
    """Run cases over a mutant until one fails, first those that came to its node; `met` are the nodes of each."""
    node = mutant.trail[1] if mutant.trail[0] == "nodes" else ""
    order = sorted(range(len(scripts)), key=lambda at: node not in met[at])
    changed = replace(bench, flow=mutant.flow)
    for at in order:
        try:
            noticed = not run_case(scripts[at], changed).passed
        except ContractError:  # the change broke the call itself
            noticed = True
        if noticed:
            return Verdict(mutant, scripts[at].name)
    return Verdict(mutant, "")


def nodes_met(flow: Flow, result: Result) -> frozenset[str]:
    """The nodes to which a case's call came."""
    return frozenset([flow.start, *(step.target for step in result.steps)])


def _all(flow: Flow) -> Iterator[Mutant]:
    yield from _limits(flow)
    yield from _hand_over(flow)
    yield from _ways(("routes",), flow.routes, lambda routes: _with(flow, routes=routes))
    for name, node in flow.nodes.items():

        def change(node: Node = node, name: str = name, **update: Any) -> Flow:
            return _with(flow, nodes={**flow.nodes, name: _with(node, **update)})

        for mutant in (*_spoken(node, change), *_gathered(node, change), *_left(node, change)):
            yield replace(mutant, trail=("nodes", name, *mutant.trail))


def _with(part: P, **update: Any) -> P:
    return part.model_copy(update=update)


def _limits(flow: Flow) -> Iterator[Mutant]:
    for name in ("no_input", "no_match", "failures", "abuse"):
        limit = getattr(flow.limits, name)
        other = limit - 1 if limit > 1 else limit + 1
        changed = _with(flow, limits=_with(flow.limits, **{name: other}))
        yield Mutant(("limits", name), f"{other} instead of {limit}", changed)
    for name in ("on_silence", "on_abuse", "on_nonsense"):
        written = getattr(flow.limits, name)
        other_way = "end" if written == HAND_OVER else HAND_OVER
        changed = _with(flow, limits=_with(flow.limits, **{name: other_way}))
        yield Mutant(("limits", name), f"{other_way} instead of {written}", changed)


def _hand_over(flow: Flow) -> Iterator[Mutant]:
    changed = _with(flow, hand_over=_with(flow.hand_over, queue=OTHER_QUEUE))
    yield Mutant(("hand_over", "queue"), f"another queue than {flow.hand_over.queue}", changed)


def _ways(trail: Trail, ways: dict[str, str], change: Callable[[dict[str, str]], Flow]) -> Iterator[Mutant]:
    """Each way dropped, and each swapped with the next that leads elsewhere."""
    keys = list(ways)
    for at, key in enumerate(keys):
        rest = {other: target for other, target in ways.items() if other != key}
        yield Mutant((*trail, key), f"the way to {ways[key]} is dropped", change(rest))
        other = next((one for one in keys[at + 1 :] if ways[one] != ways[key]), None)
        if other is not None:
            swapped = {**ways, key: ways[other], other: ways[key]}
            yield Mutant((*trail, key), f"{ways[other]} instead of {ways[key]}, swapped with {other}", change(swapped))


def _spoken(node: Node, change: Callable[..., Flow]) -> Iterator[Mutant]:
    """A value dropped from each prompt that speaks of some."""
    variants = [node.say] if isinstance(node.say, str) else list(node.say or ())
    for at, variant in enumerate(variants):
        trail: Trail = ("say",) if isinstance(node.say, str) else ("say", at)
        for found in VALUE.finditer(variant):
            without = variant[: found.start()] + variant[found.end() :]
            said = without if isinstance(node.say, str) else [*variants[:at], without, *variants[at + 1 :]]
            yield Mutant(trail, f"{found.group()} is not said", change(say=said))


def _gathered(node: Node, change: Callable[..., Flow]) -> Iterator[Mutant]:
    """A slot not collected or not forgotten, a branch dropped, a look-up whose failures lead elsewhere."""
    for key in ("collect", "forget"):
        slots = getattr(node, key)
        for at, slot in enumerate(slots):
            yield Mutant((key, at), f"{slot} is dropped", change(**{key: [*slots[:at], *slots[at + 1 :]]}))
    for at, branch in enumerate(node.branch):
        others = [*node.branch[:at], *node.branch[at + 1 :]]
        yield Mutant(("branch", at), f"the way to {branch.go} is dropped", change(branch=others))
    if node.look_up is not None:
        for key in ("on_missing", "on_failure"):
            target = getattr(node.look_up, key)
            if target != HAND_OVER:
                changed = change(look_up=_with(node.look_up, **{key: HAND_OVER}))
                yield Mutant(("look_up", key), f"{HAND_OVER} instead of {target}", changed)


def _left(node: Node, change: Callable[..., Flow]) -> Iterator[Mutant]:
    """Where the node leads: ways, queue, skills, priority."""
    if isinstance(node.go, dict):
        yield from _ways(("go",), node.go, lambda ways: change(go=ways))
    elif node.go not in (None, HAND_OVER):
        yield Mutant(("go",), f"{HAND_OVER} instead of {node.go}", change(go=HAND_OVER))
    for key in ("transfer", "callback"):
        if (desk := getattr(node, key)) is not None:
            yield from _of_desk(key, desk, change)


def _of_desk(key: str, desk: Transfer | Callback, change: Callable[..., Flow]) -> Iterator[Mutant]:
    queue = change(**{key: _with(desk, queue=OTHER_QUEUE)})
    yield Mutant((key, "queue"), f"another queue than {desk.queue}", queue)
    other = PRIORITIES[(PRIORITIES.index(desk.priority) + 1) % len(PRIORITIES)]
    priority = change(**{key: _with(desk, priority=other)})
    yield Mutant((key, "priority"), f"{other} instead of {desk.priority}", priority)
    if desk.skills:
        skills = change(**{key: _with(desk, skills=[])})
        yield Mutant((key, "skills"), f"without {', '.join(desk.skills)}", skills)
