"""A look-up in a CSV file."""

import csv
from collections.abc import Mapping
from pathlib import Path

from ivr.errors import OperatorError


def columns(path: Path) -> list[str]:
    """The column names in the first line of a table. Raises OperatorError when it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [name.strip() for name in next(csv.reader(file, strict=True, skipinitialspace=True), [])]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OperatorError(f"{path}: the table cannot be read", "It must be a UTF-8 CSV file") from error


class TableLookup:
    """Rows of a UTF-8 CSV file with a header line, by the column `key`; read at the first search."""

    at_once = True

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key
        self._rows: dict[str, Mapping[str, str]] | None = None

    def find(self, key: str) -> Mapping[str, str] | None:
        if self._rows is None:
            self._rows = self._read()
        return self._rows.get(key)

    def _read(self) -> dict[str, Mapping[str, str]]:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                if self._key not in columns(self._path):
                    raise KeyError(self._key)
                rows = csv.DictReader(file, fieldnames=columns(self._path), strict=True, skipinitialspace=True)
                next(rows, None)
                return {row[self._key]: {name: value or "" for name, value in row.items() if name} for row in rows}
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise OperatorError(f"{self._path}: the table cannot be read", "It must be a UTF-8 CSV file") from error
        except KeyError as error:
            raise OperatorError(
                f"{self._path}: the table has no column '{self._key}'", "Name it in its first line"
            ) from error
