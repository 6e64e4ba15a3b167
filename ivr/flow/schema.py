"""JSON Schemas of authors' files: an editor that knows them completes keys and tells what each means."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from ivr.flow.author_file import BESIDE
from ivr.flow.desk_file import DeskFile
from ivr.flow.entry import Entry
from ivr.flow.line import Line
from ivr.flow.model import Flow, Intent, SubFlow
from ivr.flow.part import Name
from ivr.prompts.wording import house_wording
from ivr.terms import Language
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.checksum import CHECKSUMS
from ivr.understanding.slots.money import CURRENCIES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

FILES: Mapping[str, tuple[str, Any]] = {
    "flow": ("A flow of an ivr line", Flow),
    "line": ("An ivr line in several languages", Line),
    "sub-flow": ("Steps that several ivr lines share", SubFlow),
    "intents": ("What callers of an ivr line want", dict[Name, Intent]),
    "desk": ("Queues and agents of ivr lines", DeskFile),
    "knowledge": ("What an ivr line answers", dict[Name, Entry]),
}
"""Each kind of file: its title, and what stands in it."""


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one kind of file, one of `FILES`."""
    title, part = FILES[kind]
    schema = TypeAdapter(part).json_schema(by_alias=True, schema_generator=_WithoutTitles)
    _refuse_other_names(schema)
    _name_values(schema)
    for key in BESIDE:
        if key in schema.get("properties", {}):
            schema["properties"][key] = _or_a_file(schema["properties"][key])
    return {"$schema": DIALECT, "title": title, **schema}


class _WithoutTitles(GenerateJsonSchema):
    """Keys have names and descriptions; titles made of their names would only say them twice."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def _or_a_file(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What may also stand in a file beside: then its name."""
    inside = {key: value for key, value in schema.items() if key not in ("description", "default")}
    about = {key: value for key, value in schema.items() if key in ("description", "default")}
    return {"anyOf": [{"type": "string"}, inside], **about}


def _refuse_other_names(schema: Any) -> None:
    """Where keys are names, no other keys are allowed."""
    for part in _parts(schema):
        if "patternProperties" in part:
            part["additionalProperties"] = False


def _name_values(schema: dict[str, Any]) -> None:
    """The values that only the program knows."""
    slot = schema.get("$defs", {}).get("Slot", {}).get("properties", {})
    known = {"type": list(SLOT_TYPES), "checksum": ["", *CHECKSUMS], "currency": ["", *sorted(CURRENCIES)]}
    for key, values in known.items():
        if key in slot:
            slot[key]["enum"] = values
    wording = schema.get("properties", {}).get("wording")
    if wording:
        wording["propertyNames"] = {"enum": list(house_wording(Language.ENGLISH))}


def _parts(schema: Any) -> list[dict[str, Any]]:
    """Every mapping within a schema."""
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    found = [schema] if isinstance(schema, dict) else []
    for one in inner:
        found += _parts(one)
    return found
