"""What programs are told when something cannot be done: a problem by RFC 9457, and whose move it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response
from pydantic import BaseModel, Field

API = "/api/v1"
PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem; `name` stands in its address."""

    name: str
    title: str


KINDS = {
    400: Kind("bad-request", "The request cannot be understood"),
    401: Kind("not-signed-in", "Nobody is signed in"),
    403: Kind("not-allowed", "The account or its token may not do this"),
    404: Kind("unknown", "What is named is not there"),
    405: Kind("wrong-method", "The address does not do that"),
    409: Kind("not-now", "It cannot be done as things stand"),
    413: Kind("too-large", "The request is too large"),
    422: Kind("bad-values", "A value in the request cannot be used"),
    429: Kind("too-many", "Too many requests at a time"),
    500: Kind("broken", "The console itself is broken"),
    503: Kind("unavailable", "The database cannot be used"),
}
"""By the status that comes with them."""


class FieldProblem(BaseModel):
    """One value that cannot be used."""

    field: str = Field(description="Where it stands: `skills.refund`; empty: the whole request.")
    problem: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """Why something was not done."""

    type: str = Field(description="Which kind of problem; the address leads to its explanation.")
    title: str = Field(description="That kind, in words.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What is wrong.")
    fix: str = Field(description="Whose move it is, and which; empty where there is none.")
    errors: list[FieldProblem] = Field(default=[], description="Of `bad-values`: every value that cannot be used.")


def problem_response(status: int, detail: str, fix: str = "", errors: Sequence[FieldProblem] = ()) -> Response:
    """The answer that tells a problem."""
    kind = KINDS.get(status, KINDS[500 if status >= 500 else 400])
    told = Problem(
        type=f"{API}/#{kind.name}", title=kind.title, status=status, detail=detail, fix=fix, errors=list(errors)
    )
    return Response(told.model_dump_json(), status, mimetype=PROBLEM_JSON)
