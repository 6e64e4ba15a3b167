"""What is different between two versions of a flow, in the words of the flow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ivr.flow.model import Flow

Trail: TypeAlias = tuple[str, ...]

NOTHING = object()
"""Stands where one of the two flows has no such part."""

USUAL = "the house wording"

LISTED = 3
"""How many sentences of a list are shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different: the part of the flow (`nodes.refund.go`), and what changes there, in a sentence."""

    part: str
    text: str


def differences(old: Flow, new: Flow) -> list[Change]:
    """Everything that callers of `new` may notice and callers of `old` did not, in the order of the new file."""
    before, after = (flow.model_dump(mode="json", by_alias=True) for flow in (old, new))
    return [Change(".".join(trail), _sentence(trail, one, two)) for trail, one, two in _changed((), before, after)]


def _changed(trail: Trail, old: Any, new: Any) -> Iterator[tuple[Trail, Any, Any]]:
    """The smallest parts that differ; a part that one of the two lacks is left whole."""
    if old == new:
        return
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        yield trail, old, new
        return
    for key in (*new, *(key for key in old if key not in new)):
        yield from _changed((*trail, key), old.get(key, NOTHING), new.get(key, NOTHING))


def _sentence(trail: Trail, old: Any, new: Any) -> str:
    old, new = (None if one in (NOTHING, [], {}, "") else one for one in (old, new))
    for pattern, tell in SENTENCES.items():
        steps = pattern.split(".")
        if len(steps) == len(trail) and all(step in ("*", part) for step, part in zip(steps, trail, strict=True)):
            return tell(*(part for step, part in zip(steps, trail, strict=True) if step == "*"), old, new)
    return _told(".".join(trail), old, new)


def _come(what: str, new: Any, outline: Callable[[], str]) -> str:
    """A part that only one of the flows has."""
    return f"{what} is gone" if new is None else f"{what} is new: {outline()}"


def _outline(node: Mapping[str, Any]) -> str:
    """What a new node does, in a few words."""
    parts = [f"says {_quoted(node['say'])}"] if node.get("say") else []
    parts += [f"collects {', '.join(node['collect'])}"] if node.get("collect") else []
    if node.get("survey"):
        parts.append(f"asks once for {node['survey']['slot']}")
    if node.get("callback"):
        parts.append(f"promises to call back from the queue {node['callback']['queue']}")
    if node.get("transfer"):
        parts.append(f"transfers to the queue {node['transfer']['queue']}")
    elif node.get("end"):
        parts.append("ends the call")
    elif node.get("listen"):
        parts.append("listens")
    elif isinstance(node.get("go"), str):
        parts.append(f"goes to {node['go']}")
    return ", ".join(parts)


def _led(who: str, old: Any, new: Any) -> str:
    if new is None:
        return f"{who} does not go to {old} any more"
    return f"{who} now goes to {new}" + (f" instead of {old}" if old else "")


def _ways(name: str, old: Any, new: Any) -> str:
    """Ways of a node, of which one flow has just one or none."""
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        one, two = (_way(ways) for ways in (old, new))
        return f"{name} now goes {two} instead of {one}"
    return _led(name, old, new)


def _way(ways: Any) -> str:
    if isinstance(ways, Mapping):
        return ", ".join(f'after "{answer}" to {target}' for answer, target in ways.items())
    return f"to {ways}" if ways else "nowhere of its own"


def _said(who: str, old: Any, new: Any) -> str:
    """A text or its variants."""
    one, two = (_texts(text) for text in (old, new))
    if len(one) <= 1 and len(two) <= 1:
        if not two:
            return f"{who} nothing any more; it was: {_quoted(old)}"
        return f"{who}: {_quoted(new)}" + (f" instead of: {_quoted(old)}" if one else "")
    more, less = [text for text in two if text not in one], [text for text in one if text not in two]
    if more and less:
        return f"{who}: {_quoted(more)} instead of: {_quoted(less)}"
    if more or less:
        return f"{who} also: {_quoted(more)}" if more else f"{who} no more: {_quoted(less)}"
    return f"{who} the same in another order: {_quoted(new)}"


def _texts(text: Any) -> list[str]:
    return [] if text is None else list(text) if isinstance(text, Sequence) and not isinstance(text, str) else [text]


def _quoted(text: Any) -> str:
    return " / ".join(f'"{one}"' for one in _texts(text))


def _listed(what: str, old: Any, new: Any) -> str:
    """What has come into a list of sentences, and what has left it."""
    one, two = _texts(old), _texts(new)
    parts = []
    for done, found in (("added", [s for s in two if s not in one]), ("removed", [s for s in one if s not in two])):
        if found:
            shown = ", ".join(f'"{text}"' for text in found[:LISTED]) + (", ..." if len(found) > LISTED else "")
            parts.append(f"{_counted(what, len(found))} {done} ({shown})")
    return "; ".join(parts) or f"the same {what}s in another order"


def _counted(what: str, count: int) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _told(name: str, old: Any, new: Any) -> str:
    if isinstance(old, list) and isinstance(new, list):
        return f"{name}: {_listed('value', old, new)}"
    if new is None:
        return f"{name} is not set any more; it was {_value(old)}"
    return f"{name} is {_value(new)}" + ("" if old is None else f" instead of {_value(old)}")


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_value(one)}" for key, one in value.items() if one not in (None, [], {}, ""))
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


SENTENCES: Mapping[str, Callable[..., str]] = {
    "start": lambda old, new: f"calls now begin at {new} instead of {old}",
    "hand_over.queue": lambda old, new: f"callers who need a person now go to the queue {new} instead of {old}",
    "routes.*": _led,
    "intents.*": lambda name, old, new: _come(f"intent {name}", new, lambda: _counted("example", len(new["examples"]))),
    "intents.*.examples": lambda name, old, new: f"intent {name}: {_listed('example', old, new)}",
    "intents.*.means": lambda name, old, new: _said(f"intent {name} is read back as", old, new),
    "knowledge.*": lambda name, old, new: _come(f"answer {name}", new, lambda: _quoted(new["answer"])),
    "knowledge.*.questions": lambda name, old, new: f"answer {name}: {_listed('question', old, new)}",
    "knowledge.*.answer": lambda name, old, new: _said(f"answer {name} says", old, new),
    "slots.*": lambda name, old, new: _come(f"slot {name}", new, lambda: str(new["type"])),
    "slots.*.ask": lambda name, old, new: _said(f"the line asks for {name}", old, new),
    "lookups.*": lambda name, old, new: _come(f"look-up {name}", new, lambda: new["table"] or new["url"]),
    "lookups.*.headers.*": lambda name, header, old, new: f"look-up {name} sends another {header}",
    "wording.*": lambda key, old, new: _said(f"wording {key}", old or USUAL, new or USUAL),
    "nodes.*": lambda name, old, new: _come(f"node {name}", new, lambda: _outline(new)),
    "nodes.*.say": lambda name, old, new: _said(f"{name} says", old, new),
    "nodes.*.help": lambda name, old, new: _said(f"{name} helps with", old, new),
    "nodes.*.collect": lambda name, old, new: (
        f"{name} collects {_value(new or 'nothing')} instead of {_value(old or 'nothing')}"
    ),
    "nodes.*.listen": lambda name, old, new: f"{name} {'now listens' if new else 'does not listen any more'}",
    "nodes.*.go": _ways,
    "nodes.*.go.*": lambda name, answer, old, new: _led(f'after "{answer}" {name}', old, new),
    "nodes.*.look_up.on_missing": lambda name, old, new: _led(f"when its look-up finds nothing {name}", old, new),
    "nodes.*.look_up.on_failure": lambda name, old, new: _led(f"when its look-up fails {name}", old, new),
    "nodes.*.transfer": lambda name, old, new: (
        f"{name} now transfers to the queue {new['queue']}" if new else f"{name} does not transfer any more"
    ),
    "nodes.*.transfer.queue": lambda name, old, new: f"{name} now transfers to the queue {new} instead of {old}",
    "nodes.*.transfer.say": lambda name, old, new: _said(f"{name} says before the transfer", old, new),
    "nodes.*.end": lambda name, old, new: f"{name} {'now ends the call' if new else 'does not end the call any more'}",
}
"""How each part of a flow is told, `*` standing for names; whatever is not here is told by its key."""
