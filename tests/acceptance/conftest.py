"""The command line as its users meet it: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Ivr: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpacked models and prompts, once for the session."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def ivr_in(cache_dir: Path) -> Callable[[Path], Ivr]:
    """Makes a way to run `ivr` with its database in a given folder."""

    def made(data: Path) -> Ivr:
        def run(*arguments: object, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
            own = {"IVR_DATA_DIR": str(data), "IVR_CACHE_DIR": str(cache_dir), "COLUMNS": "200"}
            return subprocess.run(
                [sys.executable, "-m", "ivr", *map(str, arguments)],
                input=typed,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="surrogateescape",  # "\udcff" in what is typed is the byte 0xff
                timeout=120,
                check=False,
                env={**os.environ, **own, **settings},
            )

        return run

    return made


@pytest.fixture
def ivr(tmp_path: Path, ivr_in: Callable[[Path], Ivr]) -> Ivr:
    """Run `ivr` with a database of this test's own; the process's standard input is `typed`."""
    return ivr_in(tmp_path / "data")
