"""A backtest by processes of this machine, and by a Dask cluster: the same."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from ivr.flow.loader import load_flow
from ivr.publishing.files import gather
from ivr.replay import open_sides

distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")

FLOW = """\
flow: shop
language: en
start: hello
hand_over: {queue: desk}
intents:
  track_order: {means: know where it is, examples: [where is my order, track my parcel, where is my parcel]}
  refund: {means: return it, examples: [refund, i want my money back, return the shoes]}
routes: {track_order: found, refund: money}
nodes:
  hello: {say: This is the shop., listen: {to: any}}
  found: {say: It is on its way., end: true}
  money: {transfer: {queue: returns}}
"""


def ivr(*words: object, typed: str = "") -> str:
    """What a command prints; it must be good."""
    result = CliRunner().invoke(main, list(map(str, words)), input=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of a cluster of two workers."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, worker_dashboard_address=None
    ) as local:
        yield local.scheduler_address


@pytest.mark.filterwarnings("ignore")  # what a cluster leaves behind when it closes is not ours
def test_whoever_replays_tells_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: str) -> None:
    """Three calls on record, of which the draft sends one elsewhere."""
    monkeypatch.setenv("IVR_DATA_DIR", str(tmp_path / "data"))
    live, draft = tmp_path / "flow.en.yaml", tmp_path / "draft.yaml"
    live.write_text(FLOW, "utf-8")
    draft.write_text(FLOW.replace("queue: returns", "queue: billing"), "utf-8")
    for wish in ("where is my order", "i want my money back", "track my parcel"):
        ivr("call", "--flow", live, "--text", "--json", typed=f"{wish}\n")
    ways: tuple[list[str], ...] = ([], ["--jobs", "2"], ["--dask", cluster])
    told = [ivr("flow", "backtest", live, "--draft", draft, "--json", *way) for way in ways]
    found = json.loads(told[0])

    assert told[1:] == told[:1] * 2
    assert {name: count for name, count in found["counts"].items() if count} == {"same": 2, "routed": 1}
    assert [(one["before"], one["after"]) for one in found["compared"] if one["effects"] == ["routed"]] == [
        ("queue returns", "queue billing")
    ]


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        ("queue: returns", "queue: billing", True),
        ("This is the shop.", "Hello!", True),
        ("where is my parcel", "where is my box", False),
        ("nodes:", "slots: {number: {type: digits, ask: Which number?}}\nnodes:", False),
        ("nodes:", "knowledge: {hours: {questions: [when are you open], answer: At nine.}}\nnodes:", False),
    ],
)
def test_what_is_taught_alike_is_learnt_once(tmp_path: Path, old: str, new: str, alike: bool) -> None:
    """Where only ways and words of the line change, the draft understands with what the live version has learnt."""
    live, draft = tmp_path / "flow.en.yaml", tmp_path / "draft.yaml"
    live.write_text(FLOW, "utf-8")
    draft.write_text(FLOW.replace(old, new), "utf-8")
    one, other = open_sides(*(gather(load_flow(path)) for path in (live, draft)))

    assert (one.understanding is other.understanding) == alike
    assert one.flow != other.flow
