"""`ivr flow publish`, `versions`, `rollback` and `diff` as people and programs use them."""

import json
from pathlib import Path

import pytest

from tests.acceptance.conftest import Ivr

ENGLISH = """\
flow: shop
language: en
start: hello
hand_over: {queue: desk}
intents: {}
nodes: {hello: {say: Hello., listen: {}, go: {else: bye}}, bye: {say: Bye., end: true}}
"""
MANDARIN = ENGLISH.replace("language: en", "language: zh").replace("Hello.", "您好。").replace("Bye.", "再见。")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The folder of a small line in both languages."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "flow.en.yaml").write_text(ENGLISH, "utf-8")
    (folder / "flow.zh.yaml").write_text(MANDARIN, "utf-8")
    return folder


def heard(ivr: Ivr, flow: str) -> str:
    """What a caller of a line hears."""
    events = [json.loads(line) for line in ivr("call", "--flow", flow, "--text", "--json").stdout.splitlines()]
    return " ".join(event["text"] for event in events if event["event"] == "prompt")


def test_a_line_is_published_changed_and_rolled_back(ivr: Ivr, shop: Path) -> None:
    """Both languages at once, one alone, and back; callers hear what is live, whatever the files say by then."""
    first = ivr("flow", "publish", shop, "--note", "first", "--author", "安娜")
    (shop / "flow.zh.yaml").write_text(MANDARIN.replace("您好。", "早上好。"), "utf-8")
    told = ivr("flow", "diff", "live", shop / "flow.zh.yaml")
    second = json.loads(ivr("flow", "publish", shop, "--note", "second", "--json").stdout)

    assert first.stdout == "shop.en@1 is live, the first version\nshop.zh@1 is live, the first version\n"
    assert told.stdout == 'hello says: "早上好。" instead of: "您好。"\n'
    assert [(one["number"], one["language"], one["live"], one["instead_of"]) for one in second["live"]] == [
        (2, "zh", True, 1)
    ]
    assert heard(ivr, "live:shop.zh") == "早上好。"
    back = ivr("flow", "rollback", "shop")
    assert back.stdout.splitlines() == [
        "shop.zh@1 is live instead of shop.zh@2",
        '  hello says: "您好。" instead of: "早上好。"',
    ]
    assert heard(ivr, "live:shop.zh") == "您好。"
    listed = json.loads(ivr("flow", "versions", "shop", "--json").stdout)
    assert [(one["number"], one["language"], one["author"], one["live"]) for one in listed[1:]] == [
        (1, "en", "安娜", True),
        (1, "zh", "安娜", True),
    ]


def test_what_the_checker_refuses_is_not_published(ivr: Ivr, shop: Path) -> None:
    """In any language: nothing is kept, the mistake is told with its place, and the exit code is 1."""
    (shop / "flow.zh.yaml").write_text(MANDARIN.replace("else: bye", "else: nowhere"), "utf-8")
    refused = ivr("flow", "publish", shop, "--note", "first")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "flow.zh.yaml:6:" in refused.stderr
    assert json.loads(ivr("flow", "versions", "shop", "--json").stdout) == []


def test_what_fails_its_cases_is_not_published(ivr: Ivr, shop: Path) -> None:
    """The case is told, nothing is kept, and the exit code is 1."""
    case = "cases:\n  to_a_person: {turns: [{hang_up: true}], queue: desk}\n"
    (shop / "shop.en.cases.yaml").write_text(case, "utf-8")
    refused = ivr("flow", "publish", shop / "flow.en.yaml", "--note", "first")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "shop.en.cases.yaml:2" in refused.stderr
    assert "1 of 1 cases fail" in refused.stderr
    assert json.loads(ivr("flow", "versions", "shop", "--json").stdout) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["call", "--flow", "live:shop", "--text"], "never published"),
        (["flow", "diff", "live", "live"], "compared with something else"),
    ],
)
def test_what_is_not_there_is_told(ivr: Ivr, words: list[str], told: str) -> None:
    """Exit code 2, and no traceback."""
    result = ivr(*words)

    assert result.returncode == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr
