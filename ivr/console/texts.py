"""The words of the pages, in both languages: `texts/PART.yaml`, each key with `en` and `zh`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import g, has_request_context, request
from ruamel.yaml import YAML

from ivr.terms import Language

FOLDER = Path(__file__).parent / "texts"


@cache
def every_text() -> Mapping[str, Mapping[str, str]]:
    """All of them: `part.key` to the languages."""
    parts = {file.stem: YAML(typ="safe").load(file) for file in sorted(FOLDER.glob("*.yaml"))}
    return {f"{part}.{key}": both for part, keys in parts.items() for key, both in keys.items()}


def page_language() -> Language:
    """That of the account, or else of the browser."""
    who = g.get("caller") if has_request_context() else None
    if who is not None and who.account is not None and who.account.language is not None:
        return Language(who.account.language)
    return Language(request.accept_languages.best_match(list(Language)) or Language.ENGLISH)


def text(key: str, otherwise: str | None = None, **values: object) -> str:
    """A text in the language of the page, `values` put in; `otherwise` where there is none, and else KeyError."""
    texts = every_text()
    if key not in texts and otherwise is not None:
        return otherwise
    return texts[key][page_language()].format(**values)
