"""How long a newcomer waits and how much memory a call takes, beside a process that only loads Vosk."""

import json
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ivr import app
from ivr.settings import read_settings
from ivr.terms import Language

CALL = Path(__file__).parent.parent / "audio_samples" / "calls" / "track_order.wav"
ROUNDS = 5
LOAD = "import sys, vosk; vosk.SetLogLevel(-1); vosk.Model(sys.argv[1]); print('{}', flush=True)"


def measure() -> None:
    """Seconds to the first event (first line printed), whole run, and peak memory; medians of runs in turn."""
    if not CALL.exists():
        click.echo("no audio_samples/calls/track_order.wav; run `python -m audio_samples.make`")
        return
    model = str(app.model_for(read_settings(), Language.ENGLISH).path)
    ours_runs, bare_runs, typed_runs = [], [], []
    with TemporaryDirectory() as scratch:
        database = f"sqlite:///{scratch}/calls.sqlite"
        call = [sys.executable, "-m", "ivr", "call", "--wav", str(CALL), "--json"]
        typed = [sys.executable, "-m", "ivr", "call", "--text", "--json"]
        for _ in range(ROUNDS):
            ours_runs.append(_run(call, database))
            bare_runs.append(_run([sys.executable, "-c", LOAD, model], database))
            typed_runs.append(_run(typed, database))
    click.echo(f"{'':<22} {'first line s':>12} {'whole run s':>12} {'peak MiB':>9}")
    rows = {"recorded call": ours_runs, "typed call": typed_runs, "only loads Vosk": bare_runs}
    medians = {name: [statistics.median(column) for column in zip(*runs, strict=True)] for name, runs in rows.items()}
    for name, (first, whole, peak) in medians.items():
        click.echo(f"{name:<22} {first:12.2f} {whole:12.2f} {peak:9.0f}")
    ours, bare = medians["recorded call"], medians["only loads Vosk"]
    click.echo(f"recorded call / only loads Vosk: first line {ours[0] / bare[0]:.1f}, memory {ours[2] / bare[2]:.1f}")


def _run(command: list[str], database: str) -> tuple[float, float, float]:
    """Seconds to the first line and to the end, and the peak memory of the process in MiB."""
    measured = [sys.executable, "-c", _PROBE, json.dumps(command), database]
    first, whole, peak = json.loads(subprocess.run(measured, capture_output=True, text=True, check=True).stdout)
    return first, whole, peak


_PROBE = """
import json, os, resource, subprocess, sys, time
began = time.monotonic()
child = subprocess.Popen(json.loads(sys.argv[1]), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         env={**os.environ, "IVR_DATABASE": sys.argv[2]})
child.stdout.readline()
first = time.monotonic() - began
child.stdout.read()
child.wait()
print(json.dumps([first, time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))
"""
