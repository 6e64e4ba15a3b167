"""Nothing in an author's file is taken for what was not written, in whichever of the files it stands."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel

from ivr.errors import AuthorError, Problem
from ivr.flow.loader import LoadedFlow, load_flow
from ivr.flow.part import Part
from ivr.flowtest.case_file import load_cases
from tests.conftest import SMALLEST

Load = Callable[[str], LoadedFlow]
Problems = Callable[[str], list[Problem]]

TEXTS = ["yes", "no", "on", "off", "Yes", "NO", "12:30", "1:2:3", "2026-12-24", "2026-12-24 14:30", "0o9", "=x"]
"""What YAML 1.1 and many programs take for something else."""

SCALARS = [
    "0571",
    "571",
    "-3",
    "1e3",
    "0x10",
    "0o17",
    "1_000",
    "12.50",
    ".5",
    ".inf",
    ".nan",
    "true",
    "False",
    "~",
    "null",
    "=",
]
"""What YAML 1.2, or the library that reads it, takes for something else than a text."""

FLOW = """\
flow: tiny
language: LANGUAGE
start: hello
hand_over: {queue: desk}
intents: intents.yaml
knowledge: knowledge.yaml
subflows: {sub: sub.yaml}
slots:
  way: {type: choice, ask: IN_SLOT, choices: {one: [IN_CHOICE]}}
nodes:
  hello: {say: [IN_SAY], collect: [way], run: sub, on: {out: bye}}
  bye: {say: Bye., branch: [{value: slot.way, is: IN_BRANCH, go: hand_over}], end: true}
"""
BESIDE = {
    "intents.yaml": "ask:\n  means: x\n  examples: [IN_INTENTS]\n",
    "knowledge.yaml": "park:\n  questions: [where]\n  answer: IN_KNOWLEDGE\n",
    "sub.yaml": "subflow: sub\nlanguage: LANGUAGE\nstart: a\nexits: [out]\nnodes:\n  a: {say: IN_SUB_FLOW, go: out}\n",
}
FILES = {"flow.yaml": FLOW, **BESIDE}
PLACES = ["IN_SLOT", "IN_CHOICE", "IN_SAY", "IN_BRANCH", "IN_INTENTS", "IN_KNOWLEDGE", "IN_SUB_FLOW"]
EMPTY = [(place, empty) for place in ("IN_BRANCH", "IN_SUB_FLOW") for empty in ("~", "null")]
"""Keys that may be left empty."""


def line(folder: Path, place: str, written: str) -> Path:
    """A line whose text at a place is `written`; elsewhere stands another one."""
    for name, text in FILES.items():
        put = text.replace(place, written) if place else text
        (folder / name).write_text(put.replace("LANGUAGE", "zh"), "utf-8")
    return folder / "flow.yaml"


def texts(part: object) -> list[str]:
    """Every text of a loaded part."""
    if isinstance(part, BaseModel):
        return texts([getattr(part, name) for name in type(part).model_fields])
    if isinstance(part, dict):
        return texts([*part, *part.values()])
    if isinstance(part, list | tuple):
        return [text for one in part for text in texts(one)]
    return [part] if isinstance(part, str) else []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("written", [*TEXTS, *(f"'{scalar}'" for scalar in SCALARS)])
def test_a_text_stays_as_it_is_written(tmp_path: Path, place: str, written: str) -> None:
    """In flows, intents, knowledge and sub-flows."""
    assert written.strip("'") in texts(load_flow(line(tmp_path, place, written)).flow)


@pytest.mark.parametrize(
    ("place", "written"), [(place, written) for place in PLACES for written in SCALARS if (place, written) not in EMPTY]
)
def test_what_is_no_text_must_be_quoted(tmp_path: Path, place: str, written: str) -> None:
    """It is refused, and never changed in silence: not `0571` to 571."""
    with pytest.raises(AuthorError) as caught:
        load_flow(line(tmp_path, place, written))

    [problem] = caught.value.problems
    assert (problem.code, problem.fix) == ("needs-quotes", "Put it in quotes")
    assert Path(problem.file).name == next(name for name, text in FILES.items() if place in text)


@pytest.mark.parametrize("key", ["571", "1e3", "true", "~", "[a, b]", "{a: b}"])
def test_a_key_is_a_text(problems: Problems, key: str) -> None:
    """Of nodes, which would otherwise be called "571", "True" or "None"."""
    told = problems(SMALLEST + f"  ? {key}\n  : {{say: x, end: true}}\n")

    assert ("needs-quotes", 9) in [(one.code, one.line) for one in told]


@pytest.mark.parametrize(
    "written", ["rate: '150'", "rate: 12:30", "rate: yes", "rate: true", "rate: 1e2", "volume: '0.5'", "volume: .nan"]
)
def test_a_number_is_no_text_and_no_truth_value(problems: Problems, written: str) -> None:
    """Nor is one made of it."""
    assert [(one.code, one.line, one.column) for one in problems(f"{SMALLEST}voice: {{{written}}}\n")] == [
        ("wrong-value", 9, 9 + len(written.partition(" ")[0]) + 1)
    ]


@pytest.mark.parametrize("written", ["yes", "on", "'true'", "1", "y"])
def test_true_is_written_true(problems: Problems, written: str) -> None:
    """What pydantic would otherwise take for it is refused."""
    told = problems(SMALLEST.replace("end: true", f"end: {written}"))

    assert [(one.code, one.fix) for one in told] == [("wrong-value", "Write true or false, without quotes")]


def test_an_alias_of_true_is_true(load: Load) -> None:
    """The library that reads YAML gives those as numbers."""
    assert load(SMALLEST.replace("end: true", "end: &last true")).flow.nodes["hello"].end is True


@pytest.mark.parametrize("day", ["2026-12-24", "'2026-12-24'"])
def test_a_day_is_a_day_only_where_one_is_meant(load: Load, day: str) -> None:
    """Elsewhere it is a text: what is written on a ticket, or said."""
    flow = load(
        SMALLEST.replace("say: Hello.", f"say: {day}") + f"knowledge: {{a: {{questions: [{day}], answer: x, "
        f"valid: {{until: {day}}}}}}}\nhours: {{h: {{timezone: Asia/Shanghai, week: {{mon: '08:00-12:00'}}, "
        f"holidays: {{{day}: closed}}}}}}\n"
    ).flow

    assert flow.nodes["hello"].say == "2026-12-24"
    assert flow.knowledge["a"].questions == ["2026-12-24"]
    assert (flow.knowledge["a"].valid.until, [*flow.hours["h"].holidays]) == (date(2026, 12, 24), [date(2026, 12, 24)])


@pytest.mark.parametrize("day", ["2026-2-3", "20261224", "571", "2026-12-24 14:30", "2026-13-01"])
def test_what_is_no_day_is_refused(problems: Problems, day: str) -> None:
    """With how a day is written."""
    told = problems(f"{SMALLEST}knowledge: {{a: {{questions: [x], answer: x, valid: {{until: {day}}}}}}}\n")

    assert [(one.code, one.message.partition(": ")[2]) for one in told] == [
        ("wrong-value", "this is no day; write it as 2026-12-24")
    ]


CASES = """\
today: 2026-12-24
cases:
  a:
    now: 2026-12-24 14:30
    lookups: {orders: {number: IN_ROW}}
    turns:
      - IN_TURN
      - {say: IN_SAY, prompt: {contains: [IN_PROMPT]}}
