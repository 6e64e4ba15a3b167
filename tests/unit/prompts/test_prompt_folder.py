"""Rendered prompts on disk."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.audio.frames import Pcm
from ivr.prompts.prompt_folder import LEFTOVER_S, MB, PromptFolder


def sound(value: int, samples: int = 1000) -> Pcm:
    """Some samples."""
    return np.full(samples, value, dtype=np.int16)


def test_what_was_kept_is_there_for_the_next_process(tmp_path: Path) -> None:
    """Under its key, and under no other."""
    PromptFolder(tmp_path / "new" / "folder", 1).put("a", sound(1))
    kept = PromptFolder(tmp_path / "new" / "folder", 1)

    assert np.array_equal(kept.get("a"), sound(1))  # type: ignore[arg-type]
    assert kept.get("b") is None
    assert [path.suffix for path in (tmp_path / "new" / "folder").iterdir()] == [".prompt"]


def test_the_file_of_another_key_is_none(tmp_path: Path) -> None:
    """Somebody renamed it."""
    folder = PromptFolder(tmp_path, 1)
    folder.put("a", sound(1))
    (tmp_path / "a.prompt").rename(tmp_path / "b.prompt")

    assert folder.get("b") is None


@given(data=st.data())
def test_a_torn_or_damaged_file_is_none(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Wherever it is cut off, and whichever byte is another one; it is mended by the next who writes it."""
    path = tmp_path_factory.mktemp("prompts")
    folder = PromptFolder(path, 1)
    folder.put("a", sound(1, 20))
    file = path / "a.prompt"
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    torn = data.draw(st.booleans())
    file.write_bytes(whole[:at] if torn else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])

    assert folder.get("a") is None
    folder.put("a", sound(1, 20))
    assert np.array_equal(folder.get("a"), sound(1, 20))  # type: ignore[arg-type]


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    """Here a file stands in its place; nobody is told."""
    (tmp_path / "file").touch()
    folder = PromptFolder(tmp_path / "file", 1)
    folder.put("a", sound(1))

    assert folder.get("a") is None


def test_a_full_disk_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing half written stays behind."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    PromptFolder(tmp_path, 1).put("a", sound(1))

    assert list(tmp_path.iterdir()) == []


def test_without_room_nothing_is_kept(tmp_path: Path) -> None:
    """Not even a folder."""
    PromptFolder(tmp_path / "folder", 0).put("a", sound(1))

    assert not (tmp_path / "folder").exists()


def _age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_the_oldest_unused_go(tmp_path: Path) -> None:
    """What was used lately stays, though it was written first."""
    tenth = MB // 20
    for name in range(9):
        PromptFolder(tmp_path, 1).put(f"p{name}", sound(name, tenth))
        _age(tmp_path / f"p{name}.prompt", 1000 - name)
    folder = PromptFolder(tmp_path, 1)
    assert folder.get("p0") is not None
    folder.put("new", sound(1, tenth))

    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= MB
    assert {"p0.prompt", "new.prompt"} <= {path.name for path in tmp_path.iterdir()}
    assert folder.get("p1") is None


def test_one_folder_stays_below_its_limit(tmp_path: Path) -> None:
    """However much is said."""
    folder = PromptFolder(tmp_path, 1)
    for name in range(60):
        folder.put(f"p{name}", sound(name, MB // 40))

        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= MB


def test_what_a_killed_process_left_half_written_goes(tmp_path: Path) -> None:
    """Once nobody can be writing it any more."""
    for name, age in (("old.part", LEFTOVER_S + 60), ("young.part", 60)):
        (tmp_path / name).write_bytes(b"half")
        _age(tmp_path / name, age)
    PromptFolder(tmp_path, 1).put("a", sound(1))

    assert {path.name for path in tmp_path.iterdir()} == {"young.part", "a.prompt"}


PROCESS = """
import sys
from pathlib import Path
import numpy as np
from ivr.prompts.prompt_folder import PromptFolder
folder, (own, rounds) = PromptFolder(Path(sys.argv[1]), 1), map(int, sys.argv[2:])
print("ready", flush=True)
for step in range(rounds):
    for value in (step % 40, 100 + own):  # the same as the others, and another one
        kept = folder.get(f"p{value}")
        if kept is not None and (len(kept) != 20_000 or (kept != value).any()):
            sys.exit(f"p{value} is not what was kept")
        folder.put(f"p{value}", np.full(20_000, value, np.int16))
"""
"""Reads and writes in a folder that is too small for all, so that it is swept all the time."""


def test_several_processes_share_a_folder_and_some_are_killed(tmp_path: Path) -> None:
    """Whoever reads has the whole prompt or none; who is killed harms nobody."""

    def start(own: int, rounds: int) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", PROCESS, str(tmp_path), str(own), str(rounds)]
        return subprocess.Popen(command, stdout=subprocess.PIPE)

    steady = [start(own, 300) for own in range(2)]
    for own in range(2, 8):
        short = start(own, 100_000)
        assert short.stdout
        assert short.stdout.readline() == b"ready\n"
        time.sleep(0.01 * own)
        short.kill()
        short.communicate()
    for process in steady:
        process.communicate(timeout=60)

    assert [process.returncode for process in steady] == [0, 0]
    found = PromptFolder(tmp_path, 1)
    kept = [found.get(path.stem) for path in tmp_path.glob("*.prompt")]
    assert kept
    assert all(pcm is not None for pcm in kept)
