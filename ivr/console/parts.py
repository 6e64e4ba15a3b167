"""What the console works with; the composition root and the tests put it together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self, cast

from flask import current_app
from sqlalchemy import Engine

from ivr.console.passwords import Passwords
from ivr.console.sql_accounts import SqlAccounts
from ivr.console.sql_attempts import SqlAttempts
from ivr.console.sql_audit import SqlAudit
from ivr.console.sql_sessions import SqlSessions
from ivr.console.sql_tokens import SqlTokens
from ivr.console.suggestions import Suggest, no_suggestions
from ivr.handoff.bell import Bell
from ivr.handoff.desk import Desk
from ivr.store.memory_bell import MemoryBell

KEY = "ivr"


@dataclass(frozen=True, slots=True)
class Parts:
    """Where accounts and what they did are kept, the desk, the clock (UTC), the bell that rings with every change at
    the desk, and what answers a line's knowledge has for a caller."""

    desk: Desk
    accounts: SqlAccounts
    sessions: SqlSessions
    tokens: SqlTokens
    attempts: SqlAttempts
    audit: SqlAudit
    passwords: Passwords
    clock: Callable[[], datetime]
    bell: Bell = field(default_factory=MemoryBell)
    suggest: Suggest = no_suggestions

    @classmethod
    def over(
        cls, engine: Engine, desk: Desk, clock: Callable[[], datetime], passwords: Passwords | None = None
    ) -> Self:
        """Everything about accounts in one database."""
        return cls(
            desk,
            SqlAccounts(engine),
            SqlSessions(engine),
            SqlTokens(engine),
            SqlAttempts(engine),
            SqlAudit(engine),
            passwords or Passwords(),
            clock,
        )


def current_parts() -> Parts:
    """Those of the application that answers this request."""
    return cast(Parts, current_app.extensions[KEY])
