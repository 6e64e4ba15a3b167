"""Accounts in a database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ivr.console.account import Account
from ivr.console.rights import Role
from ivr.console.secret import hash_of
from ivr.errors import NotNow
from ivr.store.engine import transaction
from ivr.store.tables import accounts, admin_links
from ivr.terms import Language

SHOWN = [column for column in accounts.c if column.name != "password"]


class SqlAccounts:
    """Who may sign in; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, account: Account, password: str) -> None:
        """A new account, with what is kept of its password. Raises NotNow where the name is taken."""
        with transaction(self._engine) as connection:
            _insert(connection, account, password)

    def find(self, name: str) -> Account | None:
        """The account of this name."""
        with transaction(self._engine) as connection:
            row = connection.execute(select(*SHOWN).where(accounts.c.name == name)).one_or_none()
            return None if row is None else _as_account(row)

    def all(self) -> list[Account]:
        """Every account, by name."""
        with transaction(self._engine) as connection:
            return [_as_account(row) for row in connection.execute(select(*SHOWN).order_by(accounts.c.name))]

    def password_of(self, name: str) -> str | None:
        """What is kept of an account's password; None where there is no account, or a disabled one."""
        query = select(accounts.c.password).where(accounts.c.name == name, accounts.c.disabled.is_(False))
        with transaction(self._engine) as connection:
            return connection.execute(query).scalar_one_or_none()

    def set_password(self, name: str, password: str) -> None:
        """Keep another password."""
        self._update(name, password=password)

    def change(self, account: Account) -> None:
        """Another full name, language or roles; disabled, or no longer."""
        self._update(**_row(account))

    def offer_first_admin(self, link: str, expires: datetime) -> bool:
        """From now on this link, and no earlier one, makes the first admin. False where there is an admin."""
        with transaction(self._engine) as connection:
            connection.execute(delete(admin_links))
            if _admins(connection):
                return False
            connection.execute(insert(admin_links).values(hash=hash_of(link), expires=expires))
            return True

    def check_link(self, link: str, now: datetime) -> None:
        """Raises NotNow unless this link makes the first admin."""
        with transaction(self._engine) as connection:
            good = (admin_links.c.hash == hash_of(link)) & (admin_links.c.expires > now)
            if _admins(connection) or not connection.execute(select(admin_links.c.hash).where(good)).all():
                raise _used_up()

    def add_first_admin(self, account: Account, password: str, link: str) -> None:
        """The admin that a link makes; with it the link is used up. Raises NotNow where it is no longer good."""
        good = (admin_links.c.hash == hash_of(link)) & (admin_links.c.expires > account.created)
        with transaction(self._engine) as connection:
            used = connection.execute(delete(admin_links).where(good)).rowcount
            if not used or _admins(connection):
                raise _used_up()
            _insert(connection, account, password)

    def _update(self, name: str, **values: Any) -> None:
        with transaction(self._engine) as connection:
            if not connection.execute(update(accounts).where(accounts.c.name == name).values(**values)).rowcount:
                raise NotNow("there is no account of this name", "`ivr accounts list` shows them")


def _insert(connection: Connection, account: Account, password: str) -> None:
    try:
        connection.execute(insert(accounts).values(**_row(account), password=password))
    except IntegrityError as error:
        raise NotNow(f"there is an account {account.name} already", "Take another name") from error


def _used_up() -> NotNow:
    return NotNow("this link is used up or too old", "Start `ivr serve` again: it prints a new one")


def _admins(connection: Connection) -> list[str]:
    """The names of those who can make accounts."""
    rows = connection.execute(select(*SHOWN).where(accounts.c.disabled.is_(False)))
    return [row.name for row in rows if Role.ADMIN in row.roles]


def _row(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "full_name": account.full_name,
        "roles": list(account.roles),
        "language": account.language,
        "disabled": account.disabled,
        "created": account.created,
    }


def _as_account(row: Row[Any]) -> Account:
    values = dict(row._mapping)
    language = Language(values["language"]) if values["language"] else None
    return Account(**values | {"roles": tuple(map(Role, values["roles"])), "language": language})
