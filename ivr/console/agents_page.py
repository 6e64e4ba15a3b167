"""The page where supervisors say what each agent can do."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from ivr.console.access import needs, staff
from ivr.console.form import ticked, typed
from ivr.console.parts import current_parts
from ivr.console.rights import Right
from ivr.console.skills import read_names, read_skills, write_skills
from ivr.handoff.agent import Agent
from ivr.terms import Language

page = Blueprint("agents", __name__)


@page.get("/agents")
@needs(Right.STEER)
def show() -> str:
    """All agents, each with a form."""
    agents = [presence.agent for presence in current_parts().desk.queue.presences()]
    return render_template("agents.html", agents=agents, write_skills=write_skills, languages=list(Language))


@page.post("/agents/<name>")
@needs(Right.STEER)
def change(name: str) -> Any:
    """What one of them can do from now on."""
    languages, queues = ticked("languages", Language), read_names(typed("queues"))
    staff().set_agent(Agent(name, "", read_skills(typed("skills")), queues, languages))
    return redirect(url_for("agents.show"))
