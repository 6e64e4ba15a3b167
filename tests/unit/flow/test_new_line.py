"""`ivr flow new`: a line of one's own, whole or not at all, and never over what is there."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli.main import main
from ivr.flow.linter import check
from ivr.flow.loader import load_flow

SHARED = "{subflow: ask, language: en, start: a, exits: [out], nodes: {a: {say: Hello., go: out}}}"
BANK = """\
# a bank
flow: bank # the name
language: en
start: hello
hand_over: {queue: desk}
intents: {}
subflows: {ask: ../shared/ask.en.yaml}
nodes:
  hello: {run: ask, on: {out: end}}
  end: {say: "flow: bank", transfer: {queue: desk}}
"""


def new(*words: str | Path) -> Result:
    """What the command does with these words."""
    return CliRunner().invoke(main, ["flow", "new", *map(str, words)])


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A line with a sub-flow beside it and cases."""
    (tmp_path / "flows" / "shared").mkdir(parents=True)
    (tmp_path / "flows" / "bank").mkdir()
    (tmp_path / "flows" / "shared" / "ask.en.yaml").write_text(SHARED, "utf-8")
    (tmp_path / "flows" / "bank" / "flow.en.yaml").write_text(BANK, "utf-8")
    (tmp_path / "flows" / "bank" / "flow.en.cases.yaml").write_text("cases: []\n", "utf-8")
    return tmp_path / "flows" / "bank"


@pytest.mark.parametrize("languages", [("en", "zh"), ("zh",)])
def test_the_new_line_is_good_and_has_its_own_name(tmp_path: Path, languages: tuple[str, ...]) -> None:
    """In each language that was asked for, with all its files."""
    done = new(tmp_path / "my-line", *(word for one in languages for word in ("--language", one)))
    assert done.exit_code == 0, done.output

    assert sorted(one.name for one in (tmp_path / "my-line").glob("flow.*.yaml")) == [
        f"flow.{one}.yaml" for one in languages
    ]
    for one in languages:
        loaded = load_flow(tmp_path / "my-line" / f"flow.{one}.yaml")
        assert (loaded.flow.flow, check(loaded)) == ("my_line", [])
        assert all(path.is_relative_to(tmp_path / "my-line") for path in loaded.files())
    assert [one.name for one in tmp_path.iterdir()] == ["my-line"]


def test_comments_shared_files_and_cases_come_along(tmp_path: Path, bank: Path) -> None:
    """Only the name is another."""
    line = tmp_path / "mine" / "branch"
    assert new(line, "--from", bank).exit_code == 0

    assert (line / "flow.en.yaml").read_text("utf-8") == BANK.replace("flow: bank #", "flow: branch #")
    assert (line / "flow.en.cases.yaml").is_file()
    assert (tmp_path / "mine" / "shared" / "ask.en.yaml").read_text("utf-8") == SHARED
    assert new(tmp_path / "mine" / "second", "--from", bank).exit_code == 0


def test_what_is_there_is_never_overwritten(tmp_path: Path, bank: Path) -> None:
    """Neither the folder nor a file that would be shared."""
    assert new(bank).exit_code == 2
    assert (bank / "flow.en.yaml").read_text("utf-8") == BANK
    (tmp_path / "mine" / "shared").mkdir(parents=True)
    (tmp_path / "mine" / "shared" / "ask.en.yaml").write_text("another", "utf-8")

    assert new(tmp_path / "mine" / "branch", "--from", bank).exit_code == 2
    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["shared"]


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("5-lines",), "cannot be the name of a line", 2),
        (("a b",), "cannot be the name of a line", 2),
        (("x", "--from", "retial"), "Did you mean 'retail'?", 2),
        (("x", "--language", "fr"), "is not one of", 2),
    ],
)
def test_what_cannot_be_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str, code: int
) -> None:
    """And nothing is written."""
    monkeypatch.chdir(tmp_path)
    done = new(*words)

    assert (done.exit_code, said in done.stderr, list(tmp_path.iterdir())) == (code, True, [])


def test_a_language_that_the_line_lacks_is_told(tmp_path: Path, bank: Path) -> None:
    """With those that it has."""
    done = new(tmp_path / "x", "--from", bank, "--language", "zh")

    assert (done.exit_code, "flow.en.yaml" in done.stderr) == (2, True)


def test_a_line_with_a_mistake_is_no_template(tmp_path: Path, bank: Path) -> None:
    """The mistake is told where it stands."""
    (bank / "flow.en.yaml").write_text(BANK.replace("out: end", "out: edn"), "utf-8")
    done = new(tmp_path / "x", "--from", bank)

    assert (done.exit_code, "flow.en.yaml:9:" in done.stderr, (tmp_path / "x").exists()) == (1, True, False)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where a folder should."""
    (tmp_path / "file").write_text("", "utf-8")

    assert new(tmp_path / "file" / "x").exit_code == 2
