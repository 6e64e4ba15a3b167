"""Mistakes in authors' files, for programs."""

import json
from collections.abc import Iterable

from ivr.errors import Problem

KEYS = ("code", "severity", "file", "line", "column", "message", "fix")


def in_json(found: Iterable[Problem]) -> str:
    """Problems as a JSON list."""
    return json.dumps([{key: getattr(one, key) for key in KEYS} for one in found], ensure_ascii=False, indent=2)
