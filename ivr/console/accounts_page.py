"""The pages of the administrator: accounts, and who did what."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from ivr.console.access import needs, staff
from ivr.console.form import chosen_language, ticked, typed
from ivr.console.parts import current_parts
from ivr.console.rights import RIGHTS, Right, Role
from ivr.console.staff import plain_name

page = Blueprint("accounts", __name__)

SHOWN_DEEDS = 200


@page.get("/accounts")
@needs(Right.ACCOUNTS)
def show() -> str:
    """All of them, and the form for a new one."""
    return render_template("accounts.html", accounts=current_parts().accounts.all(), roles=RIGHTS)


@page.post("/accounts")
@needs(Right.ACCOUNTS)
def add() -> Any:
    """A new account."""
    name = typed("name")
    staff().add(name, typed("full_name"), ticked("roles", Role), typed("password"), chosen_language())
    return redirect(url_for("accounts.edit", name=plain_name(name)))


@page.get("/accounts/<name>")
@needs(Right.ACCOUNTS)
def edit(name: str) -> str:
    """One of them, with what can be changed."""
    one = staff().get(name)
    return render_template("account.html", one=one, tokens=current_parts().tokens.of(name), roles=RIGHTS)


@page.post("/accounts/<name>")
@needs(Right.ACCOUNTS)
def change(name: str) -> Any:
    """Another full name, language or roles."""
    changed = replace(
        staff().get(name), full_name=typed("full_name"), roles=ticked("roles", Role), language=chosen_language()
    )
    staff().change(changed)
    return redirect(url_for("accounts.edit", name=name))


@page.post("/accounts/<name>/password")
@needs(Right.ACCOUNTS)
def set_password(name: str) -> Any:
    """Another password; their sessions are over."""
    staff().set_password(name, typed("password"))
    return redirect(url_for("accounts.edit", name=name))


@page.post("/accounts/<name>/disabled")
@needs(Right.ACCOUNTS)
def disable(name: str) -> Any:
    """Disabled, or no longer."""
    if typed("disabled") == "yes":
        staff().disable(name)
    else:
        staff().enable(name)
    return redirect(url_for("accounts.edit", name=name))


@page.post("/accounts/<name>/tokens/<token>/revoke")
@needs(Right.ACCOUNTS)
def revoke(name: str, token: str) -> Any:
    """A token is good no longer."""
    staff().revoke_token(name, token)
    return redirect(url_for("accounts.edit", name=name))


@page.get("/audit")
@needs(Right.AUDIT)
def audit() -> str:
    """The newest deeds, of everybody or of one."""
    who = request.args.get("who", "")
    return render_template("audit.html", deeds=current_parts().audit.latest(SHOWN_DEEDS, who), who=who)
