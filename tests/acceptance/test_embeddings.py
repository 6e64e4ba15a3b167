"""A line whose flow asks for sentence embeddings, on machines with and without them."""

import json
import shutil
from pathlib import Path

import pytest

from ivr.app import open_embedder
from ivr.errors import OperatorError
from ivr.settings import read_settings
from tests.acceptance.conftest import Ivr

BY_MEANING = "you billed me two times for the same thing\n"
"""A payment problem, in words that the retail line's examples have for other things."""

INSTALL = ("pip install 'ivr[embeddings]' && pip install --no-deps --require-hashes -r ", "embeddings.txt")


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """The retail line, asking for embeddings."""
    shutil.copytree(read_settings().flows_dir / "retail", tmp_path / "retail")
    path = tmp_path / "retail" / "flow.en.yaml"
    text = path.read_text("utf-8")
    path.write_text(f"{text}\nunderstanding:\n  embeddings: true\n", "utf-8")
    return path


@pytest.fixture
def installed() -> None:
    """Skips where the extra or the weights are not installed."""
    try:
        open_embedder(read_settings().models_dir)
    except OperatorError as error:
        pytest.skip(str(error))


@pytest.fixture
def without(tmp_path: Path) -> dict[str, str]:
    """An environment in which the extra cannot be imported, whether it is installed or not."""
    folder = tmp_path / "hidden"
    folder.mkdir()
    for name in ("onnx", "onnxruntime", "safetensors", "tokenizers"):
        (folder / f"{name}.py").write_text(f"raise ModuleNotFoundError('No module named {name}', name='{name}')\n")
    return {"PYTHONPATH": str(folder)}


def test_a_call_understands_by_meaning(ivr: Ivr, line: Path, installed: None) -> None:
    """It does what the command that interprets sentences says; without the key the same words mean nothing."""
    plain, told = (
        json.loads(ivr("understand", "--flow", flow, "--json", typed=BY_MEANING).stdout)["decision"]
        for flow in ("retail", line)
    )
    call = ivr("call", "--flow", line, "--text", "--json", typed=BY_MEANING)
    decided = [event for event in map(json.loads, call.stdout.splitlines()) if event["event"] == "decision"]

    assert plain["intent"] == ""
    assert (told["kind"], told["intent"]) == ("accept", "payment_problem")
    assert (call.returncode, call.stderr) == (0, "")
    assert (decided[0]["kind"], decided[0]["intent"]) == ("accept", "payment_problem")


@pytest.mark.parametrize("command", [("understand",), ("call", "--text")])
def test_what_is_missing_is_named_with_what_installs_it(
    ivr: Ivr, line: Path, without: dict[str, str], command: tuple[str, ...]
) -> None:
    """Both commands, before any call; a flow that does not ask for embeddings misses nothing."""
    asked = ivr(*command, "--flow", line, typed=BY_MEANING, **without)
    unasked = ivr(*command, "--flow", "retail", typed=BY_MEANING, **without)

    assert (asked.returncode, asked.stdout) == (3, "")
    assert all(part in asked.stderr for part in INSTALL)
    assert "Traceback" not in asked.stderr
    assert (unasked.returncode, unasked.stderr) == (0, "")


def test_the_flow_is_good_though_this_machine_cannot_take_its_calls(
    ivr: Ivr, line: Path, without: dict[str, str]
) -> None:
    """Its author is told so, and that nothing in the flow need be changed."""
    result = ivr("flow", "check", line, **without)

    assert (result.returncode, "can take calls" in result.stdout) == (0, True)
    assert "this machine cannot take its calls: " in result.stderr
    assert all(part in result.stderr for part in INSTALL)
