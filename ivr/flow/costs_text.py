"""The costs of a flow, written into the text of its file; all else stays as its author wrote it. Pure."""

from collections.abc import Mapping
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

KEY = "costs"


def with_costs(text: str, costs: Mapping[str, float | Mapping[str, float]]) -> str:
    """A flow's text with these keys under `costs`; other keys there, and remarks, are kept.

    Where the flow has no costs, they come before its intents.
    """
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    starts = _starts(text)
    if KEY in starts:
        first, after = starts[KEY], min((line for line in starts.values() if line > starts[KEY]), default=len(lines))
        while after > first + 1 and _is_remark(lines[after - 1]):
            after -= 1
    else:
        first = after = starts.get("intents", len(lines))
        while first and _is_remark(lines[first - 1]) and lines[first - 1].strip():
            first = after = first - 1
    block = _block("".join(lines[first:after]).replace("\r\n", "\n"), costs).replace("\n", newline)
    if first and not lines[first - 1].endswith("\n"):
        lines[first - 1] += newline
    return "".join([*lines[:first], block, *lines[after:]])


def _starts(text: str) -> dict[str, int]:
    """The line, from 0, on which each key of the file stands."""
    data = YAML(typ="rt", pure=True).load(text) or CommentedMap()
    return {str(key): data.lc.key(key)[0] for key in data}


def _is_remark(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def _block(written: str, costs: Mapping[str, float | Mapping[str, float]]) -> str:
    yaml = YAML(typ="rt", pure=True)
    yaml.width, yaml.preserve_quotes = 1000, True
    data = yaml.load(written) if written.strip() else CommentedMap()
    if not data.get(KEY):
        data[KEY] = CommentedMap()
    for key, value in costs.items():
        data[KEY][key] = value
    told = StringIO()
    yaml.dump(data, told)
    return told.getvalue()