"""
LOOKED_UP = "\nlookups: {orders: {table: orders.csv, key: number}}\n"


@pytest.mark.parametrize("place", ["IN_ROW", "IN_TURN", "IN_SAY", "IN_PROMPT"])
@pytest.mark.parametrize(
    ("written", "stays"),
    [
        ("yes", True),
        ("12:30", True),
        ("2026-12-24", True),
        ("'0571'", True),
        ("0571", False),
        ("0x10", False),
        ("true", False),
    ],
)
def test_cases_are_read_the_same_way(load: Load, tmp_path: Path, place: str, written: str, stays: bool) -> None:
    """What a caller says, what a table holds and what a prompt contains are texts."""
    path = tmp_path / "tiny.cases.yaml"
    path.write_text(CASES.replace(place, written), "utf-8")
    loaded = load(SMALLEST + LOOKED_UP)
    if stays:
        cases = load_cases(path, loaded).cases
        assert written.strip("'") in texts(cases)
        assert (cases.today, cases.cases["a"].now) == (date(2026, 12, 24), datetime(2026, 12, 24, 14, 30))
        return
    with pytest.raises(AuthorError) as caught:
        load_cases(path, loaded)
    assert "without quotes" not in str(caught.value)
    assert caught.value.problems[0].line == CASES[: CASES.index(place)].count("\n") + 1


@pytest.mark.parametrize("name", ["flow.yaml", *BESIDE])
@pytest.mark.parametrize(
    ("text", "code"), [("%YAML 1.1\n---\n", "other-yaml"), ("\n# x\n%YAML 1.3\n---\n", "other-yaml")]
)
def test_another_yaml_is_refused_in_every_file(tmp_path: Path, name: str, text: str, code: str) -> None:
    """At the line that asks for it; `%YAML 1.2` may stand there."""
    path = line(tmp_path, "", "")
    written = (tmp_path / name).read_text("utf-8")
    (tmp_path / name).write_text(f"%YAML 1.2\n---\n{written}", "utf-8")
    load_flow(path)
    (tmp_path / name).write_text(text + written, "utf-8")
    with pytest.raises(AuthorError) as caught:
        load_flow(path)

    [problem] = caught.value.problems
    assert (Path(problem.file).name, problem.line, problem.code) == (name, text.count("\n") - 1, code)


@pytest.mark.parametrize("name", ["flow.yaml", *BESIDE])
def test_a_key_that_stands_twice_is_told_with_both_places(tmp_path: Path, name: str) -> None:
    """In every file; all of them at once."""
    path = line(tmp_path, "", "")
    written = (tmp_path / name).read_text("utf-8")
    (tmp_path / name).write_text(f"{written}甲: {{x: 1, x: 2}}\n甲: 3\n", "utf-8")
    last = written.count("\n") + 1
    with pytest.raises(AuthorError) as caught:
        load_flow(path)

    told = [(Path(one.file).name, one.line, one.column, one.code, one.message) for one in caught.value.problems]
    assert told == [
        (name, last, 11, "duplicate-key", f"the key 'x' stands here a second time, and first at {last}:5"),
        (name, last + 1, 1, "duplicate-key", f"the key '甲' stands here a second time, and first at {last}:1"),
    ]


def test_every_part_is_strict() -> None:
    """A part that forgets it would take '5' for 5 and yes for true."""
    parts = [Part]
    for part in parts:
        parts += part.__subclasses__()

    assert len(parts) > 15
    assert all(part.model_config["strict"] and part.model_config["extra"] == "forbid" for part in parts)
