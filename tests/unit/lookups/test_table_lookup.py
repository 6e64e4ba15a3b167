"""A look-up in a CSV file."""

from pathlib import Path

import pytest

from ivr.errors import OperatorError
from ivr.lookups.table_lookup import TableLookup


def table(tmp_path: Path, content: bytes) -> TableLookup:
    """A table of orders by number."""
    (tmp_path / "orders.csv").write_bytes(content)
    return TableLookup(tmp_path / "orders.csv", "number")


def test_a_row_is_found_by_its_key(tmp_path: Path) -> None:
    """All its columns, as text; leading zeros are kept."""
    orders = table(tmp_path, "number,status\n0123,在路上\n".encode())

    assert orders.find("0123") == {"number": "0123", "status": "在路上"}


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    """Not an error, and not the nearest row either."""
    orders = table(tmp_path, b"number,status\n123,late\n")

    assert (orders.find("0123"), orders.find(""), orders.find("status")) == (None, None, None)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfnumber,status\n123,late\n",
        b"number, status\r\n123, late\r\n",
        b'"number","status"\n"123","late"\n',
        b"number,status\n\n123,late\n",
        b"number,status\n123,late,and more\n",
    ],
)
def test_the_usual_dialects_are_read(tmp_path: Path, content: bytes) -> None:
    """A byte order mark, spaces, quotes, empty lines, too many fields."""
    assert table(tmp_path, content).find("123") == {"number": "123", "status": "late"}


def test_a_short_row_has_empty_values(tmp_path: Path) -> None:
    """And can be spoken of."""
    assert table(tmp_path, b"number,status\n123\n").find("123") == {"number": "123", "status": ""}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"status\nlate\n",
        b"number,status\n\xff\xfe,x\n",
        b'number\n"123\n',
    ],
)
def test_a_table_that_is_broken_is_the_operators_matter(tmp_path: Path, content: bytes) -> None:
    """Empty, without the column, not UTF-8, with an open quote."""
    with pytest.raises(OperatorError, match=r"orders\.csv"):
        table(tmp_path, content).find("123")


def test_a_table_that_is_gone_is_the_operators_matter(tmp_path: Path) -> None:
    """It is told by its path."""
    with pytest.raises(OperatorError, match=r"gone\.csv"):
        TableLookup(tmp_path / "gone.csv", "number").find("123")
