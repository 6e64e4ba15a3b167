"""The API of the desk: what agents and supervisors do there, for programs."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template, request
from pydantic import ValidationError

from ivr.console.access import caller, current_account, for_everybody, may, needs, note
from ivr.console.account import Account
from ivr.console.api_document import openapi
from ivr.console.api_events import Changes, Viewer, stream
from ivr.console.api_models import (
    AfterEvent,
    AgentLine,
    Agents,
    Annotation,
    Consulted,
    Done,
    Ending,
    Enrolment,
    ForAgent,
    Happening,
    Me,
    Moved,
    PassedOn,
    Queues,
    Since,
    State,
    TicketLine,
    Tickets,
    TicketStory,
    Wanted,
)
from ivr.console.api_routes import Routes, tell_bad_values
from ivr.console.glance import overview
from ivr.console.parts import current_parts
from ivr.console.problem import API, KINDS
from ivr.console.rights import Right
from ivr.console.staff import plain_name
from ivr.errors import NotNow, Unknown
from ivr.handoff.agent import Agent, AgentState, Presence
from ivr.handoff.desk import Desk
from ivr.handoff.ticket import Ticket, TicketStatus

api = Blueprint("api", __name__, url_prefix=API)
routes = Routes(api)
api.register_error_handler(ValidationError, tell_bad_values)

AT_THE_DESK = (Right.DESK, Right.STEER)
LOOKING = (Right.DESK, Right.WATCH)


# --- who is signed in ---


@routes.add("GET", "/me", Right.OWN, Right.DESK, Right.WATCH, Right.STEER, gives={200: Me})
def me() -> Me:
    """Who is signed in, what they may do, and what they do at the desk."""
    account = current_account()
    presence = _presence(account.name)
    return Me(
        name=account.name,
        full_name=account.full_name,
        language=account.language,
        roles=list(account.roles),
        rights=sorted(caller().rights),
        agent=AgentLine.of(presence) if presence else None,
    )


@routes.add("POST", "/me/state", Right.DESK, body=State, gives={200: AgentLine}, refuses=(409,))
def set_state(body: State) -> AgentLine:
    """Take tickets, take none for a while, or leave the desk."""
    return _turn(current_account().name, body)


@routes.add("POST", "/me/beat", Right.DESK, gives={200: AgentLine}, refuses=(409,), by_itself=True)
def beat() -> AgentLine:
    """A sign of life, every 3 seconds: without one for 9 seconds the agent's ticket goes back to its place."""
    name = _known_agent(current_account().name)
    _desk().beat(name)
    return _line(name)


@routes.add("GET", "/me/ticket", Right.DESK, gives={200: TicketStory, 204: None})
def my_ticket() -> TicketStory | None:
    """The whole story of the ticket that rings, is connected or is consulted about; 204 where there is none."""
    presence = _presence(current_account().name)
    ticket = _desk().queue.find(presence.ticket) if presence and presence.ticket else None
    return _story(ticket) if ticket else None


@routes.add("POST", "/claim", Right.DESK, gives={200: TicketStory, 204: None}, refuses=(409,))
def claim() -> TicketStory | None:
    """Take the next ticket that the agent can take, without waiting for an offer; 204 where there is none."""
    name = _known_agent(current_account().name)
    presence = _presence(name)
    if presence is not None and presence.state is not AgentState.AVAILABLE:
        raise NotNow(f"{name} is {presence.state} now", "Become available first; GET me/ticket tells what you have")
    ticket = _desk().claim(name)
    return _story(ticket) if ticket else None


# --- tickets ---


@routes.add("GET", "/tickets", *LOOKING, query=Wanted, gives={200: Tickets})
def tickets(query: Wanted) -> Tickets:
    """Tickets without their stories; an agent sees those of the queues that they serve."""
    desk, now = _desk(), _now()
    if query.status is TicketStatus.WAITING:
        found = desk.queue.waiting(query.queue)
    else:
        found = desk.queue.standing([query.status], query.queue)
    if not may(Right.WATCH):
        presence = _presence(current_account().name)
        served = presence.agent.queues if presence else ()
        found = [one for one in found if not served or one.queue in served]
    return Tickets(tickets=[TicketLine.of(one, now) for one in found[:500]])


@routes.add("GET", "/tickets/{ticket}", *LOOKING, gives={200: TicketStory})
def ticket(ticket: str) -> TicketStory:
    """The whole story of a ticket and what happened to it; an agent sees those that they have or had."""
    found = _ticket(ticket)
    if not may(Right.WATCH) and current_account().name not in (found.agent, found.consulted):
        abort(403)
    return _story(found)


