"""Recorded calls, held again by the live version and a draft."""

import json
import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from ivr.flow.loader import load_flow
from ivr.flowtest.backtest import Effect
from ivr.publishing.files import gather
from ivr.replay import BySound

CALLS = Path(__file__).parents[2] / "audio_samples" / "calls"
NOW = datetime(2026, 3, 2, 9)

FLOWS = {
    "en": """\
flow: shop
language: en
start: hello
hand_over: {queue: desk}
intents:
  track_order: {means: know where it is, examples: [where is my order, track my parcel, where is my parcel]}
routes: {track_order: found}
nodes:
  hello: {say: This is the shop., listen: {to: any}}
  found: {say: It is on its way., end: true}
""",
    "zh": """\
flow: shop
language: zh
start: hello
hand_over: {queue: desk}
intents:
  track_order: {means: 查订单, examples: [我的订单到哪了, 查一下我的包裹, 快递什么时候到]}
routes: {track_order: found}
nodes:
  hello: {say: 这里是小店。, listen: {to: any}}
  found: {say: 已经在路上了。, end: true}
""",
}
RECORDED = {"en": CALLS / "agent_at_once.flac", "zh": CALLS / "zh_agent_at_once" / "1.flac"}


@pytest.fixture(params=FLOWS)
def line(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A live flow, a draft with another desk, and a folder with a recorded call and a damaged one."""
    language = str(request.param)
    live, draft, folder = tmp_path / f"flow.{language}.yaml", tmp_path / "draft.yaml", tmp_path / "calls"
    live.write_text(FLOWS[language], "utf-8")
    draft.write_text(FLOWS[language].replace("queue: desk", "queue: front"), "utf-8")
    folder.mkdir()
    (folder / "broken.wav").write_bytes(RECORDED[language].read_bytes()[:700])
    shutil.copy(RECORDED[language], folder / "call.flac")
    return live, draft, folder


def test_a_recorded_call_is_held_by_both(line: tuple[Path, Path, Path]) -> None:
    """The draft puts the caller through to another desk; with the same flow twice nothing changes."""
    live, draft, folder = line
    files = gather(load_flow(live)), gather(load_flow(draft))
    with closing(BySound(*files, NOW)) as compare:
        one = compare(folder / "call.flac")
    with closing(BySound(files[0], files[0], NOW)) as compare:
        same = compare(folder / "call.flac")

    assert (one.effects, one.before, one.after) == ((Effect.ROUTED,), "queue desk", "queue front")
    assert (same.effects, same.at_turn, same.more_seconds) == ((Effect.SAME,), 1, 0)


@pytest.mark.parametrize("line", ["en"], indirect=True)
def test_a_damaged_recording_costs_only_itself(line: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, the other call is compared, by one process as by two; and no call and no ticket is kept."""
    live, draft, folder = line
    monkeypatch.setenv("IVR_DATA_DIR", str(folder.parent / "data"))
    told = []
    for jobs in "12":
        words = ["flow", "backtest", str(live), "--draft", str(draft), "--calls", str(folder), "--jobs", jobs, "--json"]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        told.append(json.loads(result.stdout))

    assert told[0] == told[1]
    assert [(one["call"], one["effects"]) for one in told[0]["compared"]] == [
        (str(folder / "broken.wav"), ["unreadable"]),
        (str(folder / "call.flac"), ["routed"]),
    ]
    assert list((folder.parent / "data").rglob("*.sqlite")) == []


def test_a_folder_without_recordings_is_told(tmp_path: Path) -> None:
    """What to put there."""
    result = CliRunner().invoke(main, ["flow", "backtest", "retail", "--draft", "retail", "--calls", str(tmp_path)])

    assert result.exit_code == 2
    assert "there are no recordings" in result.stderr
