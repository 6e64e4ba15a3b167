"""The floor: who waits how long, how promises are kept, what the agents do; waiting tickets are moved from here."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, url_for

from ivr.console.access import needs, note
from ivr.console.floor_view import FloorView, floor_view
from ivr.console.form import typed
from ivr.console.live import Look, by_script, stream
from ivr.console.parts import current_parts
from ivr.console.rights import Right
from ivr.console.texts import text
from ivr.errors import NotNow
from ivr.handoff.moves import Onward
from ivr.handoff.rank import PRIORITIES

page = Blueprint("floor", __name__, url_prefix="/floor")

PARTS = ("level", "waiting", "agents")
EVERY_S = 2.0
"""All of today is looked at each time."""


@page.get("")
@needs(Right.WATCH)
def show() -> str:
    """The whole page."""
    return render_template("floor.html", it=_view(), parts=PARTS, priorities=tuple(PRIORITIES))


@page.get("/events")
@needs(Right.WATCH, by_itself=True)
def events() -> Response:
    """The parts of the page again, whenever they change."""

    def look() -> Look:
        there = _view()
        return Look(there.mark, lambda: _parts(there))

    return stream(look, EVERY_S)


@page.post("/<ticket>/move")
@needs(Right.STEER)
def move(ticket: str) -> Any:
    """Another queue or priority for a ticket that waits."""
    queue, priority = typed("queue"), typed("priority")
    if queue not in ("", *(one.plan.name for one in _view().queues)) or priority not in ("", *PRIORITIES):
        abort(400)
    late = False
    try:
        current_parts().desk.redirect(ticket, Onward(queue, None, priority))
        note("ticket moved", ticket, f"{queue} {priority}".strip())
    except NotNow:
        late = True
    if by_script():
        return jsonify(_parts(_view(), text("desk.too_late") if late else text("floor.moved")))
    if late:
        return render_template("failure.html", message=text("desk.too_late"), fix=text("desk.too_late_fix")), 409
    return redirect(url_for("floor.show"))


def _view() -> FloorView:
    parts = current_parts()
    return floor_view(parts.desk, parts.clock())


def _parts(there: FloorView, told: str = "") -> dict[str, object]:
    parts = {part: render_template(f"floor_{part}.html", it=there, priorities=tuple(PRIORITIES)) for part in PARTS}
    return {"title": text("floor.title"), "told": told, "now": there.now.isoformat(), "parts": parts}
