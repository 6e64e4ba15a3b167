"""The routes of the API: each is written down once, and read, answered and described from that."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias

from flask import Blueprint, Response, request
from pydantic import BaseModel, TypeAdapter, ValidationError

from ivr.console.access import needs
from ivr.console.api_models import Sent, Word
from ivr.console.problem import FieldProblem, problem_response
from ivr.console.rights import Right
from ivr.errors import Unknown

View: TypeAlias = Callable[..., Any]
NAMED = re.compile(r"{(\w+)}")
PLAIN = re.compile(r"[\w-]{1,64}")
WORD: TypeAdapter[str] = TypeAdapter(Word)


@dataclass(frozen=True, slots=True)
class Operation:
    """One route: what it needs, what it reads, and what may come of it, each status with what is given."""

    method: str
    path: str
    name: str
    summary: str
    rights: tuple[Right, ...]
    body: type[Sent] | None
    query: type[Sent] | None
    gives: Mapping[int, type[BaseModel] | None]
    refuses: tuple[int, ...]

    @property
    def names(self) -> list[str]:
        """What stands in the path."""
        return NAMED.findall(self.path)


class Routes:
    """The operations of a blueprint."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._blueprint = blueprint
        self.operations: list[Operation] = []

    def add(
        self,
        method: str,
        path: str,
        *rights: Right,
        gives: Mapping[int, type[BaseModel] | None],
        body: type[Sent] | None = None,
        query: type[Sent] | None = None,
        refuses: tuple[int, ...] = (),
        by_itself: bool = False,
    ) -> Callable[[View], View]:
        """A view for those with one of these rights. Its docstring says in a line what it does."""

        def added(view: View) -> View:
            summary = (view.__doc__ or "").strip()
            one = Operation(method, path, view.__name__, summary, rights, body, query, gives, refuses)
            self.operations.append(one)
            guarded = needs(*rights, by_itself=by_itself)(_answering(one, view))
            self._blueprint.add_url_rule(NAMED.sub(r"<\1>", path), view.__name__, guarded, methods=[method])
            return view

        return added


def _answering(operation: Operation, view: View) -> View:
    @wraps(view)
    def answer(**named: str) -> Any:
        for name, value in named.items():
            _check(name, value)
        sent: dict[str, Any] = dict(named)
        if operation.query is not None:
            sent["query"] = operation.query.model_validate(request.args.to_dict())
        if operation.body is not None:
            sent["body"] = operation.body.model_validate_json(request.get_data() or b"{}")
        return _written(view(**sent))

    return answer


def _check(name: str, value: str) -> None:
    try:
        WORD.validate_python(value)
    except ValidationError:
        raise Unknown(f"there is no such {name}", "Look at the address") from None


def _written(given: Any) -> Any:
    if isinstance(given, BaseModel):
        return Response(given.model_dump_json(), mimetype="application/json")
    return Response(status=204) if given is None else given


def tell_bad_values(error: ValidationError) -> Response:
    """Which values cannot be used, and why; the values themselves are not told."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    errors = [FieldProblem(field=_field(one["loc"]), problem=one["msg"]) for one in found[:20]]
    return problem_response(422, "the request has values that cannot be used", "Mend what `errors` names", errors)


def _field(where: tuple[int | str, ...]) -> str:
    return ".".join(str(part) if PLAIN.fullmatch(str(part)) else "?" for part in where)
