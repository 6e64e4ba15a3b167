"""Passwords: which are good enough, and how they are kept."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ivr.errors import WrongUse

SHORTEST = 12
LONGEST = 256
AT_ONCE = 4
"""So many are hashed at a time: each takes 64 MB, and guesses must not use up the machine."""


def check_password(password: str, name: str) -> None:
    """Raises WrongUse for a password that would soon be guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WrongUse(f"a password has {SHORTEST} to {LONGEST} characters", "Several words make a good one")
    if len(set(password)) < SHORTEST // 2:
        raise WrongUse("the password is the same few characters again and again", "Several words make a good one")
    if name.casefold() in password.casefold() and len(password) - len(name) < SHORTEST:
        raise WrongUse("the password is little more than the name", "Several words make a good one")


class Passwords:
    """Hashes and compares passwords with Argon2id."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash("the password of nobody")
        self._turn = BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with self._turn:
            return self._hasher.hash(_plain(password))

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether a password is the one that was kept; takes the same time where none was."""
        with self._turn:
            try:
                return self._hasher.verify(kept or self._nobody, _plain(password)) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    def is_dated(self, kept: str) -> bool:
        """Whether today one would hash at a higher cost."""
        return self._hasher.check_needs_rehash(kept)


def _plain(password: str) -> bytes:
    """The same bytes on every keyboard."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
