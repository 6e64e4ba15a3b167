"""What is told when something cannot be done: in JSON under `/api/`, as a page elsewhere."""

import logging
import traceback
from typing import Any

from flask import Flask, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from ivr.console.access import is_api
from ivr.console.problem import problem_response
from ivr.console.texts import text
from ivr.errors import AuthorError, ContractError, IvrError, NotNow, OperatorError, Unknown, WrongUse

PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
LOG = logging.getLogger("ivr.console")

STATUS: dict[type[IvrError], int] = {NotNow: 409, Unknown: 404, WrongUse: 400, AuthorError: 422, OperatorError: 503}
"""Whose move it is, as HTTP tells it; a kind that stands first goes first."""


def tell_failures(app: Flask) -> None:
    """From now on nobody sees a traceback."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(IvrError, _ours)
    app.register_error_handler(Exception, _bug)


def _ours(error: IvrError) -> Any:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    if isinstance(error, OperatorError | ContractError) or status == 500:
        LOG.error("%s %s: %s", request.method, request.url_rule, error)
    if status == 500:
        return _http(InternalServerError())
    if status == 503:  # the operator reads the log; who asks learns no more than that
        return _told(503, text("failures.503"), text("failures.503_fix"))
    return _told(status, error.message, error.fix or text(f"failures.{status}_fix", ""))


def _http(error: HTTPException) -> Any:
    if isinstance(error, SecurityError):  # called by a name that is not ours: no link of ours leads anywhere
        return make_response("This console is not reached by that name: see `ivr serve --name`.\n", 400, PLAIN)
    code = error.code or 500
    key = f"failures.{'form' if error.description == 'form' else code}"
    answer = _told(code, text(key, error.name), text(f"{key}_fix", ""))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    if code == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _bug(error: Exception) -> Any:
    """Where it broke is logged, and not what it broke on: that may be a caller's words."""
    where = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("%s %s: %s\n%s", request.method, request.url_rule, type(error).__name__, where)
    return _http(InternalServerError())


def _told(status: int, message: str, fix: str) -> Any:
    if is_api():
        return problem_response(status, message, fix)
    return make_response(render_template("failure.html", message=message, fix=fix), status)
