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
    """What the cookie of the new session holds. Attempts count before they are looked at, also those of one moment."""
    now, plain = parts.clock(), plain_name(name)[:LONGEST]
    mine = account_subject(plain)
    if not parts.attempts.take({mine: PER_ACCOUNT, f"address {address}": PER_ADDRESS}, now):
        return Refusal.TOO_OFTEN
    kept = parts.accounts.password_of(plain)
    if not parts.passwords.fits(password[: LONGEST + 1], kept) or kept is None:
        parts.audit.add(Deed(now, plain if kept else "", "sign-in refused", address=address))
        return Refusal.WRONG
    parts.attempts.forget(mine)
    if parts.passwords.is_dated(kept):
        parts.accounts.set_password(plain, parts.passwords.hash(password))
    parts.audit.add(Deed(now, plain, "signed in", address=address))
    return parts.sessions.start(plain, now)


def sign_out(parts: Parts, name: str, secret: str, address: str) -> None:
    """The session is over, here and for whoever copied its cookie."""
    parts.sessions.end(secret)
    parts.audit.add(Deed(parts.clock(), name, "signed out", address=address))
