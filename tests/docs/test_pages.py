"""What holds for every page: links lead somewhere, commands exist, the READMEs agree, no path of anyone's machine."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from docs import generate
from ivr.cli.main import main
from tests.docs.conftest import DOCS, ROOT, blocks, pages, prose, read

LINK = re.compile(r"\]\(([^)\s]+)\)")
INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
MACHINE_PATH = re.compile(r"""(?<![\w.~/-])/(?:home|root|Users|work|mnt|workspace)/\w|[A-Z]:\\Users\\""")
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".csv", ".tsv", ".json", ".dict", ".conf", ".svg", ".sh", ""}
COMMANDS = dict(generate.walk(main, "ivr"))


def _anchors(page: Path) -> set[str]:
    """The headings of a page as the hosting sites make anchors of them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    """Files are there, and headings are in them. Addresses on the web are not looked at: no test needs a network."""
    dead = []
    for link in LINK.findall(prose(page)):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            dead.append(link)

    assert dead == []


def test_every_page_is_in_the_table_of_contents() -> None:
    """docs/README.md and the project's README lead to each page."""
    names = {page.name for page in DOCS.glob("*.md")} - {"README.md"}

    for contents in (DOCS / "README.md", ROOT / "README.md", ROOT / "README.zh.md"):
        assert {name for name in names if f"{name})" not in read(contents)} == set()


def test_both_readmes_have_the_same_code() -> None:
    """What one can do does not depend on the language one reads."""
    assert blocks(ROOT / "README.md") == blocks(ROOT / "README.zh.md")
    assert LINK.findall(prose(ROOT / "README.md"))[1:] == LINK.findall(prose(ROOT / "README.zh.md"))[1:]


def _command_lines(page: Path) -> list[str]:
    """The lines in a page's code that call `ivr`, settings before it and redirections left out."""
    code = INDENTED.findall(prose(page)) + [
        line for block in blocks(page) if block.language == "sh" for line in block.text.splitlines()
    ]
    found = [re.search(r"(?:^|[\w./=:-]+ |\| )(ivr (?!:).*)$", line) for line in code]
    return [re.split(r" [|<>]| <", match[1])[0] for match in found if match]


def _needs_a_subcommand(command: click.Command) -> bool:
    return isinstance(command, click.Group) and not command.invoke_without_command


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_on_a_page_exists(page: Path) -> None:
    """The commands and options in the text are those of the program."""
    unknown = []
    for line in _command_lines(page):
        words = shlex.split(line)
        name = next(
            known for length in (3, 2, 1) if (known := " ".join(words[:length])) in COMMANDS and len(words) >= length
        )
        options = [word for word in words if word.startswith("--")]
        known_options = {option for one in COMMANDS[name].params for option in (*one.opts, *one.secondary_opts)}
        arguments = [word for word in words[len(name.split()) :] if not word.startswith("-")]
        if set(options) - known_options or (_needs_a_subcommand(COMMANDS[name]) and arguments):
            unknown.append(line)

    assert unknown == []


def test_commands_are_found_on_the_pages() -> None:
    """This module still knows how commands are written there."""
    assert "ivr queue list" in _command_lines(ROOT / "README.md")
    assert "ivr call --flow my-line/flow.en.yaml --text" in _command_lines(DOCS / "tutorial.md")


def _project_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_file_holds_a_path_of_anybodys_machine() -> None:
    """Home folders and work folders mean nothing on another machine."""
    files = [file for file in _project_files() if file.suffix in TEXT and file.is_file()]
    if not files:
        pytest.skip("not a git checkout")
    found = [
        f"{file.relative_to(ROOT).as_posix()}:{number}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]

    assert found == []
