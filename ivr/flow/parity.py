"""Whether the flows of one line in two languages do the same: steps, ways, values and queues in other words."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ivr.errors import Problem, Severity
from ivr.flow.author_file import Trail
from ivr.flow.loader import LoadedFlow

SPOKEN = ("say", "ask", "help", "thanks", "choices")
"""What is said in words of each language: of these it counts how many there are."""

OF_A_LANGUAGE = {
    "language", "about", "voice", "costs", "timing", "end_silence_ms", "understanding", "wording", "subflows",
    "differs", "means", "examples", "questions", "answer", "source", "label", "table", "story", "is",
    "is_not", "one_of",
}  # fmt: skip
"""What may well be another in each: words, their number where more are better, tables, patience."""

NAMED = ("intents", "routes", "slots", "lookups", "hours", "knowledge", "nodes")
"""The parts of a flow that have names, which are the same in all languages."""


def parity(loaded: LoadedFlow, other: LoadedFlow) -> list[Problem]:
    """What one of two flows of a line lacks or has otherwise, but for what either of them says under `differs`.

    A part that one lacks is told in its file, all else in the file of `loaded`.
    """
    meant = {*loaded.flow.differs, *other.flow.differs}
    found = [*_lacking(loaded, other), *_lacking(other, loaded), *_otherwise(loaded, other)]
    return sorted({problem for trail, problem in found if not _is_meant(trail, meant)})


def _is_meant(trail: Trail, meant: set[str]) -> bool:
    name = ".".join(map(str, trail))
    return any(name == one or name.startswith(f"{one}.") for one in meant)


def _lacking(here: LoadedFlow, there: LoadedFlow) -> Iterator[tuple[Trail, Problem]]:
    """The named parts of one flow that the other lacks."""
    for kind in NAMED:
        mine, theirs = getattr(here.flow, kind), getattr(there.flow, kind)
        at: Trail = (kind,) if mine else ()
        for name in theirs:
            if name not in mine:
                message = f"{kind}.{name} is missing here, and stands at {_place(there, (kind, name))}"
                yield (kind, name), here.places.problem(at, "missing-here", message, _fix(kind, name), of_key=True)


def _otherwise(here: LoadedFlow, there: LoadedFlow) -> Iterator[tuple[Trail, Problem]]:
    """The values of one flow that are others in the other."""
    mine, theirs = dict(_values(here.flow, ())), dict(_values(there.flow, ()))
    nothing = ("nothing", None)
    for trail in [*mine, *(trail for trail in theirs if trail not in mine)]:
        (shown, value), (shown_there, value_there) = mine.get(trail, nothing), theirs.get(trail, nothing)
        if value != value_there and _in_both(trail, here, there):
            whole = ".".join(map(str, trail))
            message = f"{whole}: {shown} here, {shown_there} at {_place(there, trail)}"
            severity: Severity = "warning" if trail[-1] in SPOKEN else "error"
            problem = here.places.problem(trail, "otherwise-there", message, _fix(*trail), severity=severity)
            yield trail, problem


def _in_both(trail: Trail, here: LoadedFlow, there: LoadedFlow) -> bool:
    """Whether both have the named part that a trail leads into, if it leads into one."""
    kind, *name = trail[:2]
    return kind not in NAMED or all(name and name[0] in getattr(flow, str(kind)) for flow in (here.flow, there.flow))


def _fix(*trail: str | int) -> str:
    return f"Make them the same, or write {'.'.join(map(str, trail))} under `differs`"


def _place(loaded: LoadedFlow, trail: Trail) -> str:
    problem = loaded.places.problem(trail, "otherwise-there", "", of_key=True)
    return f"{Path(problem.file).name}:{problem.line}:{problem.column}"


def _values(part: Any, trail: Trail) -> Iterator[tuple[Trail, tuple[str, Any]]]:
    """Every value in a part that does not depend on the language, with its place and how it is shown."""
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            key = field.alias or name
            if key in SPOKEN:
                count = _count(getattr(part, name))
                yield (*trail, key), (f"{count} {'text' if count == 1 else 'texts'}", count)
            elif key not in OF_A_LANGUAGE:
                yield from _values(getattr(part, name), (*trail, key))
    elif isinstance(part, Mapping):
        for name, one in part.items():
            yield from _values(one, (*trail, name))
    elif isinstance(part, list) and part and isinstance(part[0], BaseModel):
        for at, one in enumerate(part):
            yield from _values(one, (*trail, at))
    else:
        shown = ", ".join(map(str, part)) if isinstance(part, list) else str(part)
        if "headers" in trail:  # it may be a secret
            shown = "a value of its own"
        yield trail, (shown if part not in (None, "", []) else "nothing", part)


def _count(texts: Any) -> int:
    return len(texts) if isinstance(texts, list | dict) else int(bool(texts))
