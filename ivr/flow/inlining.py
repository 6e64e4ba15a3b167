"""Sub-flows put into the flow that runs them: their nodes become nodes of its own, named `NODE.NAME`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivr.errors import AuthorError, Problem
from ivr.flow.author_file import Places, Source, Trail, named, nearest, read_part, where_named
from ivr.flow.lookup import Lookup
from ivr.flow.model import Flow, SubFlow
from ivr.flow.names import HAND_OVER
from ivr.flow.node import Node
from ivr.flow.targets import led_by

SHARED = ("intents", "slots", "lookups")
"""What a sub-flow adds to the flow that runs it."""

DEEPEST = 20
MOST_NODES = 20_000
"""A few short files that run each other twice can stand for billions of nodes."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A flow or sub-flow with its places, its file, and that file's folder as seen from the flow's."""

    part: Flow | SubFlow
    places: Places
    path: Path
    folder: Path


def inlined(flow: Flow, places: Places, path: Path, seen: Callable[[bytes], None]) -> tuple[Flow, Places]:
    """The flow at `path` with the nodes of its sub-flows in it. Raises AuthorError.

    Each part keeps its place in the file where it was written; `seen` is given the bytes of the files.
    """
    if not flow.subflows and not any(node.run for node in flow.nodes.values()):
        return flow, places
    inliner = _Inliner(flow, places, seen)
    inliner.put(_Opened(flow, places, path, Path()), "", {}, ())
    if inliner.problems:
        raise AuthorError(list(dict.fromkeys(inliner.problems)))
    return flow.model_copy(update={"nodes": inliner.nodes, **inliner.shared}), Places(inliner.sources)


