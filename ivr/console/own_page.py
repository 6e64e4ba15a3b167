"""The page of one's own account: password, language, tokens."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from ivr.console.access import caller, current_account, needs, staff
from ivr.console.entry import Refusal, check_password_of
from ivr.console.form import chosen_language, number, ticked, typed
from ivr.console.parts import current_parts
from ivr.console.rights import Right
from ivr.errors import WrongUse

page = Blueprint("own", __name__)


@page.get("/own")
@needs(Right.OWN)
def show() -> str:
    """What is known about oneself."""
    return _shown()


@page.post("/own")
@needs(Right.OWN)
def change() -> Any:
    """Another full name or language."""
    staff().rename(current_account().name, typed("full_name"), chosen_language())
    return redirect(url_for("own.show"))


@page.post("/own/password")
@needs(Right.OWN)
def set_password() -> Any:
    """Another password, by who knows the present one; all other sessions are over."""
    name, session = current_account().name, caller().session
    _check_present()
    if typed("password") != typed("again"):
        raise WrongUse("the two new passwords are not the same", "Type the new password twice")
    staff().set_password(name, typed("password"), session.id if session else "")
    return redirect(url_for("own.show"))


@page.post("/own/tokens")
@needs(Right.OWN)
def give_token() -> str:
    """A token, shown this once, for who knows the password."""
    _check_present()
    life = timedelta(days=number("days"))
    _, secret = staff().give_token(current_account().name, typed("label"), ticked("scopes", Right), life)
    return _shown(secret)


@page.post("/own/tokens/<token>/revoke")
@needs(Right.OWN)
def revoke(token: str) -> Any:
    """It is good no longer."""
    staff().revoke_token(current_account().name, token)
    return redirect(url_for("own.show"))


def _check_present() -> None:
    """Raises WrongUse unless the present password was typed: a browser left open gives nothing away."""
    result = check_password_of(current_parts(), current_account().name, typed("present"), request.remote_addr or "")
    if result is Refusal.TOO_OFTEN:
        raise WrongUse("too many attempts", "Wait a quarter of an hour")
    if result is Refusal.WRONG:
        raise WrongUse("the present password is another", "Type the password with which you sign in")


def _shown(secret: str = "") -> str:
    account = current_account()
    return render_template("own.html", tokens=current_parts().tokens.of(account.name), secret=secret)
