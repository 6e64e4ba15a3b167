"""Pictures of flows: nodes, ways, how many calls went each, and texts that mean nothing to the program that draws."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ivr.cli.main import main
from ivr.flow.diagram import ANYWHERE, Box, Diagram, Way, diagram
from ivr.flow.drawing import as_dot, as_mermaid
from ivr.flow.loader import LoadedFlow
from ivr.flow.names import HAND_OVER
from ivr.records.model import Turn

FLOW = """\
flow: tiny
language: en
start: hello
hand_over: {queue: desk}
intents:
  order: {means: x, examples: [my order]}
  bye: {means: y, examples: [so long]}
routes: {order: order}
slots: {number: {type: digits, ask: Which?}}
lookups: {orders: {table: orders.csv, key: number}}
nodes:
  hello: {say: Hello., listen: {to: any}, go: {bye: end, no: end}}
  order:
    collect: [number]
    look_up: {from: orders, by: number, as: order, on_missing: more}
    branch: [{value: order.status, is: lost, go: desk}]
    say: "Your order is {order.status}, and this sentence is much longer than it need be."
    go: more
  more: {say: More?, listen: {to: [order]}, go: {no: end}}
  desk: {transfer: {queue: lost}}
  end: {say: Bye., end: true}
"""

Load = Callable[[str], LoadedFlow]


def turn(before: str, after: str) -> Turn:
    """A turn that began at one node and was answered at another."""
    return Turn("c", 1, before, after, "")


def test_every_node_and_way_is_in_it(load: Load) -> None:
    """With what each node does, the first words that it says, and what leads along each way."""
    drawn = diagram(load(FLOW).flow)

    assert {box.name: box.kind for box in drawn.boxes} == {
        ANYWHERE: "anywhere",
        "hello": "listen",
        "order": "collect",
        "more": "listen",
        "desk": "transfer",
        "end": "end",
        HAND_OVER: "transfer",
    }
    order = next(box for box in drawn.boxes if box.name == "order")
    assert order.lines[:2] == ("collects number", "looks up orders")
    assert order.lines[2].startswith("“Your order is {order.status}")
    assert order.lines[2].endswith("…”")
    assert drawn.ways == {
        (ANYWHERE, "order"): ("order",),
        ("hello", "end"): ("bye", "no"),
        ("order", "more"): ("not found",),
        ("order", HAND_OVER): ("fails",),
        ("order", "desk"): ("order.status is lost",),
        ("more", "end"): ("no",),
        ("more", "order"): ("order",),
    }


def test_past_calls_are_counted_on_the_ways_they_went(load: Load) -> None:
    """Also by nodes at which nobody had a turn; what was asked again, and a jump back, is no way."""
    call = [turn("hello", "order"), turn("order", "order"), turn("order", "order"), turn("more", "end")]
    drawn = diagram(load(FLOW).flow, [call, [turn("hello", "end")], [turn("end", "hello"), turn("gone", "hello")]])

    assert drawn.taken == {
        Way(ANYWHERE, "order"): 1,
        Way("order", "more"): 1,
        Way("more", "end"): 1,
        Way("hello", "end"): 1,
    }
    assert "turns: 2" in next(box for box in drawn.boxes if box.name == "order").lines
    assert '"no<br/>#215; 1"' in as_mermaid(drawn)
    assert "penwidth=7.0" in as_dot(drawn)


def test_sub_flows_stand_in_a_frame(load: Load, tmp_path: Path) -> None:
    """Named after the node that runs them."""
    (tmp_path / "sub.yaml").write_text(
        "{subflow: sub, language: en, start: a, exits: [out], nodes: {a: {say: A., go: out}}}", "utf-8"
    )
    flow = FLOW.replace("nodes:", "subflows: {sub: sub.yaml}\nnodes:\n  ask: {run: sub, on: {out: more}}")
    drawn = diagram(load(flow).flow)

    assert 'subgraph "cluster_ask"' in as_dot(drawn)
    assert re.search(r'subgraph gn\d+\["ask"\]\n    n\d+\["a<br/>', as_mermaid(drawn))


HOSTILE = 'a"] --> b["<script>`x`</script> \\" ; }\n%% {"}#quot;|end'


def test_no_text_breaks_mermaid() -> None:
    """Whatever an author writes is text: no bracket, quote or tag of theirs is left."""
    text = as_mermaid(Diagram(HOSTILE, (Box("a", "say", (HOSTILE,)),), {Way("a", "a"): (HOSTILE,)}))
    labels = re.findall(r'"([^"]*)"', text)

    assert len(labels) == 2
    assert not any(set('<>[]{}|`"\\') & set(label.replace("<br/>", "")) for label in labels)


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not here")
@pytest.mark.parametrize("text", [HOSTILE, "\\", '"', "\\N\\G", "<b>", "您好，请问", "\x00\x1b[0m", ""])
def test_no_text_breaks_graphviz(text: str) -> None:
    """It draws one node with one way, and puts the text into the SVG as text."""
    dot = as_dot(Diagram(text, (Box("a", "say", (text,)),), {Way("a", "a"): (text,)}))
    svg = subprocess.run(["dot", "-Tsvg"], input=dot.encode(), capture_output=True, check=True).stdout.decode()

    assert (svg.count('class="node"'), svg.count('class="edge"'), svg.count("<script")) == (1, 1, 0)


@given(text=st.text())
def test_quotes_in_dot_are_always_closed(text: str) -> None:
    """Without a backslash before it, each quote is one of ours."""
    dot = as_dot(Diagram(text, (Box("a", "say", (text,)),), {Way("a", "a"): (text,)}))

    assert len(re.findall(r'(?<!\\)(?:\\\\)*"', dot)) % 2 == 0
    assert dot.count("\n") == 7


def test_the_command_draws_a_sample_line(tmp_path: Path) -> None:
    """Mermaid without any program; an ending says what else; what is no format or no database is told."""
    run = CliRunner()
    assert run.invoke(main, ["flow", "graph", "retail"]).stdout.count("\n  n") > 90
    assert run.invoke(main, ["flow", "graph", "retail.zh", "--out", str(tmp_path / "a.dot")]).exit_code == 0
    assert "digraph {" in (tmp_path / "a.dot").read_text("utf-8")
    assert run.invoke(main, ["flow", "graph", "retail", "--calls", str(tmp_path / "gone.sqlite")]).exit_code == 2
    assert run.invoke(main, ["flow", "graph", "retail", "--out", str(tmp_path / "gone" / "a.dot")]).exit_code == 2


def test_without_graphviz_an_svg_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator's error: the program is missing."""
    monkeypatch.setenv("PATH", "")
    done = CliRunner().invoke(main, ["flow", "graph", "retail", "--format", "svg"])

    assert (done.exit_code, "apt install graphviz" in done.stderr) == (3, True)
