"""The way to the database."""

from pathlib import Path

import pytest
from sqlalchemy import text

from ivr.errors import DatabaseError, SettingError
from ivr.store.engine import open_engine, transaction


def test_a_database_is_made_where_there_is_none(tmp_path: Path) -> None:
    """With its folder and its tables; opening it again changes nothing."""
    url = f"sqlite:///{tmp_path / 'new' / 'calls.sqlite'}"
    for _ in range(2):
        engine = open_engine(url)
        with transaction(engine) as connection:
            assert connection.execute(text("SELECT COUNT(*) FROM tickets")).scalar() == 0
        engine.dispose()


def test_a_commit_survives_a_power_cut(tmp_path: Path) -> None:
    """SQLite writes ahead, and waits for the disk."""
    engine = open_engine(f"sqlite:///{tmp_path / 'calls.sqlite'}")
    with transaction(engine) as connection:
        settings = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
    engine.dispose()

    assert settings == ["wal", 2]


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    """The first of two statements is undone when the second fails; the error tells its kind and none of the data."""
    engine = open_engine(f"sqlite:///{tmp_path / 'calls.sqlite'}")
    call = text("INSERT INTO calls VALUES ('a', 'f', 'v', 'en', '2026-03-02 09:00:00', NULL, NULL, NULL)")

    def write_both() -> None:
        with transaction(engine) as connection:
            connection.execute(call)
            connection.execute(text("INSERT INTO nowhere VALUES ('secret')"))

    with pytest.raises(DatabaseError, match="OperationalError") as caught:
        write_both()
    with transaction(engine) as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM calls")).scalar() == 0
    engine.dispose()

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "calls.sqlite", "://"])
def test_what_is_no_url_is_a_wrong_setting(url: str) -> None:
    """With an example of a good one."""
    with pytest.raises(SettingError, match=r"IVR_DATABASE is not a database URL.*For example sqlite:///"):
        open_engine(url)


@pytest.mark.parametrize("url", ["nosuch://me:secret@somewhere/calls", "sqlite:////dev/null/calls.sqlite"])
def test_a_database_that_cannot_be_used_is_told_without_its_password(url: str) -> None:
    """Another kind of database, or a folder that cannot be."""
    with pytest.raises(DatabaseError, match="Check that it is there and can be written") as caught:
        open_engine(url)

    assert "secret" not in str(caught.value)
