"""What a flow's author is told before any caller hears of it: references that lead nowhere, nodes without a way out."""

from collections.abc import Iterable
from difflib import get_close_matches

from ivr.errors import OperatorError, Problem
from ivr.flow import knowledge
from ivr.flow.branch import ORDERS, Branch
from ivr.flow.graph import certain_values, circling, looked_up, reachable, reaching
from ivr.flow.loader import LoadedFlow, everywhere
from ivr.flow.names import EVERYWHERE, HAND_OVER
from ivr.flow.node import Node, Unattended
from ivr.lookups.table_lookup import columns
from ivr.prompts.spoken_values import FILTERS
from ivr.prompts.wording import house_wording, placeholders
from ivr.terms import Language
from ivr.understanding.matcher import NONE
from ivr.understanding.spec import SLOT_MARK

ANSWERS = ("yes", "no", "else")
ORDERED = ("digits", "number", "money", "date", "time", "date_time")
"""Slot types whose values are more or less than others."""


class Linter:
    """Checks one loaded flow; `problems` holds what it found."""

    def __init__(self, loaded: LoadedFlow) -> None:
        self._flow = loaded.flow
        self._loaded = loaded
        self.problems: list[Problem] = []
        rows = self._rows()
        self._values = [f"slot.{slot}" for slot in self._flow.slots]
        self._values += sorted(self._flow.told_by_the_clock())
        self._values += [value for node in self._flow.nodes.values() for value in looked_up(node, rows)]
        self._certain = certain_values(self._flow, rows)
        self._names()
        self._understanding()
        self._intents()
        self._wording()
        self._knowledge()
        self._plain_texts()
        for name, node in self._flow.nodes.items():
            self._node(name, node)
        if not self.problems:
            self._ways_out()

    def _known(self, name: str, known: Iterable[str], what: str, *trail: str | int, of_key: bool = False) -> bool:
        known = list(known)
        if name in known:
            return True
        near = get_close_matches(name, known, 1)
        fix = f"Did you mean '{near[0]}'?" if near else f"There is: {', '.join(known) or 'none'}"
        message = f"{'.'.join(map(str, trail))}: no {what} '{name}'"
        self.problems.append(self._loaded.places.problem(trail, message, fix, of_key=of_key))
        return False

    def _complain(self, message: str, *trail: str | int, fix: str = "", of_key: bool = False) -> None:
        text = f"{'.'.join(map(str, trail))}: {message}"
        self.problems.append(self._loaded.places.problem(trail, text, fix, of_key=of_key))

    def _target(self, target: str, *trail: str | int) -> None:
        self._known(target, [*self._flow.nodes, HAND_OVER], "node", *trail)

    def _names(self) -> None:
        flow = self._flow
        self._known(flow.start, flow.nodes, "node", "start")
        self._attended(flow.hand_over, "hand_over")
        done = flow.when_done
        if done and self._known(done, flow.nodes, "node", "when_done") and flow.nodes[done].listen is None:
            fix = "Name the node that asks what else there is to do"
            self._complain(f"nobody listens at '{done}'", "when_done", fix=fix)
        for intent, target in flow.routes.items():
            self._known(intent, flow.intents, "intent", "routes", intent, of_key=True)
            self._target(target, "routes", intent)
        for intent in flow.costs.wrong_route_to:
            self._known(
                intent,
                [*flow.intents, *EVERYWHERE],
                "intent",
                "costs",
                "wrong_route_to",
                intent,
                of_key=True,
            )
        for intent in (*ANSWERS, NONE):
            if intent in flow.intents:
                fix = "Call the intent another name"
                self._complain("this name has a meaning of its own", "intents", intent, fix=fix, of_key=True)
        if HAND_OVER in flow.nodes:
            self._complain(
                "this name stands for a person",
                "nodes",
                HAND_OVER,
                fix="Call the node another name",
                of_key=True,
            )

    def _understanding(self) -> None:
        if self._flow.understanding.embeddings and self._flow.language is not Language.ENGLISH:
            fix = "Leave it out; this line is understood by its words"
            self._complain("sentence embeddings know English only", "understanding", "embeddings", fix=fix)

    def _intents(self) -> None:
        for name, intent in self._flow.intents.items():
            for at, example in enumerate(intent.examples):
                for slot in SLOT_MARK.findall(example):
                    self._known(slot, self._flow.slots, "slot", "intents", name, "examples", at)

    def _wording(self) -> None:
        house = house_wording(self._flow.language)
        for key, value in self._flow.wording.items():
            if self._known(key, house, "house wording", "wording", key, of_key=True):
                allowed = {name for variant in house[key] for name, _ in placeholders(variant)}
                for variant in [value] if isinstance(value, str) else value:
                    for name, _ in placeholders(variant):
                        self._known(name, allowed, "value", "wording", key)

    def _knowledge(self) -> None:
        self.problems += knowledge.mistakes(self._loaded)
        for name, entry in self._flow.knowledge.items():
            if entry.go is not None:
                self._target(entry.go, "knowledge", name, "go")
            for value, shape in placeholders(entry.answer):
                self._known(value, [*self._values, *entry.own_values()], "value", "knowledge", name, "answer")
                if shape:
                    self._known(shape, FILTERS, "filter", "knowledge", name, "answer")

    def _node(self, name: str, node: Node) -> None:
        for key in ("collect", "forget"):
            for at, slot in enumerate(getattr(node, key)):
                self._known(slot, self._flow.slots, "slot", "nodes", name, key, at)
        if node.look_up is not None:
            self._known(node.look_up.source, self._flow.lookups, "lookup", "nodes", name, "look_up", "from")
            self._known(node.look_up.by, self._flow.slots, "slot", "nodes", name, "look_up", "by")
            self._target(node.look_up.on_missing, "nodes", name, "look_up", "on_missing")
            self._target(node.look_up.on_failure, "nodes", name, "look_up", "on_failure")
        if node.transfer is not None:
            self._attended(node.transfer, "nodes", name, "transfer")
        for at, branch in enumerate(node.branch):
            self._branch(branch, "nodes", name, "branch", at)
        if node.listen is not None and node.listen.to != "any":
            for at, intent in enumerate(node.listen.to):
                self._known(intent, self._flow.intents, "intent", "nodes", name, "listen", "to", at)
        if isinstance(node.go, str):
            self._target(node.go, "nodes", name, "go")
        for key, target in (node.go or {}).items() if isinstance(node.go, dict) else ():
            self._known(
                key,
                [*self._flow.intents, *everywhere(self._flow.language), *ANSWERS],
                "intent",
                "nodes",
                name,
                "go",
                key,
                of_key=True,
            )
            self._target(target, "nodes", name, "go", key)
        if node.listen is not None and not self._flow.ways(name):
            self._complain(
                "this node listens, but nothing leads on from it",
                "nodes",
                name,
                fix="Add `go` or `routes`",
                of_key=True,
            )
        self._said(name, node)

    def _attended(self, desk: Unattended, *trail: str | int) -> None:
        if desk.hours is not None and desk.out_of_hours is not None:
            self._known(desk.hours, self._flow.hours, "hours", *trail, "hours")
            self._known(desk.out_of_hours, self._flow.nodes, "node", *trail, "out_of_hours")

    def _branch(self, branch: Branch, *trail: str | int) -> None:
        """A branch's value must be one of the flow, of a type that can be so, and its way must lead on."""
        self._target(branch.go, *trail, "go")
        here = (*trail, branch.condition)
        for text in branch.operands:
            for value, shape in placeholders(text):
                self._known(value, self._values, "value", *here)
                if shape:
                    self._complain(
                        "values are compared as they are, not as they are read out", *here, fix=f"Leave out '|{shape}'"
                    )
        if self._known(branch.value, self._values, "value", *trail, "value"):
            self._branch_on(branch, *here)

    def _branch_on(self, branch: Branch, *trail: str | int) -> None:
        """A value that has only a few forms, or none that are more or less, is compared with what it can be."""
        kind, _, name = branch.value.partition(".")
        slot = self._flow.slots.get(name) if kind == "slot" else None
        possible = ["yes", "no"] if slot and slot.type == "yes_no" else list(slot.choices or ()) if slot else []
        if kind == "hours":
            possible = [] if name.endswith(".opens") else ["open", "closed"]
        for text in branch.operands if possible else ():
            if not placeholders(text) and branch.condition in ("is", "is_not", "one_of"):
                self._known(text, possible, f"value of {branch.value}", *trail)
        if branch.condition in ORDERS and (kind == "hours" or (slot and slot.type not in ORDERED)):
            self._complain(
                f"'{branch.value}' is no number, day or time", *trail, fix="Compare it with `is` or `one_of`"
            )

    def _said(self, name: str, node: Node) -> None:
        """Every value a node speaks of must be known whichever way a call came to it."""
        spoken = [("say", text) for text in self._flow.said_at(name)]
        spoken += [("help", node.help)] if node.help else []
        spoken += [("transfer", node.transfer.say)] if node.transfer and node.transfer.say else []
        for key, text in spoken:
            for value, shape in placeholders(text):
                if self._known(value, self._values, "value", "nodes", name, key) and value not in self._certain[name]:
                    fix = "Collect it or look it up here, or on every way here"
                    self._complain(f"'{value}' may not be known yet when this is said", "nodes", name, key, fix=fix)
                if shape:
                    self._known(shape, FILTERS, "filter", "nodes", name, key)

    def _plain_texts(self) -> None:
        """Texts that may be said before anything is known."""
        texts = [(("slots", name, key), text) for name, slot in self._flow.slots.items()
                 for key, text in (("ask", slot.ask), ("help", slot.help))]  # fmt: skip
        for trail, text in [*texts, (("hand_over", "say"), self._flow.hand_over.say)]:
            if text and placeholders(text):
                self._complain("this may be said before any value is known", *trail, fix="Say it without {...}")

    def _rows(self) -> dict[str, list[str]]:
        """For each look-up the columns of its table."""
        found = {}
        for name, lookup in self._flow.lookups.items():
            try:
                found[name] = columns(self._loaded.folder / lookup.table)
            except OperatorError as error:
                self._complain(
                    f"'{lookup.table}' cannot be read as a CSV table", "lookups", name, "table", fix=error.fix
                )
                continue
            self._known(lookup.key, found[name], "column", "lookups", name, "key")
            for column in lookup.story:
                self._known(column, found[name], "column", "lookups", name, "story", column, of_key=True)
        return found

    def _ways_out(self) -> None:
        met, out, turning = reachable(self._flow), reaching(self._flow), circling(self._flow)
        for name in self._flow.nodes:
            if name not in met:
                self._complain("no call ever gets here", "nodes", name, fix="Lead to it or delete it", of_key=True)
            elif name not in out:
                fix = "Lead on to a listening node, a transfer or an end"
                self._complain("a call that gets here never ends", "nodes", name, fix=fix, of_key=True)
            elif name in turning:
                fix = "Let a node on the way listen, or `forget` a slot that is collected on it"
                self._complain(
                    "a call may go round here without the caller having a turn", "nodes", name, fix=fix, of_key=True
                )


def check(loaded: LoadedFlow) -> list[Problem]:
    """Every problem of a loaded flow, in the order of its lines; empty when it can take calls."""
    return sorted(set(Linter(loaded).problems))
