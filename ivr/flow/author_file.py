"""A YAML file as its author wrote it: read, validated, and every complaint with its line and column."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

from pydantic import BaseModel, ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarbool import ScalarBoolean

from ivr.errors import AuthorError, Problem, Severity
from ivr.flow.yaml_file import plain, read_yaml

M = TypeVar("M", bound=BaseModel)
Trail: TypeAlias = tuple[str | int, ...]

BESIDE = ("intents", "knowledge")
"""Parts of a flow that may stand in files of their own."""


class Source(NamedTuple):
    """A part of a file: the file's name, its whole YAML, and the way to the part in it."""

    file: str
    data: Any
    at: Trail = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Where each part of a loaded file stands in its files."""

    sources: Mapping[Trail, Source]

    def source(self, path: Trail) -> Source:
        """Where the part called `path` stands."""
        root = max((known for known in self.sources if path[: len(known)] == known), key=len)
        source = self.sources[root]
        return source._replace(at=(*source.at, *path[len(root) :]))

    def problem(
        self,
        path: Trail,
        code: str,
        message: str,
        fix: str = "",
        *,
        of_key: bool = False,
        severity: Severity = "error",
    ) -> Problem:
        """A problem at the part called `path`; at its key with `of_key`, else at its value."""
        source = self.source(path)
        line, column = _place(source.data, source.at, of_key)
        return Problem(source.file, line + 1, column + 1, code, message, fix, severity)


def named(path: Trail) -> str:
    """A part as authors read it: `nodes.hello.go`."""
    return ".".join(map(str, path))


def nearest(name: str, known: Iterable[str]) -> str:
    """What to do about a name that is not known: take the nearest one, if any is near."""
    near = get_close_matches(name, list(known), 1)
    return f"Did you mean '{near[0]}'?" if near else ""


def validated(model: type[M], data: Any, places: Places) -> M:
    """The data as a `model`. Raises AuthorError with every problem found."""
    problems = _odd_keys(places)
    try:
        made = model.model_validate(data)
    except ValidationError as error:
        raise AuthorError(problems + _problems(error, places, model)) from error
    if problems:
        raise AuthorError(problems)
    return made


def read_part(path: Path, model: type[M], seen: Callable[[bytes], None]) -> tuple[M, Places]:
    """A file as a `model`, with the parts that stand in files beside it; `seen` is given the bytes of each.

    Raises AuthorError with every problem found.
    """
    data = read_yaml(path, seen)
    sources: dict[Trail, Source] = {(): Source(str(path), data)}
    for key in BESIDE:
        if isinstance(data.get(key), str) and key in model.model_fields:
            beside = path.parent / data[key]
            try:
                sources[key,] = Source(str(beside), read_yaml(beside, seen))
            except AuthorError as error:
                raise AuthorError(where_named(error, beside, Places(sources), (key,))) from error
    places = Places(sources)
    whole = plain(data) | {key: plain(sources[key,].data) for key in BESIDE if (key,) in sources}
    return validated(model, whole, places), places


def where_named(error: AuthorError, beside: Path, places: Places, trail: Trail) -> list[Problem]:
    """What is wrong with a file beside another; that it cannot be read is told where it is named."""
    return [
        places.problem(trail, one.code, f"{named(trail)}: '{beside.name}' {one.message}", one.fix)
        if one.code == "cannot-read" and one.file == str(beside)
        else one
        for one in error.problems
    ]


def _odd_keys(places: Places) -> list[Problem]:
    """Keys that are no texts: YAML reads 0571 as the number 571, and ~ as nothing."""
    problems: list[Problem] = []

    def walk(node: Any, path: Trail) -> None:
        if isinstance(node, Mapping):
            for key, value in node.items():
                if not isinstance(key, str):
                    message = f"this key is {_read_as(key)}, not a text"
                    at = places.problem((*path, key), "needs-quotes", message, "Put it in quotes", of_key=True)
                    problems.append(at)
                walk(value, (*path, key))
        elif isinstance(node, list):
            for at_item, value in enumerate(node):
                walk(value, (*path, at_item))

    for root, source in places.sources.items():
        walk(source.data, root)
    return problems


def _problems(error: ValidationError, places: Places, model: type[BaseModel]) -> list[Problem]:
    found = []
    errors = [(tuple(part for part in one["loc"] if not _is_branch(part)), one) for one in error.errors()]
    for path, one in errors:
        name, written = named(path), one["input"]
        if any(_is_nearer(other, path, one["type"]) for other in errors):
            continue
        if one["type"] == "extra_forbidden":
            fix = nearest(str(path[-1]), _keys_beside(path, model))
            found.append(places.problem(path, "unknown-key", f"{name}: no such key", fix, of_key=True))
        elif one["type"] == "string_type" and not isinstance(written, Mapping | list):
            message = f"{name}: this is {_read_as(written)}, not a text"
            found.append(places.problem(path, "needs-quotes", message, "Put it in quotes"))
        elif one["type"] == "missing":
            found.append(places.problem(path[:-1], "missing-key", f"{name}: this key is missing", of_key=True))
        else:
            message = f"{name}: {one['msg'].removeprefix('Value error, ')}"
            found.append(places.problem(path, "wrong-value", message, _unquoted(one["type"], written)))
    return list(dict.fromkeys(found))


def _is_nearer(other: tuple[Trail, Any], path: Trail, kind: str) -> bool:
    """Whether of two ways to write a part, neither of which it is, `other` is what was tried."""
    deeper = len(other[0]) > len(path) and other[0][: len(path)] == path
    return deeper or (other[0] == path and kind == "list_type" and other[1]["type"] == "string_type")


def _read_as(written: object) -> str:
    """What YAML takes a scalar without quotes for."""
    if written is None:
        return "empty"
    if isinstance(written, bool | ScalarBoolean):
        return "true or false"
    return f"the number {written}" if isinstance(written, int | float) else "something with a tag (!)"


def _unquoted(kind: str, written: object) -> str:
    """What to write where a text stands, and a number or true or false is meant."""
    if kind == "bool_type":
        return "Write true or false, without quotes"
    return (
        "Write it in figures, without quotes" if kind in ("int_type", "float_type") and isinstance(written, str) else ""
    )


def _is_branch(part: str | int) -> bool:
    """Whether pydantic, not the author, put this part into an error's path (the branch of a union it tried)."""
    return isinstance(part, str) and (part == "str" or "[" in part)


def _keys_beside(path: Trail, model: type[BaseModel]) -> list[str]:
    """The keys that exist where the last part of `path` was written."""
    part = model
    for step in path[:-1]:
        annotation = part.model_fields.get(str(step)) if isinstance(step, str) else None
        for field in part.model_fields.values():
            if field.alias == step:
                annotation = field
        if annotation is not None:
            inner = _model_in(annotation.annotation)
            part = inner or part
    return [field.alias or name for name, field in part.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        model = _model_in(inner)
        if model is not None:
            return model
    return None


def _place(data: Any, path: Trail, of_key: bool) -> tuple[int, int]:
    """Line and column (from 0) of a part; of the nearest part around it when it has none of its own."""
    line, column = 0, 0
    for depth, step in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(data, CommentedMap) and step in (data.lc.data or ()):
            line, column = data.lc.key(step) if of_key or not last else data.lc.value(step)
        elif isinstance(data, CommentedSeq) and isinstance(step, int) and step < len(data):
            line, column = data.lc.item(step)
        else:
            break
        data = cast(Any, data)[step]
    return line, column
