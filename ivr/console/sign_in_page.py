"""The pages on which somebody signs in or out, and where the first admin is made."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ivr.console.access import caller, for_everybody, needs, set_cookie, staff
from ivr.console.entry import Refusal, sign_in, sign_out
from ivr.console.parts import current_parts
from ivr.console.rights import Right
from ivr.console.secret import new_secret
from ivr.console.sql_attempts import WINDOW
from ivr.errors import IvrError, OperatorError

page = Blueprint("sign_in", __name__)


@page.get("/sign-in")
@for_everybody
def show() -> Any:
    """The form."""
    if caller().account:
        return redirect(_next())
    return render_template("sign_in.html", refusal="", next=_next())


@page.post("/sign-in")
@for_everybody
def enter() -> Any:
    """Signed in, with a new cookie; the old session of this browser is over."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    result = sign_in(current_parts(), name, password, request.remote_addr or "")
    if isinstance(result, Refusal):
        answer = make_response(render_template("sign_in.html", refusal=result, next=_next(), name=name))
        answer.status_code = 429 if result is Refusal.TOO_OFTEN else 401
        if result is Refusal.TOO_OFTEN:
            answer.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
        return answer
    return _signed_in(result, _next())


@page.post("/sign-out")
@needs(Right.OWN)
def leave() -> Any:
    """The session is over, and the browser gets a cookie of nobody."""
    who = caller()
    if who.account and who.session:
        sign_out(current_parts(), who.account.name, who.cookie, request.remote_addr or "")
    answer = redirect(url_for("sign_in.show"))
    set_cookie(answer, new_secret())
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@page.get("/first-admin")
@for_everybody
def welcome() -> Any:
    """The form for the first admin; the link's secret stands behind its #, which browsers do not send."""
    return render_template("first_admin.html", failure=None)


@page.post("/first-admin")
@for_everybody
def make_first_admin() -> Any:
    """The first admin is made and signed in."""
    form, parts = request.form, current_parts()
    name, password, link = form.get("name", ""), form.get("password", ""), form.get("link", "").strip()
    try:
        if password != form.get("again", ""):
            return _not_made("differ", None)
        staff().add_first_admin(name, form.get("full_name", ""), password, None, link)
    except OperatorError:
        raise
    except IvrError as error:
        return _not_made("refused", error)
    result = sign_in(parts, name, password, request.remote_addr or "")
    return (
        redirect(url_for("sign_in.show")) if isinstance(result, Refusal) else _signed_in(result, url_for("home.show"))
    )


def _not_made(why: str, error: IvrError | None) -> Any:
    return render_template("first_admin.html", failure=why, error=error), 400


def _signed_in(secret: str, where: str) -> Response:
    if caller().session:
        current_parts().sessions.end(caller().cookie)
    answer = redirect(where)
    set_cookie(answer, secret)
    return answer


def _next() -> str:
    """Where somebody wanted to go: only a page of ours."""
    wanted = request.values.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if ours else url_for("home.show")
