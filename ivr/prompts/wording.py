"""The words of a prompt: templates and what they are filled with."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from ruamel.yaml import YAML

from ivr.errors import ContractError
from ivr.prompts.spoken_values import FILTERS
from ivr.terms import Language

PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w.]*)(?:\|([A-Za-z_]\w*))?\}")


def placeholders(template: str) -> list[tuple[str, str]]:
    """The (name, filter) pairs of a template, the filter empty where there is none."""
    return [(match[1], match[2] or "") for match in PLACEHOLDER.finditer(template)]


def fill(template: str, values: Mapping[str, str], language: Language) -> str:
    """The template with `{name}` and `{name|filter}` replaced. Raises ContractError on a name without a value."""

    def spoken(match: re.Match[str]) -> str:
        name, shape = match[1], match[2]
        if name not in values:
            raise ContractError(f"a prompt speaks of '{name}', which has no value here")
        return FILTERS[shape](values[name], language) if shape else values[name]

    return PLACEHOLDER.sub(spoken, template)


def fill_known(template: str, values: Mapping[str, str], language: Language) -> str:
    """The template with what has a value replaced; the other placeholders stay."""

    def spoken(match: re.Match[str]) -> str:
        return fill(match[0], values, language) if match[1] in values else match[0]

    return PLACEHOLDER.sub(spoken, template)


@cache
def house_wording(language: Language) -> Mapping[str, tuple[str, ...]]:
    """What the line says of its own accord in `language`: by key, the variants in the order they are used up."""
    text = (files("ivr.prompts") / f"wording.{language}.yaml").read_text("utf-8")
    raw = cast(dict[str, str | list[str]], YAML(typ="safe", pure=True).load(text))
    return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in raw.items()}
