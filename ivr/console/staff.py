"""What is done with accounts: everything is written down, and agents come to the desk."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from ivr.console.account import Account, ApiToken, Deed
from ivr.console.parts import Parts
from ivr.console.passwords import check_password
from ivr.console.rights import Right, Role
from ivr.console.secret import hash_of, new_secret
from ivr.console.skills import write_skills
from ivr.errors import NotNow, WrongUse
from ivr.handoff.agent import Agent
from ivr.terms import Language

NAME = re.compile(r"\w[\w.-]{0,31}")
LONGEST_NAME = 80
LONGEST_LIFE = timedelta(days=366)
LINK_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and from where."""

    name: str
    address: str = ""


AT_THE_MACHINE = Actor("(operator)", "this machine")
"""Whoever may run commands on the machine itself."""


class Staff:
    """Accounts and their tokens. Every method raises WrongUse, NotNow and DatabaseError."""

    def __init__(self, parts: Parts, by: Actor) -> None:
        self._parts = parts
        self._by = by

    def add(self, name: str, full_name: str, roles: Collection[Role], password: str, language: Language | None) -> None:
        """A new account."""
        account = self._new(name, full_name, roles, password, language)
        self._parts.accounts.add(account, self._parts.passwords.hash(password))
        self._note("account added", account.name, ", ".join(account.roles))
        self._enrol(account)

    def add_first_admin(self, name: str, full_name: str, password: str, language: Language | None, link: str) -> None:
        """The first admin, by the link that the first start printed."""
        self._parts.accounts.check_link(link, self._parts.clock())  # before any password is hashed
        account = self._new(name, full_name, (Role.ADMIN,), password, language)
        self._parts.accounts.add_first_admin(account, self._parts.passwords.hash(password), link)
        self._note("first admin added", account.name)

    def offer_first_admin(self) -> str | None:
        """What the link for the first admin ends in; None where there is an admin."""
        link = new_secret()
        fresh = self._parts.accounts.offer_first_admin(link, self._parts.clock() + LINK_LASTS)
        return link if fresh else None

    def change(self, account: Account) -> None:
        """Another full name, language or roles. Sessions go on, with the rights of the new roles."""
        before = self.get(account.name)
        changed = replace(account, full_name=_full_name(account.full_name, account.name), roles=_roles(account.roles))
        self._not_the_last_admin(before, changed)
        self._parts.accounts.change(changed)
        self._note("account changed", account.name, ", ".join(changed.roles))
        self._enrol(changed)

    def rename(self, name: str, full_name: str, language: Language | None) -> None:
        """What somebody may change about themselves."""
        self.change(replace(self.get(name), full_name=full_name, language=language))

    def disable(self, name: str) -> None:
        """They sign in no more: their sessions and tokens are over."""
        account = self.get(name)
        disabled = replace(account, disabled=True)
        self._not_the_last_admin(account, disabled)
        self._parts.accounts.change(disabled)
        self._parts.sessions.end_all(name)
        self._parts.tokens.revoke_all(name)
        self._note("account disabled", name)

    def set_agent(self, agent: Agent) -> None:
        """What an agent can do: skills, queues and languages. Their name stays that of the account."""
        known = {one.agent.name: one.agent for one in self._parts.desk.queue.presences()}
        if agent.name not in known:
            raise NotNow("there is no agent of this name", "Give the account the role agent first")
        self._parts.desk.queue.enrol(replace(agent, full_name=known[agent.name].full_name))
        self._note("agent changed", agent.name, write_skills(agent.skills))

    def enable(self, name: str) -> None:
        """They may sign in again."""
        self._parts.accounts.change(replace(self.get(name), disabled=False))
        self._note("account enabled", name)

    def set_password(self, name: str, password: str, but_session: str = "") -> None:
        """Another password: all sessions `but_session` are over, and attempts count anew."""
        account = self.get(name)
        check_password(password, account.name)
        self._parts.accounts.set_password(name, self._parts.passwords.hash(password))
        self._parts.sessions.end_all(name, but_session)
        self._parts.attempts.forget(account_subject(name))
        self._note("password set", name)

    def give_token(self, name: str, label: str, scopes: Collection[Right], life: timedelta) -> tuple[ApiToken, str]:
        """A new token and its secret, which nobody is shown again."""
        account = self.get(name)
        asked = tuple(right for right in Right if right in scopes)
        if not asked or not account.rights.issuperset(asked):
            may = ", ".join(sorted(account.rights)) or "nothing"
            raise WrongUse(f"{name} cannot give away these scopes", f"The roles of this account may: {may}")
        if not timedelta(0) < life <= LONGEST_LIFE:
            raise WrongUse("a token lives from a day to a year", "Give a number of days from 1 to 366")
        now = self._parts.clock()
        token = ApiToken(hash_of(new_secret())[:12], name, label.strip()[:LONGEST_NAME], asked, now, now + life)
        secret = self._parts.tokens.add(token)
        self._note("token given", name, f"{token.id}: {', '.join(asked)}")
        return token, secret

    def revoke_token(self, name: str, token: str) -> None:
        """A token is good no longer."""
        if not self._parts.tokens.revoke(name, token):
            raise NotNow("there is no such token", "It has been revoked already")
        self._note("token revoked", name, token)

    def get(self, name: str) -> Account:
        """The account of this name."""
        account = self._parts.accounts.find(name)
        if account is None:
            raise NotNow("there is no account of this name", "`ivr accounts list` shows them")
        return account

    def _new(
        self, name: str, full_name: str, roles: Collection[Role], password: str, language: Language | None
    ) -> Account:
        plain = plain_name(name)
        if not NAME.fullmatch(plain):
            raise WrongUse("a name has up to 32 letters, digits, dots and hyphens", "For example mei.li")
        check_password(password, plain)
        return Account(plain, _full_name(full_name, plain), _roles(roles), self._parts.clock(), language)

    def _not_the_last_admin(self, before: Account, after: Account) -> None:
        others = [one for one in self._parts.accounts.all() if one.name != before.name and Right.ACCOUNTS in one.rights]
        if Right.ACCOUNTS in before.rights and Right.ACCOUNTS not in after.rights and not others:
            raise NotNow("this is the last admin", "Make another account an admin first")

    def _enrol(self, account: Account) -> None:
        """An agent has a place at the desk; what a supervisor wrote there stays."""
        if Right.DESK not in account.rights:
            return
        known = {one.agent.name: one.agent for one in self._parts.desk.queue.presences()}
        agent = known.get(account.name, Agent(account.name))
        self._parts.desk.queue.enrol(replace(agent, full_name=account.full_name))

    def _note(self, what: str, on: str, detail: str = "") -> None:
        self._parts.audit.add(Deed(self._parts.clock(), self._by.name, what, on, detail, self._by.address))


def plain_name(typed: str) -> str:
    """A name as it is kept, however it was typed."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def account_subject(name: str) -> str:
    """What attempts at an account are counted under."""
    return f"account {name}"


def _full_name(full_name: str, name: str) -> str:
    plain = " ".join(full_name.split())
    if len(plain) > LONGEST_NAME or not plain.isprintable():
        raise WrongUse(f"a full name has up to {LONGEST_NAME} characters", "Shorten it")
    return plain or name


def _roles(roles: Collection[Role]) -> tuple[Role, ...]:
    if not roles:
        raise WrongUse("an account needs a role", f"Give it one or several of: {', '.join(Role)}")
    return tuple(role for role in Role if role in roles)
