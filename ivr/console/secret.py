"""Secrets: made by chance, kept as hashes, compared without telling how near a guess was."""

import hmac
import secrets
from hashlib import sha256

SECRET_BYTES = 32


def new_secret() -> str:
    """A secret that nobody guesses, in characters that stand in links, cookies and headers."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret made by chance: nobody finds it by trying, so a plain hash is enough."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def form_token(cookie: str) -> str:
    """What forms of a browser with this cookie must send along; no other site can know it."""
    return hmac.new(cookie.encode("utf-8", "surrogatepass"), b"form", sha256).hexdigest()


def same(given: str, expected: str) -> bool:
    """Whether two secrets are the same, in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))
