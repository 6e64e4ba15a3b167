"""The flows of one line in two languages: what one lacks or has otherwise, with both places."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from ivr.flow.loader import load_flow
from ivr.flow.parity import parity

ROOT = Path(__file__).parents[3]
ENGLISH = """\
flow: shop
language: en
start: hello
hand_over: {queue: desk}
intents:
  order: {means: know where your order is, examples: [where is my order]}
routes: {order: order}
slots:
  number: {type: digits, length: 4, ask: Which number?}
lookups:
  orders: {table: en.csv, key: number}
nodes:
  hello: {say: [Hello., Hi.], listen: {to: any}, help: Just say it.}
  order:
    collect: [number]
    look_up: {from: orders, by: number, as: order, on_missing: desk}
    say: "It is {order.status}."
    go: hello
  desk: {transfer: {queue: orders, skills: [find]}}
"""
MANDARIN = (
    ENGLISH.replace("language: en", "language: zh")
    .replace("know where your order is, examples: [where is my order]", "查订单, examples: [我的订单在哪里, 查订单]")
    .replace("Which number?", "请问号码？")
    .replace("en.csv", "zh.csv")
    .replace("Hello., Hi.", "您好。, 你好。")
    .replace("Just say it.", "请直接说。")
    .replace("It is {order.status}.", "{order.status}。")
)

Both = Callable[[str, str], Path]


@pytest.fixture
def both(tmp_path: Path) -> Both:
    """Writes a line in both languages."""

    def write(english: str, mandarin: str) -> Path:
        for language, text in (("en", english), ("zh", mandarin)):
            (tmp_path / f"flow.{language}.yaml").write_text(text, "utf-8")
            (tmp_path / f"{language}.csv").write_text("number,status\n1234,here\n", "utf-8")
        return tmp_path

    return write


def told(folder: Path, first: str = "en", second: str = "zh") -> list[str]:
    """What is said of two flows, without the fixes."""
    found = parity(load_flow(folder / f"flow.{first}.yaml"), load_flow(folder / f"flow.{second}.yaml"))
    return [
        f"{Path(one.file).name}:{one.line}:{one.column}: {one.severity}[{one.code}]: {one.message}" for one in found
    ]


def test_the_same_in_other_words_is_no_difference(both: Both) -> None:
    """Texts, tables and the number of examples are each language's own."""
    assert told(both(ENGLISH, MANDARIN)) == []
    assert told(both(ENGLISH, MANDARIN), "zh", "en") == []


@pytest.mark.parametrize("line", sorted({one.parent.name for one in (ROOT / "flows").glob("*/flow.zh.yaml")}))
def test_the_sample_lines_do_the_same_in_both_languages(line: str) -> None:
    """Whoever copies one begins with a good one."""
    assert told(ROOT / "flows" / line) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "  desk: {",
            "  other: {end: true}\n  desk: {",
            "flow.en.yaml:12:1: error[missing-here]: nodes.other is missing here, and stands at flow.zh.yaml:19:3",
        ),
        (
            "  number: {type: digits, length: 4, ask: 请问号码？}",
            "  nummer: {type: digits, length: 4, ask: 请问号码？}",
            "flow.zh.yaml:8:1: error[missing-here]: slots.number is missing here, and stands at flow.en.yaml:9:3",
        ),
        (
            "{queue: orders,",
            "{queue: order,",
            "flow.en.yaml:19:28: error[otherwise-there]: nodes.desk.transfer.queue: orders here, order at "
            "flow.zh.yaml:19:21",
        ),
        (
            "length: 4",
            "length: 5",
            "flow.en.yaml:9:34: error[otherwise-there]: slots.number.length: 4 here, 5 at flow.zh.yaml:9:26",
        ),
        (
            "{queue: desk}",
            "{queue: tisch}",
            "flow.en.yaml:4:20: error[otherwise-there]: hand_over.queue: desk here, tisch at flow.zh.yaml:4:13",
        ),
        (
            "go: hello",
            "go: desk",
            "flow.en.yaml:18:9: error[otherwise-there]: nodes.order.go: hello here, desk at flow.zh.yaml:18:5",
        ),
        (
            "go: hello",
            "listen: {to: any}",
            "flow.en.yaml:14:3: error[otherwise-there]: nodes.order.listen.to: nothing here, any at flow.zh.yaml:18:14",
        ),
        (
            "[您好。, 你好。]",
            "您好。",
            "flow.en.yaml:13:16: warning[otherwise-there]: nodes.hello.say: 2 texts here, 1 text at flow.zh.yaml:13:11",
        ),
        (
            ", help: 请直接说。",
            "",
            "flow.en.yaml:13:56: warning[otherwise-there]: nodes.hello.help: 1 text here, 0 texts at flow.zh.yaml:13:3",
        ),
    ],
)
def test_every_difference_is_told_with_both_places(both: Both, old: str, new: str, complaint: str) -> None:
    """In the file that lacks it; where both have it, in the one that is checked."""
    assert old in MANDARIN
    found = told(both(ENGLISH, MANDARIN.replace(old, new, 1)))

    assert complaint in found, found


@pytest.mark.parametrize("meant", ["nodes.desk.transfer.queue", "nodes.desk", "nodes"])
@pytest.mark.parametrize("where", ["en", "zh"])
def test_a_difference_that_is_meant_is_not_told(both: Both, meant: str, where: str) -> None:
    """Said in either flow, of the part itself or of one that holds it."""
    says = f"differs: [{meant}]\n"
    other = MANDARIN.replace("{queue: orders,", "{queue: order,")
    folder = both(ENGLISH + says * (where == "en"), other + says * (where == "zh"))

    assert told(folder) == []
    assert told(both(ENGLISH + "differs: [nodes.des]\n", other)) != []


def test_the_check_of_either_flow_compares_both(both: Both) -> None:
    """A difference is an error; a flow beside it that cannot be read is named, and keeps nobody from checking."""
    folder = both(ENGLISH, MANDARIN.replace("{queue: orders,", "{queue: order,"))
    for language in ("en", "zh"):
        done = CliRunner().invoke(main, ["flow", "check", str(folder / f"flow.{language}.yaml")])
        assert (done.exit_code, "error[otherwise-there]: nodes.desk.transfer.queue" in done.stderr) == (1, True)
    both(ENGLISH, "flow: [")
    done = CliRunner().invoke(main, ["flow", "check", str(folder / "flow.en.yaml")])

    assert (done.exit_code, "not compared with the other language" in done.stderr) == (0, True)