@routes.add("POST", "/tickets/{ticket}/accept", *AT_THE_DESK, query=ForAgent, gives={200: Done}, refuses=(409,))
def accept(ticket: str, query: ForAgent) -> Done:
    """Take the ticket that rings; accepting what one has already changes nothing."""
    return _act(ticket, query, _desk().accept)


@routes.add("POST", "/tickets/{ticket}/decline", *AT_THE_DESK, query=ForAgent, gives={200: Done}, refuses=(409,))
def decline(ticket: str, query: ForAgent) -> Done:
    """Let the ticket that rings go to another agent; the caller keeps their place."""
    return _act(ticket, query, _desk().decline)


@routes.add("POST", "/tickets/{ticket}/hold", *AT_THE_DESK, query=ForAgent, gives={200: Done}, refuses=(409,))
def hold(ticket: str, query: ForAgent) -> Done:
    """The caller hears music, and not the agent."""
    return _act(ticket, query, _desk().hold)


@routes.add("POST", "/tickets/{ticket}/resume", *AT_THE_DESK, query=ForAgent, gives={200: Done}, refuses=(409,))
def resume(ticket: str, query: ForAgent) -> Done:
    """Agent and caller hear each other again."""
    return _act(ticket, query, _desk().resume)


@routes.add(
    "POST",
    "/tickets/{ticket}/consult",
    *AT_THE_DESK,
    query=ForAgent,
    body=Consulted,
    gives={200: Done},
    refuses=(409,),
)
def consult(ticket: str, query: ForAgent, body: Consulted) -> Done:
    """Ask another agent, who must be available, while the caller is held."""
    other = _known_agent(plain_name(body.agent))
    return _act(ticket, query, lambda one, agent: _desk().consult(one, agent, other))


@routes.add(
    "POST", "/tickets/{ticket}/end-consultation", *AT_THE_DESK, query=ForAgent, gives={200: Done}, refuses=(409,)
)
def end_consultation(ticket: str, query: ForAgent) -> Done:
    """The agent who was asked is free again, and the caller is back."""
    other = _ticket(ticket).consulted
    if not other:
        raise NotNow(f"nobody is consulted about {ticket}")
    return _act(ticket, query, lambda one, agent: _desk().end_consultation(one, agent, other))


@routes.add(
    "POST",
    "/tickets/{ticket}/pass-on",
    *AT_THE_DESK,
    query=ForAgent,
    body=PassedOn,
    gives={200: Done},
    refuses=(409,),
)
def pass_on(ticket: str, query: ForAgent, body: PassedOn) -> Done:
    """Give the caller to another queue, with the story; they keep the time they have waited."""
    return _act(ticket, query, lambda one, agent: _desk().pass_on(one, agent, body.onward))


@routes.add(
    "POST", "/tickets/{ticket}/finish", *AT_THE_DESK, query=ForAgent, body=Ending, gives={200: Done}, refuses=(409,)
)
def finish(ticket: str, query: ForAgent, body: Ending) -> Done:
    """The agent is done with the caller; a second time in the same words changes nothing."""
    return _act(ticket, query, lambda one, agent: _desk().finish(one, agent, body.outcome))


@routes.add(
    "POST",
    "/tickets/{ticket}/annotate",
    *AT_THE_DESK,
    query=ForAgent,
    body=Annotation,
    gives={200: Done},
    refuses=(409,),
)
def annotate(ticket: str, query: ForAgent, body: Annotation) -> Done:
    """In the wrap-up, or later: write down how it went."""
    return _act(ticket, query, lambda one, agent: _desk().annotate(one, agent, body.outcome))


@routes.add("POST", "/tickets/{ticket}/no-reply", *AT_THE_DESK, query=ForAgent, gives={200: Done}, refuses=(409,))
def no_reply(ticket: str, query: ForAgent) -> Done:
    """Nobody answered the callback: it is tried again later, but not for ever."""
    return _act(ticket, query, _desk().no_reply)


# --- supervisors ---


@routes.add("POST", "/tickets/{ticket}/move", Right.STEER, body=Moved, gives={200: Done}, refuses=(409,))
def move(ticket: str, body: Moved) -> Done:
    """Give a waiting ticket another queue, other skills or another priority."""
    _desk().redirect(_ticket(ticket).id, body.onward)
    note("ticket moved", ticket, " ".join(filter(None, (body.queue, body.priority))))
    return _done(ticket)


@routes.add("GET", "/agents", Right.WATCH, gives={200: Agents})
def agents() -> Agents:
    """All agents, and what they are doing."""
    return Agents(agents=[AgentLine.of(one) for one in _desk().queue.presences()])


