"""The speech models that the Vosk project publishes: which there are, and what is known of each."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from importlib import resources
from typing import Any

from ivr.errors import ModelError, WrongUse
from ivr.terms import Language

NAME = re.compile(r"vosk-model-[A-Za-z0-9._-]+")
"""What a model may be called; the name becomes a file name, so it has no slash in it."""

SPEECH_KINDS = ("small", "big-lgraph", "big")
"""The kinds of speech model, as the vendor's list calls them; voices and speaker models are in that list, too.

Small ones and lgraph ones have a dynamic graph and take a grammar at run time; big ones do not."""

OTHER_CODES = {"en": "en-us", "cn": "zh", "ua": "uk", "kz": "kk", "vn": "vi", "tl-ph": "tl", "el-gr": "el", "jp": "ja"}
"""Codes that the vendor or people use for a language, and ours."""


@dataclass(frozen=True, slots=True)
class OfficialModel:
    """A model on the Vosk project's list. None: not known to us.

    `bytes`, `md5` and `sha256` are those of the zip file; `size` is the rounded size for people. `older`: the vendor
    lists it among others or has a newer one. `licence` is what the vendor's page says. `origin` says in words where
    size and checksums were read.
    """

    name: str
    language: str
    language_text: str
    kind: str
    older: bool = False
    licence: str | None = None
    size: str | None = None
    bytes: int | None = None
    md5: str | None = None
    sha256: str | None = None
    note: str = ""
    origin: str = "the list in this version"

    @property
    def zip_name(self) -> str:
        """The file that the vendor offers."""
        return f"{self.name}.zip"

    @property
    def spoken(self) -> Language | None:
        """The line's language that this model hears, if it is one."""
        return next((one for one in Language if one == self.language.partition("-")[0]), None)


def packaged_models() -> list[OfficialModel]:
    """The list that comes with this version; in its order, the usual choice of a language first."""
    text = resources.files("ivr.speech").joinpath("official_models.json").read_text("utf-8")
    return [OfficialModel(**entry) for entry in json.loads(text)["models"]]


def published_models(text: str, origin: str) -> list[OfficialModel]:
    """The speech models in the vendor's model-list.json, read from `origin`. Raises ModelError when it is no such list.

    Each entry there has lang, lang_text, md5, name, obsolete ("true" or "false"), size (bytes), size_text and type.
    """
    try:
        return [_published(entry, origin) for entry in json.loads(text) if entry["type"] in SPEECH_KINDS]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError("the vendor's list of models cannot be understood", "Try again later") from error


def _published(entry: Mapping[str, Any], origin: str) -> OfficialModel:
    name, md5 = str(entry["name"]), str(entry["md5"]).lower()
    if not NAME.fullmatch(name) or not re.fullmatch("[0-9a-f]{32}", md5):
        raise ValueError(name)
    return OfficialModel(
        name,
        our_code(str(entry["lang"])),
        str(entry["lang_text"]),
        str(entry["type"]),
        str(entry["obsolete"]).lower() == "true",
        size=str(entry["size_text"]),
        bytes=int(entry["size"]),
        md5=md5,
        origin=origin,
    )


def merged(packaged: Iterable[OfficialModel], published: Iterable[OfficialModel]) -> list[OfficialModel]:
    """Both lists in one. What this version says of a model goes before what was fetched, which fills the gaps."""
    known = {model.name: model for model in packaged}
    for model in published:
        ours = known.get(model.name)
        known[model.name] = model if ours is None else _filled(ours, model)
    return list(known.values())


def _filled(ours: OfficialModel, theirs: OfficialModel) -> OfficialModel:
    gaps = {one.name: getattr(theirs, one.name) for one in fields(ours) if getattr(ours, one.name) is None}
    origin = ours.origin if ours.md5 or ours.sha256 else theirs.origin
    return replace(ours, **gaps, origin=origin)


def our_code(language: str) -> str:
    """A language's code as we write it: `cn` and `zh_CN` are `zh`, `en` is `en-us`."""
    code = language.lower().replace("_", "-")
    if code == "zh" or code.startswith(("zh-", "cn-")):
        return "zh"
    return OTHER_CODES.get(code, code)


def of_language(models: Iterable[OfficialModel], language: str) -> list[OfficialModel]:
    """The models of a language: `en` has American, British and Indian ones, `en-in` only the Indian."""
    code = "en" if language.lower() == "en" else our_code(language)
    return [model for model in models if model.language == code or model.language.startswith(f"{code}-")]


def choose(wanted: str, models: list[OfficialModel]) -> OfficialModel:
    """The model of that name, or the usual small one of that language. Raises WrongUse, naming the nearest."""
    for model in models:
        if model.name == wanted:
            return model
    code = our_code(wanted)
    same = [model for model in models if model.language == code]
    for model in same:
        if model.kind == "small" and not model.older:
            return model
    if same:
        names = ", ".join(model.name for model in same)
        raise WrongUse(f"there is no small model for '{wanted}'", f"Name one of these: {names}")
    near = suggestion(wanted, [model.name for model in models])
    raise WrongUse(f"no official model or language is called '{wanted}'", f"{near}See: ivr models list")


def suggestion(wanted: str, names: Iterable[str]) -> str:
    """`Did you mean ...? ` or nothing."""
    near = get_close_matches(wanted.replace("-zh-", "-cn-"), list(names), 1, 0.75)  # the vendor's names say cn
    return f"Did you mean '{near[0]}'? " if near else ""
