"""A look-up in a CSV file."""

import csv
from collections.abc import Mapping
from pathlib import Path

from ivr.errors import OperatorError


class TableLookup:
    """Rows of a UTF-8 CSV file with a header line, by the column `key`; read at the first search."""

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
                rows = list(csv.DictReader(file, strict=True))
            return {row[self._key]: {column: value or "" for column, value in row.items() if column} for row in rows}
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise OperatorError(f"{self._path}: the table cannot be read", "It must be a UTF-8 CSV file") from error
        except KeyError as error:
            raise OperatorError(
                f"{self._path}: the table has no column '{self._key}'", "Name it in its first line"
            ) from error
