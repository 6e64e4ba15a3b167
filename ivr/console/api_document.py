"""The API as an OpenAPI 3.1 document, made of its routes and models."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from ivr import __version__
from ivr.console.api_models import Sent
from ivr.console.api_routes import Operation
from ivr.console.problem import API, KINDS, PROBLEM_JSON, Problem

Json: TypeAlias = dict[str, Any]

ALWAYS = (401, 403, 503)
"""What every route may answer."""

ABOUT = (
    "What agents and supervisors do at the desk. Times are UTC, ISO 8601; texts are UTF-8. "
    "Whatever cannot be done is told as a problem (RFC 9457) whose `fix` says whose move it is."
)


def openapi(operations: Sequence[Operation]) -> Json:
    """The whole document."""
    refs, schemas = _schemas(operations)
    paths: dict[str, Json] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": "The desk", "version": __version__, "description": ABOUT},
        "servers": [{"url": API}],
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token of an account."},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "ivr",
                    "description": "A browser in which somebody is signed in; what changes something needs the header "
                    "`X-Form-Token`, too.",
                },
            },
        },
    }


def refusals(operation: Operation) -> tuple[int, ...]:
    """The statuses with which a route refuses."""
    named = (404,) if operation.names or 409 in operation.refuses else ()
    sent = (422,) if operation.body or operation.query else ()
    changing = (400,) if operation.method != "GET" else ()
    large = (413,) if operation.body else ()
    return tuple(sorted({*ALWAYS, *named, *sent, *changing, *large, *operation.refuses}))


def _schemas(operations: Sequence[Operation]) -> tuple[dict[type[BaseModel], Json], Json]:
    modes: dict[type[BaseModel], JsonSchemaMode] = {Problem: "serialization"}
    for one in operations:
        modes |= {model: "serialization" for model in one.gives.values() if model}
        modes |= {one.body: "validation"} if one.body else {}
    refs, defs = models_json_schema(list(modes.items()), ref_template="#/components/schemas/{model}")
    return {model: refs[model, mode] for model, mode in modes.items()}, defs["$defs"]


def _operation(one: Operation, refs: dict[type[BaseModel], Json]) -> Json:
    described: Json = {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"For accounts and tokens that may do one of: {', '.join(one.rights)}.",
        "parameters": [_in_path(name) for name in one.names] + _in_query(one.query),
        "responses": {str(status): _given(status, model, refs) for status, model in one.gives.items()}
        | {str(status): _refusal(status, refs) for status in refusals(one)},
    }
    if one.body is not None:
        required = bool(one.body.model_json_schema().get("required"))
        described["requestBody"] = {"required": required, "content": _content("application/json", refs[one.body])}
    return described


def _in_path(name: str) -> Json:
    schema = {"type": "string", "minLength": 1, "maxLength": 64}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(query: type[Sent] | None) -> list[Json]:
    if query is None:
        return []
    schema = query.model_json_schema(ref_template="#/components/schemas/{model}")
    inlined = schema.get("$defs", {})
    return [
        {
            "name": name,
            "in": "query",
            "description": one.pop("description", ""),
            "schema": one | inlined.get(one.pop("$ref", "").rpartition("/")[2], {}),
        }
        for name, one in schema["properties"].items()
    ]


def _given(status: int, model: type[BaseModel] | None, refs: dict[type[BaseModel], Json]) -> Json:
    if model is not None:
        return {"description": (model.__doc__ or "").strip(), "content": _content("application/json", refs[model])}
    if status == 200:
        return {"description": "A stream of events.", "content": _content("text/event-stream", {"type": "string"})}
    return {"description": "There is none."}


def _refusal(status: int, refs: dict[type[BaseModel], Json]) -> Json:
    return {"description": KINDS[status].title + ".", "content": _content(PROBLEM_JSON, refs[Problem])}


def _content(mime: str, schema: Json) -> Json:
    return {mime: {"schema": schema}}