@routes.add("PUT", "/agents/{agent}", Right.STEER, body=Enrolment, gives={200: AgentLine})
def enrol(agent: str, body: Enrolment) -> AgentLine:
    """What an agent can do; whoever is not known yet has a place at the desk from now on."""
    name = plain_name(agent)
    known = _presence(name)
    full_name = body.full_name or (known.agent.full_name if known else name)
    _desk().queue.enrol(Agent(name, full_name, body.skills, tuple(body.queues), tuple(body.languages)))
    note("agent changed", name)
    return _line(name)


@routes.add("POST", "/agents/{agent}/state", Right.STEER, body=State, gives={200: AgentLine}, refuses=(409,))
def set_state_of(agent: str, body: State) -> AgentLine:
    """Set what another agent does, who has forgotten to."""
    name = plain_name(agent)
    turned = _turn(name, body)
    note("agent's state set", name, body.state)
    return turned


@routes.add("GET", "/queues", *LOOKING, query=Since, gives={200: Queues})
def queues(query: Since) -> Queues:
    """All queues: how many wait, how long, and how the queue has kept what it promises."""
    now = _now()
    return overview(_desk(), query.since or now.replace(hour=0, minute=0, second=0, microsecond=0), now)


@routes.add("GET", "/events", *LOOKING, query=AfterEvent, gives={200: None}, refuses=(429,), by_itself=True)
def events(query: AfterEvent) -> Response:
    """What changes, as server-sent events: `happening`, `queues`, `agents` and `me`."""
    seen = request.headers.get("Last-Event-ID", "")
    after = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else query.last_event_id
    account = current_account()
    changes = Changes(_desk(), Viewer(account.name, may(Right.WATCH)), after)
    return stream(changes, account.name, current_parts().bell)


# --- about the API ---


@api.get("/openapi.json", endpoint="openapi")
@for_everybody
def document() -> dict[str, object]:
    """The API as OpenAPI 3.1."""
    return openapi(routes.operations)


@api.get("/")
@needs(Right.OWN)
def page() -> str:
    """The API for people."""
    return render_template("api.html", operations=routes.operations, kinds=KINDS, account=caller().account)


def _desk() -> Desk:
    return current_parts().desk


def _now() -> datetime:
    return current_parts().clock().astimezone(UTC)


def _presence(agent: str) -> Presence | None:
    return next((one for one in _desk().queue.presences() if one.agent.name == agent), None)


def _known_agent(agent: str) -> str:
    if _presence(agent) is None:
        raise Unknown("there is no such agent at the desk", "A supervisor enrols agents: PUT agents/{agent}")
    return agent


def _line(agent: str) -> AgentLine:
    presence = _presence(_known_agent(agent))
    assert presence is not None
    return AgentLine.of(presence)


def _ticket(ticket: str) -> Ticket:
    found = _desk().queue.find(ticket)
    if found is None:
        raise Unknown("there is no such ticket", "GET tickets lists them")
    return found


def _story(ticket: Ticket) -> TicketStory:
    account: Account = current_account()
    language = account.language or ticket.language or ""
    history = [Happening.model_validate(one) for one in _desk().queue.history(ticket.id)]
    return TicketStory.told(ticket, history, language, _now())


def _act(ticket: str, query: ForAgent, act: Callable[[str, str], object]) -> Done:
    """What is done with a ticket for an agent; where a supervisor does it for another one, it is written down."""
    found, agent = _ticket(ticket), _agent_of(query)
    act(found.id, agent)
    if agent != current_account().name:
        note("done for an agent", ticket, f"{request.path.rpartition('/')[2]} {agent}")
    return _done(ticket, agent)


def _agent_of(query: ForAgent) -> str:
    """Who is signed in, or whom a supervisor names."""
    own = current_account().name
    agent = own if query.agent is None else plain_name(query.agent)
    if not may(Right.DESK if agent == own else Right.STEER):
        abort(403)
    return _known_agent(agent)


def _turn(agent: str, wanted: State) -> AgentLine:
    desk = _desk()
    if wanted.state == "off":
        desk.sign_out(_known_agent(agent))
        return _line(agent)
    if _line(agent).state is AgentState.OFF:
        desk.sign_in(agent)
    (desk.become_available if wanted.state == "available" else desk.go_away)(agent)
    return _line(agent)


def _done(ticket: str, agent: str = "") -> Done:
    return Done(ticket=TicketLine.of(_ticket(ticket), _now()), agent=_line(agent) if agent else None)
