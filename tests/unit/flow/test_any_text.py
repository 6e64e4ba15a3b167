"""Whatever stands in the files of a flow: the author is told, and never gets a traceback."""

import json
import random
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ivr.cli.main import main
from ivr.errors import AuthorError
from ivr.flow.linter import check
from ivr.flow.loader import load_flow

ROOT = Path(__file__).parents[3]
LINES = sorted(path for path in (ROOT / "flows").rglob("flow.*.yaml"))
FILES = sorted(path for path in (ROOT / "flows").rglob("*.yaml") if not path.name.endswith(".cases.yaml"))


def survives(path: Path, text: str) -> None:
    """Load and check a text."""
    path.write_text(text, "utf-8", errors="surrogatepass")
    survives_in(path)


def survives_in(path: Path) -> None:
    """Load and check a file; only an AuthorError may come of it, and each of its problems has a place."""
    try:
        found = check(load_flow(path))
    except AuthorError as error:
        found = error.problems
        assert found
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message for problem in found)


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where random flows are written."""
    return tmp_path_factory.mktemp("random") / "flow.yaml"


anything = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@anything
@given(text=st.one_of(st.text(), st.text("abc:{}[]&*!|>-?'\"#,% \n\t01")))
@example(text="? [a]\n: b")
@example(text="a: &a {b: *a}")
@example(text="!!set {a, b}")
@example(text="%YAML 9.9\n---\na: 1")
def test_no_text_breaks_the_loader(scratch: Path, text: str) -> None:
    """Random characters, and random pieces of YAML."""
    survives(scratch, text)


WORDS = st.sampled_from(["hello", "orders", "number", "any", "yes", "0571", "12:30", "{slot.number}", "", "你好", "\0"])
KEYS = st.sampled_from(
    "nodes say listen to go collect branch value is look_up from as end transfer queue run on slots type ask choices "
    "intents means examples knowledge questions answer valid hours week mon limits hello number order 571".split()
)
VALUES = st.recursive(
    st.one_of(WORDS, st.none(), st.booleans(), st.integers(-5, 2000), st.floats(allow_nan=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@anything
@given(parts=st.dictionaries(KEYS, VALUES, max_size=4))
def test_no_parts_of_odd_shapes_break_the_loader(scratch: Path, shop: str, parts: dict[str, object]) -> None:
    """Keys that a flow has, with anything in them, instead of those of the shop."""
    lines = [json.dumps({key: value}, ensure_ascii=False)[1:-1] for key, value in parts.items()]
    kept = [block for block in re.split(r"^(?=\w)", shop, flags=re.MULTILINE) if block.partition(":")[0] not in parts]
    survives(scratch, "".join(kept) + "\n".join(lines))


@anything
@given(share=st.floats(0, 1))
def test_no_cut_flow_breaks_the_loader(scratch: Path, shop: str, share: float) -> None:
    """A file that was saved halfway."""
    survives(scratch, shop[: int(len(shop) * share)])


ODD = [
    "null",
    "5",
    "0571",
    "true",
    "[]",
    "{}",
    "[a, b]",
    "{a: b}",
    "''",
    "hand_over",
    "welcome",
    '"\\0"',
    "'{x.y}'",
    "1e999",
    "~",
]


@anything
@given(seed=st.integers(0, 10_000))
def test_no_mutated_flow_breaks_the_loader_or_the_linter(scratch: Path, shop: str, seed: int) -> None:
    """Lines dropped, doubled, moved in and out, keys and values exchanged."""
    chance = random.Random(seed)
    lines = shop.splitlines()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        key, colon, value = lines[at].partition(":")
        lines[at : at + 1] = chance.choice(
            [
                [],
                [lines[at]] * 2,
                ["  " + lines[at]],
                [lines[at].removeprefix("  ")],
                [f"{key}: {chance.choice(ODD)}"],
                [f"{key[:-1]}{colon}{value}"],
                [lines[chance.randrange(len(lines))]],
            ]
        )
    survives(scratch, "\n".join(lines))


# --- the files of real lines ---


@pytest.fixture(scope="session")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flows of the project, where they may be spoilt."""
    return Path(shutil.copytree(ROOT / "flows", tmp_path_factory.mktemp("lines") / "flows"))


KEY = re.compile(r"^( *(?:- )?|.*[{,] *)([\w'\"]+)(: *)([^{\[,}\]]*)(.*)$")
"""A key somewhere in a line: what stands before it, the key, its value as far as that is a scalar, the rest."""


def spoilt(text: str, chance: random.Random) -> str:
    """A file with a few keys dropped, doubled or renamed, and scalars of another type."""
    rows = text.splitlines()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(rows))
        found = KEY.match(rows[at])
        before, key, colon, value, rest = found.groups() if found else (rows[at], "", "", "", "")
        rows[at : at + 1] = chance.choice(
            [
                [before + rest],
                [rows[at], rows[at]],
                [f"{before}{key[1:]}{colon}{value}{rest}"],
                [f"{before}{chance.choice(ODD)}{colon}{value}{rest}"],
                [f"{before}{key}{colon}{chance.choice(ODD)}{rest}"],
                [f"{before}{key}{colon}{rest}"],
            ]
        )
    return "\n".join(rows)


def spoil(lines: Path, file: Path, text: str) -> list[Path]:
    """Put `text` where `file` was, and name the flows of its folder, which are then as they were but for it."""
    for path in FILES:
        shutil.copy(path, lines / path.relative_to(ROOT / "flows"))
    spoilt_file = lines / file.relative_to(ROOT / "flows")
    spoilt_file.write_text(text, "utf-8", errors="surrogatepass")
    return sorted(spoilt_file.parent.glob("flow.*.yaml"))


@settings(anything, max_examples=12)
@given(at=st.integers(0, 10_000), share=st.floats(0, 1))
def test_no_cut_file_of_a_line_breaks_the_checker(lines: Path, at: int, share: float) -> None:
    """Flows, intents and knowledge that were saved halfway."""
    file = FILES[at % len(FILES)]
    text = file.read_text("utf-8")
    for flow in spoil(lines, file, text[: int(len(text) * share)]):
        survives_in(flow)


@settings(anything, max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_no_spoilt_file_of_a_line_breaks_the_checker(lines: Path, seed: int) -> None:
    """Keys dropped, doubled and renamed, scalars of another type."""
    chance = random.Random(seed)
    file = chance.choice(FILES)
    for flow in spoil(lines, file, spoilt(file.read_text("utf-8"), chance)):
        survives_in(flow)


@pytest.mark.parametrize("seed", range(4))
def test_the_command_tells_of_spoilt_files(lines: Path, seed: int) -> None:
    """By an exit code that is documented, with every complaint as JSON."""
    chance = random.Random(seed)
    file = LINES[seed % len(LINES)]
    flow = spoil(lines, file, spoilt(file.read_text("utf-8"), chance))[0]

    ran = CliRunner().invoke(main, ["flow", "check", "--json", str(flow)])

    assert ran.exit_code in (0, 1, 2, 3), ran.output
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
