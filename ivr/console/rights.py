"""Who may do what."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Right(StrEnum):
    """Something that somebody may do in the console and over its API. The scopes of API tokens are the same words."""

    OWN = "own"  # their own name, password, language and tokens
    DESK = "desk"  # take tickets, as an agent
    WATCH = "watch"  # see every queue, every ticket and what all agents do
    STEER = "steer"  # move and prioritise tickets; the skills and queues of agents
    FLOWS = "flows"  # edit, try and publish flows
    ACCOUNTS = "accounts"  # make, change and disable accounts
    AUDIT = "audit"  # read who did what


class Role(StrEnum):
    """What somebody is; an account has one or several."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ADMIN = "admin"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.AGENT: frozenset({Right.OWN, Right.DESK}),
    Role.SUPERVISOR: frozenset({Right.OWN, Right.WATCH, Right.STEER}),
    Role.EDITOR: frozenset({Right.OWN, Right.FLOWS}),
    Role.ADMIN: frozenset({Right.OWN, Right.ACCOUNTS, Right.AUDIT}),
}
"""The least that each role needs. Who is two things has two roles: an admin sees no callers' stories by being one."""


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """All that these roles may do."""
    return frozenset[Right]().union(*(RIGHTS[role] for role in roles))
