"""The desk of an agent: who waits, what rings, the caller they have, and what is written down afterwards."""

from collections.abc import Callable, Iterator
from time import sleep
from typing import Any, cast

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, stream_with_context, url_for

from ivr.console.access import caller, current_account, needs
from ivr.console.desk_view import DeskView, desk_view
from ivr.console.form import typed
from ivr.console.live import Look, by_script, stream
from ivr.console.parts import current_parts
from ivr.console.rights import Right
from ivr.console.skills import read_names
from ivr.console.texts import page_language, text
from ivr.errors import NotNow
from ivr.handoff.agent import AgentState
from ivr.handoff.desk import Desk
from ivr.handoff.moves import BEAT, Onward, Outcome

page = Blueprint("desk", __name__, url_prefix="/desk")

DISPOSITIONS = ("resolved", "follow_up", "sent_on", "not_reached", "complaint", "other")
"""What may have come of a call; `desk.as_...` are the words for it."""

PARTS = ("state", "ticket", "queue")
LONGEST = 4000
"""Characters of a note."""


@page.get("")
@needs(Right.DESK)
def show() -> str:
    """The whole page."""
    there = _view()
    return render_template("desk.html", **_for_templates(there), title=_title(there), parts=PARTS)


@page.get("/events")
@needs(Right.DESK, by_itself=True)
def events() -> Response:
    """The parts of the page again, whenever they change."""

    def look() -> Look:
        there = _view()
        return Look(there.mark, lambda: _parts(there))

    return stream(look)


@page.post("/beat")
@needs(Right.DESK, by_itself=True)
def beat() -> Any:
    """The page is open: a sign of life of the agent's."""
    _desk().beat(_agent())
    return Response(status=204)


@page.get("/pulse/live")
@needs(Right.DESK, by_itself=True)
def pulse() -> Response:
    """The same for browsers without scripts: signs of life as long as they load this picture, and are signed in.

    `single` gives one: a page that is loaded anew by itself is so only after all of it was loaded.
    """
    if "single" in request.args:
        return cast(Response, beat())
    parts, cookie = current_parts(), caller().cookie

    def beats() -> Iterator[bytes]:
        while cookie and parts.sessions.find(cookie, parts.clock(), False):
            _desk().beat(_agent())
            yield b" "
            sleep(BEAT.total_seconds())

    return Response(stream_with_context(beats()), mimetype="image/gif")


@page.post("/state")
@needs(Right.DESK)
def turn() -> Any:
    """Take tickets, take none for a while, or leave."""
    desk, agent = _desk(), _agent()
    steps = {"available": desk.become_available, "away": desk.go_away, "off": desk.sign_out}
    wanted = request.form.get("state", "")
    if wanted not in steps:
        abort(400)

    def turned() -> None:
        if wanted != "off" and _view().own.state is AgentState.OFF:
            desk.sign_in(agent)
        steps[wanted](agent)

    return _done(turned)


@page.post("/<ticket>/accept", defaults={"move": "accept"})
@page.post("/<ticket>/decline", defaults={"move": "decline"})
@page.post("/<ticket>/hold", defaults={"move": "hold"})
@page.post("/<ticket>/resume", defaults={"move": "resume"})
@page.post("/<ticket>/no-reply", defaults={"move": "no_reply"})
@needs(Right.DESK)
def act(ticket: str, move: str) -> Any:
    """What needs no more words."""
    desk = _desk()
    moves = {one.__name__: one for one in (desk.accept, desk.decline, desk.hold, desk.resume, desk.no_reply)}
    return _done(lambda: moves[move](ticket, _agent()))


@page.post("/<ticket>/consult")
@needs(Right.DESK)
def consult(ticket: str) -> Any:
    """Ask another agent while the caller is held."""
    return _done(lambda: _desk().consult(ticket, _agent(), typed("agent")))


@page.post("/<ticket>/end-consultation")
@needs(Right.DESK)
def end_consultation(ticket: str) -> Any:
    """Back to the caller."""
    return _done(lambda: _desk().end_consultation(ticket, _agent(), typed("agent")))


@page.post("/<ticket>/pass-on")
@needs(Right.DESK)
def pass_on(ticket: str) -> Any:
    """Another queue takes over, with the story and a note."""
    if typed("queue") not in ("", *_view().queues):
        abort(400)
    skills = read_names(typed("skills"))
    onward = Onward(typed("queue"), skills or None, "", _note())
    return _done(lambda: _desk().pass_on(ticket, _agent(), onward))


@page.post("/<ticket>/finish", defaults={"move": "finish"})
@page.post("/<ticket>/annotate", defaults={"move": "annotate"})
@needs(Right.DESK)
def wrap_up(ticket: str, move: str) -> Any:
    """Finish with a caller, or write down afterwards how it went."""
    disposition = typed("disposition")
    if disposition not in DISPOSITIONS:
        abort(400)
    step = _desk().finish if move == "finish" else _desk().annotate
    return _done(lambda: step(ticket, _agent(), Outcome(disposition, _note())))


def _done(step: Callable[[], object]) -> Any:
    """How things stand after a step, or that it came too late; to scripts the parts of the page."""
    late = False
    try:
        step()
    except NotNow:
        late = True
    if by_script():
        return jsonify(_parts(_view(), text("desk.too_late") if late else ""))
    if late:
        return render_template("failure.html", message=text("desk.too_late"), fix=text("desk.too_late_fix")), 409
    return redirect(url_for("desk.show"))


def _view() -> DeskView:
    return desk_view(_desk(), _agent(), current_parts().clock())


def _parts(there: DeskView, told: str = "") -> dict[str, object]:
    given = _for_templates(there)
    parts = {part: render_template(f"desk_{part}.html", **given) for part in PARTS}
    return {"title": _title(there), "told": told or _told(there), "now": there.now.isoformat(), "parts": parts}


def _for_templates(there: DeskView) -> dict[str, Any]:
    language = page_language()
    given = {"it": there, "language": language, "dispositions": DISPOSITIONS, "told": _told(there)}
    return given | {"suggested": current_parts().suggest(there.ticket, there.now.date()) if there.ticket else ()}


def _title(there: DeskView) -> str:
    """What the tab of the browser says: an offer is seen from another tab."""
    if there.own.state is AgentState.RINGING and there.ticket:
        return text("desk.ringing_title", reason=there.ticket.reason)
    return text(f"desk.state_{there.own.state}")


def _told(there: DeskView) -> str:
    """What screen readers say when it changes."""
    if there.own.state is AgentState.RINGING and there.ticket:
        return text("desk.ringing_told", summary=there.ticket.summary_in(page_language()))
    return text(f"desk.state_{there.own.state}")


def _note() -> str:
    return request.form.get("note", "").replace("\r\n", "\n").replace("\0", "").strip()[:LONGEST]


def _agent() -> str:
    return current_account().name


def _desk() -> Desk:
    return current_parts().desk
