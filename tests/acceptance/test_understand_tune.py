"""`ivr understand tune`: labelled sentences or past calls in, a trade-off and the costs to put into a flow out."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from ruamel.yaml import YAML

from tests.acceptance.conftest import Ivr

ROOT = Path(__file__).parents[2]
HELD_OUT = ROOT / "tests" / "integration" / "data"


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """The held-out sentences of the retail line as JSON lines."""
    path = tmp_path / "said.jsonl"
    rows = (line.partition("\t") for line in (HELD_OUT / "retail_heldout.en.tsv").read_text("utf-8").splitlines())
    told = [json.dumps({"text": text, "intent": intent.strip() or None}) for text, _, intent in rows]
    path.write_text("\n".join(told), "utf-8")
    return path


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """The retail line in a folder of its own."""
    return Path(shutil.copytree(ROOT / "flows" / "retail", tmp_path / "line")) / "flow.en.yaml"


def test_the_trade_off_the_curve_and_the_costs(ivr: Ivr, labelled: Path, line: Path, tmp_path: Path) -> None:
    """As JSON and as a picture; the author's file is as it was."""
    before = line.read_bytes()
    result = ivr("understand", "tune", "--flow", line, "--labelled", labelled, "--plot", tmp_path / "t.svg", "--json")
    told = json.loads(result.stdout)

    assert (result.returncode, result.stderr) == (0, "")
    assert (told["sentences"] >= 100, told["out_of_scope"] >= 20, told["reached"]) == (True, True, True)
    assert told["chosen"]["cost"] == min(point["cost"] for point in told["points"])
    assert told["costs"]["wrong_route"] == told["chosen"]["wrong_route"]
    assert ElementTree.parse(tmp_path / "t.svg").getroot().tag.endswith("svg")
    assert line.read_bytes() == before


def test_write_changes_the_costs_and_nothing_else(ivr: Ivr, labelled: Path, line: Path) -> None:
    """Every line of the file is still there, remarks too, and people read what was chosen."""
    before = line.read_text("utf-8").splitlines()
    result = ivr("understand", "tune", "--flow", line, "--labelled", labelled, "--wrong-at-most", "0.1", "--write")
    after = line.read_text("utf-8").splitlines()
    added = [text for text in after if text not in before]
    costs = YAML(typ="safe").load("\n".join(added))["costs"]

    assert result.returncode == 0
    assert [text for text in after if text not in added] == before
    assert f"Chosen: wrong_route {costs['wrong_route']:g}. " in result.stdout
    assert result.stdout.rstrip().endswith("\n".join(added))


def test_past_calls_teach_when_there_are_enough(ivr: Ivr, tmp_path: Path) -> None:
    """One call is not: the command says how many sentences there are, and how many it needs."""
    ivr("call", "--flow", "retail", "--text", typed="where is my order\n12345678\ni want my money back\n")
    result = ivr("understand", "tune", "--flow", "retail", "--calls", tmp_path / "data" / "ivr.sqlite")

    assert result.returncode == 2
    assert result.stderr.startswith("ivr: there are 2 sentences with an intent to learn from, and 100 are needed.")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "either --labelled or --calls"),
        (["--calls", "gone.sqlite"], "gone.sqlite: there is no such file"),
        (["--labelled", "gone.jsonl"], "gone.jsonl: cannot be read"),
    ],
)
def test_what_cannot_be_learnt_from_is_said(ivr: Ivr, options: list[str], said: str) -> None:
    """In one line, with what to do."""
    result = ivr("understand", "tune", *options)

    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
