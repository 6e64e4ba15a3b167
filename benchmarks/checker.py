"""How long `ivr flow check` takes for the sample lines and for 500 nodes, beside a process that only starts."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

NODES = 500
NODES_AN_INTENT = 8
TARGET_S = 2
TARGET_500_S = 5
THINGS = "parcel invoice card meter ticket lamp chair phone router garden window boiler contract locker coupon".split()
WISHES = (
    "where is my {}",
    "i lost my {}",
    "my {} is broken",
    "i want another {}",
    "what does a {} cost",
    "send me a {}",
    "who repairs my {}",
    "i would like to return the {}",
    "my {} has not come",
    "is there a cheaper {}",
    "cancel my {}",
    "change the {}",
    "i have a question about the {}",
    "how do i use the {}",
    "the {} makes a noise",
    "when is the {} ready",
    "do you still have the {}",
    "i paid for the {} twice",
    "the {} does not fit",
    "can i keep the {}",
    "explain the {} to me",
    "somebody took my {}",
    "the {} is too big",
    "the {} is too small",
    "book a {} for me",
)
"""A sentence for each intent and thing; the thing tells the intents apart."""


def measure() -> None:
    """Processor seconds of one core, of the process and what it starts, the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        flow = Path(folder) / "flow.yaml"
        flow.write_text(json.dumps(_flow(), indent=1), "utf-8")  # what is JSON is YAML
        start = _seconds("--version")
        click.echo(f"{'only starting':<24}{start:>8.2f} s")
        lines = [(line, line, TARGET_S) for line in ("retail", "telecom", "bank")]
        for name, wanted, target in (*lines, (f"{NODES} nodes", str(flow), TARGET_500_S)):
            took = _seconds("flow", "check", wanted)
            click.echo(f"{name:<24}{took:>8.2f} s  {took / start:>6.1f} times starting, target {target} s")


def _seconds(*arguments: str) -> float:
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    best = float("inf")
    for _ in range(3):
        before = os.times()
        run = subprocess.run(
            [sys.executable, "-m", "ivr", *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if run.returncode:
            raise click.ClickException(run.stdout + run.stderr)
        after = os.times()
        best = min(best, after.children_user - before.children_user + after.children_system - before.children_system)
    return best


def _flow() -> dict[str, Any]:
    """A flow of so many nodes: each intent has a chain of steps with a question, and some end at a desk."""
    names = [f"about_{thing}_{part}" for part in ("one", "two", "three", "four") for thing in THINGS]
    names = names[: (NODES - 1) // NODES_AN_INTENT]
    nodes: dict[str, Any] = {"welcome": {"say": "Hello. What can I do for you?", "listen": {"to": "any"}}}
    intents: dict[str, Any] = {}
    for name in names:
        _, thing, part = name.split("_")
        said = [wish.format(f"{part} {thing}") for wish in WISHES]
        intents[name] = {"means": f"speak about the {part} {thing}", "examples": said}
        for step in range(NODES_AN_INTENT):
            here, after = (f"{name}_{at}" for at in (step, step + 1))
            ask = {"say": f"Step {step} about your {part} {thing}. Shall we go on?", "listen": {"to": "any"}}
            last = {"transfer": {"queue": "desk", "say": "I am putting you through."}}
            nodes[here] = ask | {"go": {"yes": after, "no": "welcome"}} if step < NODES_AN_INTENT - 1 else last
    for extra in range(NODES - len(nodes)):
        back = f"extra_{extra - 1}" if extra else "welcome"
        nodes[f"extra_{extra}"] = {"say": f"Something else, number {extra}.", "go": back}
    first = names[0]
    nodes[f"{first}_0"]["go"]["no"] = f"extra_{NODES - 1 - len(names) * NODES_AN_INTENT - 1}"
    return {
        "flow": "large",
        "language": "en",
        "start": "welcome",
        "hand_over": {"queue": "desk"},
        "intents": intents,
        "routes": {name: f"{name}_0" for name in names},
        "nodes": nodes,
    }
