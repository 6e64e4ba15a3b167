"""Whether a turn is an insult to the line or its people and nothing else, in either language.

Anger is no insult ("damn slow delivery", 他妈的怎么还没到), nor is an insult to somebody else ("my idiot neighbour took
it"). Whatever says more than the insult is heard for what else it says.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from ruamel.yaml import YAML

from ivr.terms import Language

EDGES = (r"(?<![a-z0-9'])", r"(?![a-z0-9'])")
"""Where a phrase of Latin letters begins and ends; Chinese has no such places."""


def is_nothing_but_abuse(text: str) -> bool:
    """Whether normalised text holds an insult, and beside it only words that add nothing to it."""
    kinds, pattern = _phrases()
    if pattern.sub("", text).strip():
        return False
    found = {kinds[match[0]] for match in pattern.finditer(text)}
    return "insults" in found or {"aimed", "targets"} <= found


@cache
def _phrases() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Every phrase with its kind, and what finds them, the longest first."""
    kinds: dict[str, str] = {}
    for language in Language:
        text = (files("ivr.understanding") / f"abuse.{language}.yaml").read_text("utf-8")
        lists = cast(dict[str, list[str]], YAML(typ="safe", pure=True).load(text))
        for kind, phrases in lists.items():
            kinds |= dict.fromkeys(phrases, kind)
    found = sorted(kinds, key=lambda phrase: (-len(phrase), phrase))
    latin = "|".join(re.escape(phrase) for phrase in found if phrase.isascii())
    han = "|".join(re.escape(phrase) for phrase in found if not phrase.isascii())
    return kinds, re.compile(f"{EDGES[0]}(?:{latin}){EDGES[1]}|{han}")
