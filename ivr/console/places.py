"""The places of the console, as its menu has them; each is shown to those who may go there."""

from dataclasses import dataclass

from ivr.console.rights import Right


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: the key of its text, the endpoint, the right that it needs."""

    text: str
    endpoint: str
    right: Right


PLACES = (
    Place("home.title", "home.show", Right.OWN),
    Place("desk.title", "desk.show", Right.DESK),
    Place("floor.title", "floor.show", Right.WATCH),
    Place("agents.title", "agents.show", Right.STEER),
    Place("accounts.title", "accounts.show", Right.ACCOUNTS),
    Place("accounts.audit", "accounts.audit", Right.AUDIT),
    Place("own.title", "own.show", Right.OWN),
)
