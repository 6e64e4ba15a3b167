"""Accounts, links, attempts, tokens, the audit: on every kind of database, also when several want the same at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from ivr.console.account import Account, ApiToken, Deed
from ivr.console.rights import Right, Role
from ivr.console.sql_accounts import SqlAccounts
from ivr.console.sql_attempts import SqlAttempts
from ivr.console.sql_audit import SqlAudit
from ivr.console.sql_sessions import SqlSessions
from ivr.console.sql_tokens import SqlTokens
from ivr.errors import NotNow
from ivr.store.engine import open_engine
from ivr.terms import Language
from ivr.testing import FakeClock

NOW = FakeClock()()
MEI = Account("李梅", "Li Mei <b>", (Role.AGENT, Role.EDITOR), NOW, Language.MANDARIN)
AT_ONCE = 4


@pytest.fixture(params=("sqlite", "postgresql"))
def engine(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[Engine]:
    """An empty database of each kind."""
    made = open_engine(database(request.param))
    yield made
    made.dispose()


def test_an_account_comes_back_as_it_was(engine: Engine) -> None:
    """And as it was changed; its password is not part of it."""
    accounts = SqlAccounts(engine)
    accounts.add(MEI, "a hash")

    assert accounts.all() == [MEI]
    assert accounts.password_of(MEI.name) == "a hash"
    changed = replace(MEI, roles=(Role.ADMIN,), disabled=True, language=None)
    accounts.change(changed)

    assert accounts.find(MEI.name) == changed
    assert accounts.password_of(MEI.name) is None
    assert accounts.find("nobody") is None


def test_what_is_not_there_cannot_be_changed(engine: Engine) -> None:
    """Nor can there be two of one name."""
    accounts = SqlAccounts(engine)
    with pytest.raises(NotNow):
        accounts.change(MEI)
    with pytest.raises(NotNow):
        accounts.set_password("nobody", "a hash")
    accounts.add(MEI, "a hash")
    with pytest.raises(NotNow):
        accounts.add(MEI, "another")

    assert accounts.password_of(MEI.name) == "a hash"


def test_a_link_makes_one_admin_however_many_use_it_at_once(engine: Engine) -> None:
    """The others are told that it is used up."""
    accounts = SqlAccounts(engine)
    assert accounts.offer_first_admin("link", NOW + timedelta(hours=1))

    def make(number: int) -> bool:
        try:
            accounts.add_first_admin(Account(f"boss{number}", "", (Role.ADMIN,), NOW), "a hash", "link")
        except NotNow:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(make, range(AT_ONCE)))

    assert made.count(True) == 1
    assert len(accounts.all()) == 1


def test_guesses_at_one_moment_count(engine: Engine) -> None:
    """No more get through than the limit."""
    attempts = SqlAttempts(engine)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = list(pool.map(lambda _: attempts.take({"account mei": 5, "address x": 9}, NOW), range(20)))

    assert taken.count(True) == 5
    assert not attempts.take({"account mei": 5}, NOW)
    assert attempts.take({"address x": 6}, NOW)
    assert not attempts.take({"address x": 6}, NOW)


def test_attempts_are_forgotten_with_time_or_by_name(engine: Engine) -> None:
    """Those of others stay."""
    attempts = SqlAttempts(engine)
    assert attempts.take({"a": 1, "b": 1}, NOW)
    attempts.forget("a")
    assert attempts.take({"a": 1}, NOW)

    assert not attempts.take({"b": 1}, NOW + timedelta(minutes=15) - timedelta(seconds=1))
    assert attempts.take({"b": 1}, NOW + timedelta(minutes=15))


def test_a_session_comes_back_in_utc(engine: Engine) -> None:
    """With the moments of its beginning and its last use; those of one account end together."""
    SqlAccounts(engine).add(MEI, "a hash")
    sessions = SqlSessions(engine)
    here, there = sessions.start(MEI.name, NOW), sessions.start(MEI.name, NOW)
    later = NOW + timedelta(minutes=5)

    found = sessions.find(here, later)
    again = sessions.find(here, later)

    assert found
    assert again
    assert (found.account, found.started, found.seen, again.seen) == (MEI.name, NOW, NOW, later)
    sessions.end_all(MEI.name, found.id)
    assert sessions.find(there, later) is None
    assert sessions.find(here, later)


def test_a_token_comes_back_as_it_was(engine: Engine) -> None:
    """By its secret only, until it expires or is revoked."""
    SqlAccounts(engine).add(MEI, "a hash")
    tokens = SqlTokens(engine)
    token = ApiToken("t1", MEI.name, "softphone", (Right.DESK, Right.OWN), NOW, NOW + timedelta(days=1))
    secret = tokens.add(token)

    assert tokens.find(secret, NOW) == token
    assert tokens.of(MEI.name) == [replace(token, used=NOW)]
    assert tokens.find(secret, token.expires) is None
    assert not tokens.revoke("nobody", "t1")
    assert tokens.revoke(MEI.name, "t1")
    assert tokens.find(secret, NOW) is None


def test_the_audit_is_read_from_its_end(engine: Engine) -> None:
    """So many, of everybody or of one."""
    audit = SqlAudit(engine)
    deeds = [
        Deed(NOW + timedelta(seconds=at), "mei" if at % 2 else "王", f"deed {at}", "on", "细节", "::1")
        for at in range(5)
    ]
    for deed in deeds:
        audit.add(deed)

    assert audit.latest(2) == [deeds[4], deeds[3]]
    assert audit.latest(9, "mei") == [deeds[3], deeds[1]]
