"""A YAML file as its author wrote it: read, validated, and every complaint with its line and column."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ivr.errors import AuthorError, Problem, Severity

M = TypeVar("M", bound=BaseModel)
Trail: TypeAlias = tuple[str | int, ...]

BESIDE = ("intents", "knowledge")
"""Parts of a flow that may stand in files of their own."""

LARGEST_BYTES = 2_000_000
MOST_PARTS = 200_000
"""Keys and values of a file with its aliases filled in: a few short lines of aliases can stand for billions."""


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
    problems = _suspect_scalars(places)
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


def read_yaml(path: Path, seen: Callable[[bytes], None]) -> CommentedMap:
    """The mapping in a file; `seen` is given its bytes. Raises AuthorError when it cannot be one."""

    def refuse(code: str, message: str, fix: str = "", line: int = 0, column: int = 0) -> AuthorError:
        return AuthorError([Problem(str(path), line + 1, column + 1, code, message, fix)])

    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", error)
        raise refuse("cannot-read", f"cannot be read ({reason})", "Check the path") from error
    if len(raw) > LARGEST_BYTES:
        raise refuse("too-large", "is larger than 2 MB; no flow is", "Put tables in CSV files")
    seen(raw)
    try:
        yaml = YAML(typ="rt", pure=True)
        yaml.composer.warn_double_anchors = False
        data = yaml.load(StringIO(raw.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n")
        raise refuse("not-utf8", "is not UTF-8 text", "Save it as UTF-8", line) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line, mark.column) if mark else (0, 0)
        raise refuse("not-yaml", f"not YAML: {error.problem or error.context}", _still_open(error), *place) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise refuse("not-yaml", f"not YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(data, CommentedMap):
        raise refuse("not-a-mapping", "must be a mapping: lines of `key: value`", "Start from a sample in flows/")
    if _is_endless(data):
        raise refuse("endless-aliases", "its aliases (*name) make it endless", "Write out what they stand for")
    return data


def _still_open(error: MarkedYAMLError) -> str:
    """A bracket that is not closed is noticed only lines later."""
    opened, found = error.context_mark, error.problem_mark
    if "flow" not in (error.context or "") or opened is None or found is None or opened.line == found.line:
        return ""
    return f"Close the bracket that line {opened.line + 1} opens"


def _is_endless(data: Any) -> bool:
    """Whether the file has more than `MOST_PARTS` parts once its aliases are filled in."""
    parts, todo = 0, [data]
    while todo and parts <= MOST_PARTS:
        part = todo.pop()
        todo += part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ()
        parts += 1
    return parts > MOST_PARTS


def plain(node: Any) -> Any:
    """Round-trip YAML as plain dictionaries and lists."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return node


def _suspect_scalars(places: Places) -> list[Problem]:
    """Unquoted digits where words are meant: YAML reads 0571 as the number 571."""
    problems: list[Problem] = []

    def walk(node: Any, path: Trail) -> None:
        if isinstance(node, Mapping):
            for key, value in node.items():
                if _is_number(key):
                    message = f"the key {key} is a number"
                    problems.append(
                        places.problem((*path, key), "needs-quotes", message, "Put it in quotes", of_key=True)
                    )
                walk(value, (*path, key))
        elif isinstance(node, list):
            for at, value in enumerate(node):
                if _is_number(value):
                    message = f"{value} is a number; in a list of texts its leading zeros would be lost"
                    problems.append(places.problem((*path, at), "needs-quotes", message, "Put it in quotes"))
                walk(value, (*path, at))

    for root, source in places.sources.items():
        walk(source.data, root)
    return problems


def _problems(error: ValidationError, places: Places, model: type[BaseModel]) -> list[Problem]:
    found = []
    for one in error.errors():
        path = tuple(part for part in one["loc"] if not _is_branch(part))
        name = named(path)
        if one["type"] == "extra_forbidden":
            fix = nearest(str(path[-1]), _keys_beside(path, model))
            found.append(places.problem(path, "unknown-key", f"{name}: no such key", fix, of_key=True))
        elif one["type"] == "string_type" and _is_number(one["input"]) and isinstance(path[-1], int):
            continue  # a number in a list is complained of already
        elif one["type"] == "string_type" and (_is_number(one["input"]) or isinstance(one["input"], date)):
            message = f"{name}: this is a number or a day, not a text"
            found.append(places.problem(path, "needs-quotes", message, "Put it in quotes"))
        elif one["type"] == "missing":
            found.append(places.problem(path[:-1], "missing-key", f"{name}: this key is missing", of_key=True))
        else:
            message = f"{name}: {one['msg'].removeprefix('Value error, ')}"
            found.append(places.problem(path, "wrong-value", message))
    return list(dict.fromkeys(found))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


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
    for depth, written in enumerate(path):
        last = depth == len(path) - 1
        days = {str(key): key for key in data if isinstance(key, date)} if isinstance(data, CommentedMap) else {}
        step = days.get(str(written), written)
        if isinstance(data, CommentedMap) and step in (data.lc.data or ()):
            line, column = data.lc.key(step) if of_key or not last else data.lc.value(step)
        elif isinstance(data, CommentedSeq) and isinstance(step, int) and step < len(data):
            line, column = data.lc.item(step)
        else:
            break
        data = cast(Any, data)[step]
    return line, column
