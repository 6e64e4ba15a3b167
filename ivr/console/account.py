"""Accounts, and what they are known by: sessions in a browser and tokens of programs."""

from dataclasses import dataclass
from datetime import datetime

from ivr.console.rights import Right, Role, rights_of
from ivr.terms import Language


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. No `language` means that of their browser."""

    name: str
    full_name: str
    roles: tuple[Role, ...]
    created: datetime
    language: Language | None = None
    disabled: bool = False

    @property
    def rights(self) -> frozenset[Right]:
        """What they may do; nothing once they are disabled."""
        return frozenset() if self.disabled else rights_of(self.roles)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody is signed in; `id` is the hash of what its cookie holds."""

    id: str
    account: str
    started: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What a program signs in with; the secret itself is kept nowhere."""

    id: str
    account: str
    label: str
    scopes: tuple[Right, ...]
    created: datetime
    expires: datetime
    used: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what, to what and when; no caller's words and no secret."""

    at: datetime
    who: str
    what: str
    on: str = ""
    detail: str = ""
    address: str = ""
