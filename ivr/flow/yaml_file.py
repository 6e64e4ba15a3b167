"""A YAML 1.2 file as it was written: nothing in it is taken for something else, and every part has its place."""

import re
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node
from ruamel.yaml.scalarbool import ScalarBoolean

from ivr.errors import AuthorError, Problem

LARGEST_BYTES = 2_000_000
MOST_PARTS = 200_000
"""Keys and values of a file with its aliases filled in: a few short lines of aliases can stand for billions."""


class _Constructor(RoundTripConstructor):
    """Leaves days as texts, and remembers keys that stand twice: the first and second place of each."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.doubled: list[tuple[Node, Node]] = []

    def check_mapping_key(self, node: MappingNode, key_node: Node, mapping: Any, key: Any, value: Any) -> bool:
        if key in mapping:
            first = next((one for one, _ in node.value if one.value == key_node.value), node)
            self.doubled.append((first, key_node))
            return False
        return True


OTHER_VERSION = re.compile(r"(?:[ \t]*(?:#.*|%(?!YAML\b).*)?\r?\n)*%YAML[ \t]+(?!1\.2\b)(\S*)")
"""A line above all others that asks for another YAML."""

_Constructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_scalar)


class _File:
    """Where complaints about a file as a whole come from."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def problem(self, code: str, message: str, fix: str = "", mark: tuple[int, int] = (0, 0)) -> Problem:
        """A complaint at a line and column, counted from 0."""
        return Problem(str(self._path), mark[0] + 1, mark[1] + 1, code, message, fix)

    def refusal(self, code: str, message: str, fix: str = "", mark: tuple[int, int] = (0, 0)) -> AuthorError:
        """The same, when there is no more to say."""
        return AuthorError([self.problem(code, message, fix, mark)])

    def text(self, seen: Callable[[bytes], None]) -> str:
        """What stands in it."""
        try:
            raw = self._path.read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", error)
            raise self.refusal("cannot-read", f"cannot be read ({reason})", "Check the path") from error
        if len(raw) > LARGEST_BYTES:
            raise self.refusal("too-large", "is larger than 2 MB; no flow is", "Put tables in CSV files")
        seen(raw)
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            place = raw[: error.start].count(b"\n"), 0
            raise self.refusal("not-utf8", "is not UTF-8 text", "Save it as UTF-8", place) from error

    def data(self, text: str) -> CommentedMap:
        """What that is as YAML."""
        if version := OTHER_VERSION.match(text):
            message = f"this is YAML {version[1]}, which reads 'yes' and '0571' otherwise; flows are YAML 1.2"
            raise self.refusal("other-yaml", message, "Delete this line", (text.count("\n", 0, version.start(1)), 0))
        yaml = YAML(typ="rt", pure=True)
        yaml.Constructor = _Constructor
        yaml.composer.warn_double_anchors = False
        try:
            data = yaml.load(StringIO(text))
        except MarkedYAMLError as error:
            place = _at(error.problem_mark or error.context_mark)
            message = f"not YAML: {error.problem or error.context}"
            raise self.refusal("not-yaml", message, _still_open(error), place) from error
        except (YAMLError, ValueError, RecursionError) as error:
            raise self.refusal("not-yaml", f"not YAML: {str(error).splitlines()[0]}") from error
        if not isinstance(data, CommentedMap):
            message = "must be a mapping: lines of `key: value`"
            raise self.refusal("not-a-mapping", message, "Start from a sample in flows/")
        if _is_endless(data):
            raise self.refusal(
                "endless-aliases", "its aliases (*name) make it endless", "Write out what they stand for"
            )
        if yaml.constructor.doubled:
            raise AuthorError([self._doubled(*keys) for keys in yaml.constructor.doubled])
        return data

    def _doubled(self, first: Node, second: Node) -> Problem:
        line, column = _at(first.start_mark)
        message = f"the key '{second.value}' stands here a second time, and first at {line + 1}:{column + 1}"
        return self.problem("duplicate-key", message, "Delete one of them", _at(second.start_mark))


def read_yaml(path: Path, seen: Callable[[bytes], None]) -> CommentedMap:
    """The mapping in a file; `seen` is given its bytes. Raises AuthorError when it cannot be one."""
    file = _File(path)
    return file.data(file.text(seen))


def plain(node: Any) -> Any:
    """Round-trip YAML as plain dictionaries, lists and scalars."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return bool(node) if isinstance(node, ScalarBoolean) else node


def _is_endless(data: Any) -> bool:
    """Whether the file has more than `MOST_PARTS` parts once its aliases are filled in."""
    parts, todo = 0, [data]
    while todo and parts <= MOST_PARTS:
        part = todo.pop()
        todo += part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ()
        parts += 1
    return parts > MOST_PARTS


def _at(mark: Any) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


def _still_open(error: MarkedYAMLError) -> str:
    """A bracket that is not closed is noticed only lines later."""
    opened, found = error.context_mark, error.problem_mark
    if "flow" not in (error.context or "") or opened is None or found is None or opened.line == found.line:
        return ""
    return f"Close the bracket that line {opened.line + 1} opens"
