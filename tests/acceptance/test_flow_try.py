"""`ivr flow try`: a conversation that is piped in, and one during which the flow is saved."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Ivr

NOW = ("--now", "2026-11-21 12:00")
SLIP = ["/what-if refund", "/back", "/bakc"]
TYPED = {
    "retail": ["where is my parcel", *SLIP, "track order 45678901", "/save tracked"],
    "retail.zh": ["我的包裹到哪了", *SLIP, "查一下我的订单四五六七八九零一", "/save 查到了"],
}


@pytest.mark.parametrize("line", TYPED)
def test_a_conversation_is_tried_and_kept(ivr: "Ivr", tmp_path: Path, line: str) -> None:
    """Each turn with its reasons, a command that is misspelt, and a case that passes in the end."""
    folder = tmp_path / "my-line"
    ivr("flow", "new", folder)
    flow = folder / f"flow.{'zh' if line.endswith('zh') else 'en'}.yaml"

    tried = ivr("flow", "try", flow, *NOW, typed="\n".join(TYPED[line]))

    assert tried.returncode == 0, tried.stderr
    told = tried.stdout
    assert "decided  accept track_order" in told
    assert "node     welcome -> track_order\n" in told
    assert "node     welcome -> refund\n" in told
    assert "cannot   there is no command /bakc. Did you mean '/back'?" in told
    assert "look-up  orders 45678901: found\nnode     welcome -> track_order -> anything_else\n" in told
    assert "slots    order_number = 45678901\n" in told
    (cases,) = folder.glob(f"*.{flow.name.split('.')[1]}.cases.yaml")
    assert f"saved    '{TYPED[line][-1].removeprefix('/save ')}' in {cases}\n" in told
    tested = ivr("flow", "test", flow, cases)
    assert tested.returncode == 0, tested.stdout


def test_a_flow_that_is_saved_meanwhile_is_taken_at_once(ivr: "Ivr", tmp_path: Path) -> None:
    """With a mistake in it the one before stays in use, and the mistake is told with its place."""
    folder = tmp_path / "my-line"
    ivr("flow", "new", folder, "--language", "en")
    flow = folder / "flow.en.yaml"
    good = flow.read_text("utf-8")
    command = [sys.executable, "-m", "ivr", "flow", "try", str(flow), *NOW]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        typed(process, "", "automatic line")
        typed(process, "where is my parcel", "What is your order number?")
        flow.write_text(good.replace("go: anything_else", "go: anything_els", 1), "utf-8")
        broken = typed(process, "/where", "waits    for a value of order_number")
        flow.write_text(good.replace("What is your order number?", "Which order is it?"), "utf-8")
        mended = typed(process, "/where", "waits    for a value of order_number")

    line = good[: good.index("go: anything_else")].count("\n") + 1
    assert f"{flow}:{line}:9: error[no-such-node]" in broken
    assert "the one of before stays in use" in broken
    assert "the conversation was held again\n" in mended
    assert "line     Which order is it?" in mended
    assert process.returncode == 0


def typed(process: "subprocess.Popen[str]", text: str, until: str) -> str:
    """Type a line, and read what is told up to these words."""
    assert process.stdin
    assert process.stdout
    if text:
        process.stdin.write(f"{text}\n")
        process.stdin.flush()
    told = ""
    while until not in told:
        line = process.stdout.readline()
        assert line, told
        told += line
    return told


def test_a_flow_with_mistakes_is_not_begun(ivr: "Ivr", tmp_path: Path) -> None:
    """As with every other command."""
    flow = tmp_path / "flow.en.yaml"
    flow.write_text("flow: tiny\n", "utf-8")

    run = ivr("flow", "try", flow)

    assert run.returncode == 1
    assert run.stderr.startswith(f"{flow}:1:1: error[")
