"""API tokens in a database."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select, update

from ivr.console.account import ApiToken
from ivr.console.rights import Right
from ivr.console.secret import hash_of, new_secret
from ivr.store.engine import transaction
from ivr.store.tables import api_tokens

PREFIX = "ivr_"
"""With it a token that got into a file or a log is easily searched for."""

SEEN_EVERY = timedelta(minutes=1)
SHOWN = [column for column in api_tokens.c if column.name != "hash"]


class SqlTokens:
    """What programs sign in with; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, token: ApiToken) -> str:
        """Keep a new token; returns its secret, which nobody is shown again."""
        secret = PREFIX + new_secret()
        row = asdict(token) | {"scopes": list(token.scopes), "hash": hash_of(secret)}
        with transaction(self._engine) as connection:
            connection.execute(insert(api_tokens).values(**row))
        return secret

    def find(self, secret: str, now: datetime) -> ApiToken | None:
        """The token of this secret, unless it has expired."""
        mine = api_tokens.c.hash == hash_of(secret)
        with transaction(self._engine) as connection:
            row = connection.execute(select(*SHOWN).where(mine, api_tokens.c.expires > now)).one_or_none()
            if row is None:
                return None
            if row.used is None or now - row.used >= SEEN_EVERY:
                connection.execute(update(api_tokens).where(mine).values(used=now))
            return _as_token(row)

    def of(self, account: str) -> list[ApiToken]:
        """Every token of an account, the oldest first."""
        query = select(*SHOWN).where(api_tokens.c.account == account).order_by(api_tokens.c.created, api_tokens.c.id)
        with transaction(self._engine) as connection:
            return [_as_token(row) for row in connection.execute(query)]

    def revoke(self, account: str, token: str) -> bool:
        """This token of an account is good no longer; False where there is none."""
        return self._delete((api_tokens.c.account == account) & (api_tokens.c.id == token))

    def revoke_all(self, account: str) -> bool:
        """None of an account is good any longer; False where there was none."""
        return self._delete(api_tokens.c.account == account)

    def _delete(self, which: Any) -> bool:
        with transaction(self._engine) as connection:
            return connection.execute(delete(api_tokens).where(which)).rowcount > 0


def _as_token(row: Row[Any]) -> ApiToken:
    values = dict(row._mapping)
    return ApiToken(**values | {"scopes": tuple(map(Right, values["scopes"]))})
