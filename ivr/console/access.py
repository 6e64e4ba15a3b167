"""Who asks, and whether they may: every view says which right it needs, and one place looks before any of them runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import flask
from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ivr.console.account import Account, ApiToken, Deed, Session
from ivr.console.parts import current_parts
from ivr.console.rights import Right
from ivr.console.secret import form_token, new_secret, same
from ivr.console.staff import Actor, Staff
from ivr.errors import ContractError

F = TypeVar("F", bound=Callable[..., Any])

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_FIELD = "form_token"
FORM_HEADER = "X-Form-Token"


@dataclass(frozen=True, slots=True)
class Need:
    """What a view needs: one of these rights; none of any where that is empty. `by_itself`: pages ask for it without
    their reader, and so no session stays open for it."""

    rights: frozenset[Right] = frozenset()
    by_itself: bool = False


@dataclass(slots=True)
class Caller:
    """Who asks. `cookie` is that of their session, or of a browser in which nobody is signed in."""

    account: Account | None = None
    session: Session | None = None
    token: ApiToken | None = None
    cookie: str = ""

    @property
    def rights(self) -> frozenset[Right]:
        """What they may do now: with a token no more than its scopes, and no more than its account."""
        rights = self.account.rights if self.account else frozenset[Right]()
        return rights & set(self.token.scopes) if self.token else rights


def needs(right: Right, *others: Right, by_itself: bool = False) -> Callable[[F], F]:
    """A view for those with one of these rights; others are sent to sign in, or told 401 or 403 under `/api/`."""
    return _marked(Need(frozenset({right, *others}), by_itself))


def for_everybody(view: F) -> F:
    """A view for which nobody must sign in. Its forms are protected all the same."""
    return _marked(Need())(view)


def need_of(view: Callable[..., Any]) -> Need:
    """What a view needs. Raises ContractError where it does not say."""
    need = getattr(view, "need", None)
    if not isinstance(need, Need):
        raise ContractError(f"the view {view.__name__} says no right", "Mark it with @needs or @for_everybody")
    return need


def caller() -> Caller:
    """Who asks."""
    return cast(Caller, g.caller)


def current_account() -> Account:
    """Who is signed in; only for views that need a right. Raises ContractError elsewhere."""
    account = caller().account
    if account is None:
        raise ContractError("nobody is signed in", "Mark the view with @needs")
    return account


def may(right: Right) -> bool:
    """Whether who asks has a right."""
    return right in caller().rights


def staff() -> Staff:
    """What is done with accounts, by who asks."""
    account = caller().account
    return Staff(current_parts(), Actor(account.name if account else "", request.remote_addr or ""))


def note(what: str, on: str = "", detail: str = "") -> None:
    """Write down that who asks did something; `detail` holds no caller's words and no secret."""
    parts = current_parts()
    parts.audit.add(Deed(parts.clock(), current_account().name, what, on, detail, request.remote_addr or ""))


def is_api() -> bool:
    """Whether programs ask: they are told in JSON."""
    return request.path.startswith("/api/")


def token_for_forms() -> str:
    """What a form sends along in the field `form_token`, and a script in the header `X-Form-Token`."""
    if not caller().cookie:
        caller().cookie = g.new_cookie = new_secret()
    return form_token(caller().cookie)


def cookie_name() -> str:
    """With the prefix that keeps other hosts of the same domain from setting it, wherever browsers allow that."""
    return "__Host-ivr" if request.is_secure else "ivr"


def set_cookie(response: Response, secret: str) -> None:
    """Give the browser another cookie."""
    response.set_cookie(cookie_name(), secret, secure=request.is_secure, httponly=True, samesite="Lax", path="/")


def guard(app: Flask) -> None:
    """Look at every request before its view. Raises ContractError where a view does not say what it needs."""
    for view in app.view_functions.values():
        need_of(view)
    app.before_request(_look)
    app.after_request(_keep_cookie)


def _marked(need: Need) -> Callable[[F], F]:
    def mark(view: F) -> F:
        view.need = need  # type: ignore[attr-defined]
        return view

    return mark


def _look() -> Any:
    g.caller = Caller()  # a failure page is told to somebody, too
    need = need_of(current_app.view_functions[request.endpoint]) if request.endpoint else Need()
    g.caller = _identify(need)
    if request.method not in SAFE and caller().token is None and not _form_is_ours():
        abort(400, "form")
    if not need.rights:
        return None
    if caller().account is None:
        return abort(401) if is_api() or request.method not in SAFE else redirect(_sign_in_url())
    if not need.rights & caller().rights:
        abort(403)
    return None


def _identify(need: Need) -> Caller:
    parts = current_parts()
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind:
        token = parts.tokens.find(secret.strip(), parts.clock()) if kind.lower() == "bearer" else None
        account = parts.accounts.find(token.account) if token else None
        if token is None or account is None or account.disabled:
            abort(401)
        return Caller(account, None, token)
    cookie = request.cookies.get(cookie_name(), "")
    session = parts.sessions.find(cookie, parts.clock(), not need.by_itself) if cookie else None
    account = parts.accounts.find(session.account) if session else None
    if account is None or account.disabled:
        return Caller(cookie=cookie)
    return Caller(account, session, None, cookie)


def _form_is_ours() -> bool:
    given = request.headers.get(FORM_HEADER) or request.form.get(FORM_FIELD, "")
    return bool(caller().cookie) and same(given, form_token(caller().cookie))


def _sign_in_url() -> str:
    wanted = request.full_path.rstrip("?")
    return url_for("sign_in.show", next=wanted) if wanted != "/" else url_for("sign_in.show")


def _keep_cookie(response: flask.Response) -> flask.Response:
    if fresh := g.get("new_cookie"):
        set_cookie(response, fresh)
    return response
