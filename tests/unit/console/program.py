"""A program that uses the API, and holds every answer against the document."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from ivr.console.api import routes
from ivr.console.api_document import openapi
from ivr.console.problem import API


@cache
def document() -> dict[str, Any]:
    """The API as it is described."""
    return openapi(routes.operations)


def check(method: str, path: str, response: TestResponse) -> None:
    """Whether an answer is one that the document knows."""
    plain = path.partition("?")[0]
    template = next(one for one in document()["paths"] if re.fullmatch(re.sub(r"{\w+}", "[^/]+", one), plain))
    described = document()["paths"][template][method.lower()]["responses"].get(str(response.status_code))
    assert described, f"{method} {template} answers {response.status_code}, which is not described: {response.text}"
    if "content" not in described:
        assert response.data == b""
        return
    schema = described["content"][response.mimetype]["schema"]
    if not response.is_streamed:
        validator = Draft202012Validator(schema | {"components": document()["components"]})
        validator.validate(json.loads(response.data))


@dataclass(frozen=True)
class Program:
    """Asks with a token; None: with none."""

    client: FlaskClient
    secret: str | None

    def ask(self, method: str, path: str, body: Any = None, data: bytes | None = None) -> TestResponse:
        """What the API answers; held against the document."""
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        sent = data if data is not None else None if body is None else json.dumps(body).encode()
        response = self.client.open(
            API + path, method=method, data=sent, headers=headers, content_type="application/json"
        )
        check(method, path, response)
        return response

    def get(self, path: str, status: int = 200) -> Any:
        """What is there; None where the answer is empty."""
        return self._told(self.ask("GET", path), status)

    def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        """What comes of it."""
        return self._told(self.ask("POST", path, body), status)

    def put(self, path: str, body: Any = None, status: int = 200) -> Any:
        """What is there now."""
        return self._told(self.ask("PUT", path, body), status)

    def _told(self, response: TestResponse, status: int) -> Any:
        assert response.status_code == status, response.text
        return json.loads(response.data) if response.data else None
