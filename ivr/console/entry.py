"""Signing in and out."""

from enum import StrEnum

from ivr.console.account import Deed
from ivr.console.parts import Parts
from ivr.console.passwords import LONGEST
from ivr.console.staff import account_subject, plain_name

PER_ACCOUNT = 8
PER_ADDRESS = 40
"""Attempts within `sql_attempts.WINDOW`. Many agents sit behind one address."""


class Refusal(StrEnum):
    """Why somebody is not signed in; never tells whether there is such an account."""

    WRONG = "wrong"
    TOO_OFTEN = "too_often"


def sign_in(parts: Parts, name: str, password: str, address: str) -> str | Refusal:
    """What the cookie of the new session holds."""
    plain = plain_name(name)[:LONGEST]
    if refusal := check_password_of(parts, plain, password, address):
        return refusal
    parts.audit.add(Deed(parts.clock(), plain, "signed in", address=address))
    return parts.sessions.start(plain, parts.clock())


def sign_out(parts: Parts, name: str, secret: str, address: str) -> None:
    """The session is over, here and for whoever copied its cookie."""
    parts.sessions.end(secret)
    parts.audit.add(Deed(parts.clock(), name, "signed out", address=address))


def check_password_of(parts: Parts, plain: str, password: str, address: str) -> Refusal | None:
    """Whether somebody knows the password of an account; attempts count before they are looked at, also those of one
    moment."""
    now, mine = parts.clock(), account_subject(plain)
    if not parts.attempts.take({mine: PER_ACCOUNT, f"address {address}": PER_ADDRESS}, now):
        return Refusal.TOO_OFTEN
    kept = parts.accounts.password_of(plain)
    if not parts.passwords.fits(password[: LONGEST + 1], kept) or kept is None:
        parts.audit.add(Deed(now, plain if kept else "", "password refused", address=address))
        return Refusal.WRONG
    parts.attempts.forget(mine)
    if parts.passwords.is_dated(kept):
        parts.accounts.set_password(plain, parts.passwords.hash(password))
    return None
