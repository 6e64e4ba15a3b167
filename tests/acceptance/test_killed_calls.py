"""kill -9 in the middle of a call: every finished turn and ticket is on record, and no half recording looks whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from ivr.store import tables
from ivr.store.engine import open_engine, transaction

CALL = Path(__file__).parents[2] / "audio_samples" / "calls" / "refund_to_a_person.wav"


@pytest.mark.parametrize("moment", [("decision", 1), ("decision", 2), ("transfer", 1)], ids=str)
def test_what_was_shown_is_on_record(tmp_path: Path, cache_dir: Path, moment: tuple[str, int]) -> None:
    """The process dies the moment it has shown an event; what the event tells can be read in the database."""
    event, times = moment
    environment = {**os.environ, "IVR_DATA_DIR": str(tmp_path), "IVR_CACHE_DIR": str(cache_dir)}
    out = tmp_path / "call.wav"
    command = [sys.executable, "-m", "ivr", "call", "--wav", str(CALL), "--json", "--out", str(out)]
    shown: list[str] = []
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as call:
        assert call.stdout is not None
        for line in call.stdout:
            shown.append(json.loads(line)["event"])
            if shown.count(event) == times:
                call.kill()
                break
        rest = call.stdout.read()  # what it managed to show before it died

    engine = open_engine(f"sqlite:///{tmp_path / 'ivr.sqlite'}")
    with transaction(engine) as connection:
        turns = connection.execute(select(tables.turns.c.decision)).all()
        tickets = connection.execute(select(tables.tickets.c.id)).all()
    engine.dispose()

    assert len(turns) >= shown.count("decision") > 0
    assert len(tickets) >= shown.count("transfer")
    assert not out.exists() or "call_ended" in rest