class _Inliner:
    """Collects the nodes of a flow and of all that it runs."""

    def __init__(self, flow: Flow, places: Places, seen: Callable[[bytes], None]) -> None:
        self.nodes: dict[str, Node] = {}
        self.shared: dict[str, dict[str, Any]] = {kind: dict(getattr(flow, kind)) for kind in SHARED}
        self.sources: dict[Trail, Source] = dict(places.sources)
        self.problems: list[Problem] = []
        self._language = flow.language
        self._seen = seen
        self._opened: dict[Path, _Opened | None] = {}

    def put(self, here: _Opened, prefix: str, exits: Mapping[str, str], running: tuple[Path, ...]) -> None:
        """Take over the nodes of `here` under `prefix`; its exits lead as `exits` says."""
        running = (*running, here.path.resolve())
        used = {node.run for node in here.part.nodes.values()}
        for name in here.part.subflows:
            if name not in used:
                fix = "Run it at a node or delete it"
                self._complain(
                    "unused-sub-flow", "no node runs this sub-flow", here, ("subflows", name), fix, of_key=True
                )
        for name, node in here.part.nodes.items():
            self.sources["nodes", prefix + name] = here.places.source(("nodes", name))
            led = led_by(node, ("nodes", name), lambda target, at: self._target(here, prefix, exits, target, at))
            self.nodes[prefix + name] = led
            if node.run and self._known("no-such-sub-flow", node.run, here.part.subflows, here, ("nodes", name, "run")):
                self._run(here, name, led, prefix + name, running)

    def _target(self, here: _Opened, prefix: str, exits: Mapping[str, str], target: str, at: Trail) -> str:
        """A target as the whole flow names it. Those of the flow itself are the linter's business, but for `on`."""
        if target in exits:
            return exits[target]
        if (prefix or at[2] == "on") and target != HAND_OVER:
            out = here.part.exits if isinstance(here.part, SubFlow) else ()
            self._known("no-such-node", target, [*here.part.nodes, *out, HAND_OVER], here, at)
        return target if target == HAND_OVER else prefix + target

    def _run(self, here: _Opened, name: str, node: Node, whole: str, running: tuple[Path, ...]) -> None:
        """Put the sub-flow that a node runs behind it."""
        if node.run not in here.part.subflows:
            return
        there = self._open(here, node.run)
        if there is None:
            return
        assert isinstance(there.part, SubFlow)
        for way in node.on:
            self._known("no-such-exit", way, there.part.exits, here, ("nodes", name, "on", way), of_key=True)
        for way in there.part.exits:
            if way not in node.on:
                fix = f"Write `{way}: NODE` under `on`"
                self._complain(
                    "missing-exit", f"the exit '{way}' leads nowhere", here, ("nodes", name), fix, of_key=True
                )
        self.nodes[whole] = node.model_copy(update={"run": "", "on": {}, "go": f"{whole}.{there.part.start}"})
        if there.path.resolve() in running or len(running) > DEEPEST or len(self.nodes) > MOST_NODES:
            message, fix = f"'{node.run}' runs itself, or runs too much", "A sub-flow must not run what runs it"
            self._complain("runs-itself", message, here, ("nodes", name, "run"), fix)
        else:
            exits = dict.fromkeys(there.part.exits, HAND_OVER) | dict(node.on)
            self.put(there, f"{whole}.", exits, running)

    def _open(self, here: _Opened, name: str) -> _Opened | None:
        """A sub-flow of `here`, read once; None when it cannot be run."""
        beside = here.part.subflows[name]
        path = here.path.parent / beside
        if path not in self._opened:
            self._opened[path] = None
            try:
                part, places = read_part(path, SubFlow, self._seen)
            except AuthorError as error:
                self.problems += where_named(error, path, here.places, ("subflows", name))
                return None
            opened = _Opened(part, places, path, here.folder / Path(beside).parent)
            if part.language is not self._language:
                message = f"'{beside}' is in '{part.language}', and the flow in '{self._language}'"
                self._complain(
                    "other-language", message, here, ("subflows", name), "Name the file in the language of the flow"
                )
                return None
            self._opened[path] = opened
            self._check(opened)
            self._share(opened)
        return self._opened[path]

    def _check(self, opened: _Opened) -> None:
        """What must hold of a sub-flow whoever runs it."""
        part = opened.part
        assert isinstance(part, SubFlow)
        self._known("no-such-node", part.start, part.nodes, opened, ("start",))
        for at, way in enumerate(part.exits):
            if way in part.nodes or way == HAND_OVER or way in part.exits[:at]:
                message = f"'{way}' is a node, a person or another exit already"
                self._complain("reserved-name", message, opened, ("exits", at), "Call the exit another name")

    def _share(self, opened: _Opened) -> None:
        """Add the sub-flow's intents, slots and look-ups to the flow's."""
        for kind in SHARED:
            for name, own in getattr(opened.part, kind).items():
                one = _from(opened.folder, own) if isinstance(own, Lookup) else own
                if self.shared[kind].setdefault(name, one) != one:
                    fix = "Make them the same, or call one another name"
                    self._complain(
                        "conflicting-part",
                        "the flow has another one of this name",
                        opened,
                        (kind, name),
                        fix,
                        of_key=True,
                    )
                self.sources.setdefault((kind, name), opened.places.source((kind, name)))

    def _known(
        self, code: str, name: str, known: Iterable[str], here: _Opened, trail: Trail, *, of_key: bool = False
    ) -> bool:
        known = list(known)
        if name in known:
            return True
        fix = nearest(name, known) or f"There is: {', '.join(known) or 'none'}"
        message = f"no {code.removeprefix('no-such-')} '{name}'"
        self._complain(code, message, here, trail, fix, of_key=of_key)
        return False

    def _complain(
        self, code: str, message: str, here: _Opened, trail: Trail, fix: str, *, of_key: bool = False
    ) -> None:
        text = f"{named(trail)}: {message}"
        self.problems.append(here.places.problem(trail, code, text, fix, of_key=of_key))


def _from(folder: Path, lookup: Lookup) -> Lookup:
    """A look-up of a sub-flow as the flow would write it: the table's name from the flow's folder."""
    return lookup.model_copy(update={"table": (folder / lookup.table).as_posix()}) if lookup.table else lookup
