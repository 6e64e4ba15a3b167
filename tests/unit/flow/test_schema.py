"""The JSON Schemas of authors' files: editors accept with them what the loader accepts, and mark what it refuses."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from ivr.cli.main import main
from ivr.flow.schema import FILES, schema_of

ROOT = Path(__file__).parents[3]
VALIDATORS = {kind: Draft202012Validator(schema_of(kind)) for kind in FILES}
KINDS = {"flow": "flow", "line": "line", "intents": "intents", "knowledge": "knowledge", "desk": "desk"}
SAMPLES = sorted(file for name in KINDS for file in ROOT.glob(f"flows/**/{name}.*yaml"))


def parsed(text: str) -> Any:
    """YAML as JSON would have it: days are texts."""
    return as_json(YAML(typ="safe", pure=True).load(text))


def as_json(part: Any) -> Any:
    """Plain YAML with its days as texts."""
    if isinstance(part, dict):
        return {str(key): as_json(value) for key, value in part.items()}
    if isinstance(part, list):
        return [as_json(value) for value in part]
    return part.isoformat() if isinstance(part, date) else part


@pytest.mark.parametrize("kind", FILES)
def test_each_is_a_schema(kind: str) -> None:
    """Of the dialect that it names."""
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("sample", SAMPLES, ids=[f"{one.parent.name}/{one.name}" for one in SAMPLES])
def test_every_sample_file_fits_its_schema(sample: Path) -> None:
    """Flows, intents and knowledge, in both languages, and the desk."""
    validator = VALIDATORS[KINDS[sample.name.partition(".")[0]]]

    assert [error.message for error in validator.iter_errors(parsed(sample.read_text("utf-8")))] == []


def test_there_are_samples_of_each_kind() -> None:
    """The test above has looked at something."""
    assert {one.name.partition(".")[0] for one in SAMPLES} == set(KINDS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("start:", "strat:"),
        ("say:", "sya:"),
        ("{queue: desk}", "{}"),
        ("language: en", "language: fr"),
        ("end: true", "end: perhaps"),
        ("intents: {}", "intents: 5"),
        ("intents: {}", "intents: {a: {examples: [b]}}"),
        ("intents: {}", "intents: {a b: {means: x, examples: [b]}}"),
        ("intents: {}", "intents: {}\nslots: {a: {type: digit, ask: x}}"),
        ("intents: {}", "intents: {}\nslots: {a: {type: digits, ask: x, checksum: lun}}"),
        ("intents: {}", "intents: {}\nwording: {goodby: Bye.}"),
        ("intents: {}", "intents: {}\nlimits: {no_input: 9}"),
        ("hello: {", "hel lo: {"),
    ],
)
def test_what_the_loader_refuses_is_marked(smallest: str, old: str, new: str) -> None:
    """A wrong key, a wrong value, a missing key, a name that is none."""
    assert old in smallest
    assert VALIDATORS["flow"].is_valid(parsed(smallest))
    assert not VALIDATORS["flow"].is_valid(parsed(smallest.replace(old, new, 1)))


@pytest.mark.parametrize("change", ["exits: []", "knowledge: {}", "start: 5"])
def test_a_wrong_sub_flow_is_marked(change: str) -> None:
    """It has keys of its own."""
    good = parsed("{subflow: a, language: en, start: x, exits: [y], nodes: {x: {say: Hello., go: y}}}")

    assert VALIDATORS["sub-flow"].is_valid(good)
    assert not VALIDATORS["sub-flow"].is_valid(good | parsed(change))


def test_the_short_forms_of_a_file_fit() -> None:
    """Parts that stand in a file of their own, one text or several, a node or a way for each intent."""
    flow = parsed(
        "{flow: a, language: zh, start: x, hand_over: {queue: q}, intents: i.yaml, knowledge: k.yaml,"
        " wording: {goodbye: 再见}, nodes: {x: {say: [好, 您好], listen: {to: [a]}, go: {是: x}}, y: {go: x}}}"
    )

    assert [error.message for error in VALIDATORS["flow"].iter_errors(flow)] == []


def test_every_key_has_its_help() -> None:
    """An editor shows it where the mouse stands; a key that leads to a part may have that part's."""
    for kind in FILES:
        whole = schema_of(kind)
        for name, part in [("", whole), *whole.get("$defs", {}).items()]:
            for key, one in part.get("properties", {}).items():
                assert "description" in one or "$ref" in one, (kind, name, key)


@pytest.mark.parametrize("kind", FILES)
def test_the_command_prints_it(kind: str) -> None:
    """And nothing else."""
    printed = CliRunner().invoke(main, ["flow", "schema", kind])

    assert (printed.exit_code, json.loads(printed.stdout)) == (0, schema_of(kind))
