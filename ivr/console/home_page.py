"""The first page that somebody sees: what their roles may do."""

from flask import Blueprint, render_template

from ivr.console.access import current_account, needs
from ivr.console.rights import Right

page = Blueprint("home", __name__)


@page.get("/")
@needs(Right.OWN)
def show() -> str:
    """A greeting and the way to each place."""
    return render_template("home.html", account=current_account())
