"""From YAML to a flow: every complaint with its place, and what was meant."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.errors import AuthorError, Problem
from ivr.flow.loader import LoadedFlow, load_flow
from ivr.flow.names import EVERYWHERE
from ivr.terms import Language

Problems = Callable[[str], list[Problem]]
Load = Callable[[str], LoadedFlow]

INTENT = "intents: {a: {means: x, examples: [b]}}"


def test_a_correct_flow_has_no_problems(problems: Problems, smallest: str) -> None:
    """The smallest one."""
    assert problems(smallest) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("start:", "strat:", "flow.yaml:3:1: error[unknown-key]: strat: no such key. Did you mean 'start'?"),
        ("say:", "sya:", "flow.yaml:7:11: error[unknown-key]: nodes.hello.sya: no such key. Did you mean 'say'?"),
        ("queue:", "qeue:", "flow.yaml:4:13: error[unknown-key]: hand_over.qeue: no such key. Did you mean 'queue'?"),
        ("say:", "xyz:", "flow.yaml:7:11: error[unknown-key]: nodes.hello.xyz: no such key"),
        ("start: ask\n", "", "flow.yaml:1:1: error[missing-key]: start: this key is missing"),
        ("{queue: desk}", "{}", "flow.yaml:4:1: error[missing-key]: hand_over.queue: this key is missing"),
        (
            "end: true",
            "end: perhaps",
            "flow.yaml:7:29: error[wrong-value]: nodes.hello.end: Input should be a valid boolean",
        ),
        ("language: en", "language: fr", "flow.yaml:2:11: error[wrong-value]: language: Input should be 'en' or 'zh'"),
        (
            "say: Hello.",
            "say: 0571",
            "flow.yaml:7:16: error[needs-quotes]: nodes.hello.say: this is the number 571, not a text. Put",
        ),
        (
            "nodes:\n  hello: {say: Hello., end: true}\n  ask: {listen: {}, go: {else: hello}}",
            "nodes: {}",
            "flow.yaml:6:8: error[wrong-value]: nodes: Dictionary should have",
        ),
        ("  hello:", "  hel lo:", "flow.yaml:7:11: error[wrong-value]: nodes.hel lo: String should match pattern"),
        (
            "end: true",
            "end: true, go: hello",
            "flow.yaml:7:10: error[wrong-value]: nodes.hello: a node needs just one way on: `listen` or `go`, `run`, ",
        ),
        (", end: true", "", "flow.yaml:7:10: error[wrong-value]: nodes.hello: a node needs just one way on"),
        (
            "end: true",
            "go: {no: hello}",
            "flow.yaml:7:10: error[wrong-value]: nodes.hello: `go` with several ways needs a `listen`",
        ),
        (
            "language:",
            "\tlanguage:",
            "flow.yaml:2:1: error[not-yaml]: not YAML: found character '\\t' that cannot start any token",
        ),
        ("start:", "flow: again\nstart:", "flow.yaml:3:1: error[duplicate-key]: the key 'flow' stands here a second"),
        ("{queue: desk}", "{queue: desk", "flow.yaml:5:8: error[not-yaml]: not YAML:"),
        ("nodes:", "---\nnodes:", "flow.yaml:6:1: error[not-yaml]: not YAML: but found another document"),
        (
            "intents: {}",
            "intents: {a: {means: x, examples: [0571, b]}}",
            "flow.yaml:5:36: error[needs-quotes]: intents.a.examples.0: this is the number 571, not a text.",
        ),
        (
            "intents: {}",
            "intents: {5: {means: x, examples: [b]}}",
            "flow.yaml:5:11: error[needs-quotes]: this key is the number 5, not a text. Put it in",
        ),
        (
            "intents: {}",
            "intents: {a: {examples: [b]}}",
            "flow.yaml:5:11: error[missing-key]: intents.a.means: this key is missing",
        ),
        (
            "intents: {}",
            "intents: {a: {means: x, examples: []}}",
            "flow.yaml:5:35: error[wrong-value]: intents.a.examples: List should",
        ),
        (
            "intents: {}",
            "intents: {agent: {means: x, examples: [b]}}",
            "flow.yaml:5:11: error[reserved-name]: intents.agent: this name works everywhere and cannot be an intent o",
        ),
        (
            "intents: {}",
            "intents: gone.yaml",
            "flow.yaml:5:10: error[cannot-read]: intents: 'gone.yaml' cannot be read (No such file or directory). ",
        ),
        (
            "intents: {}",
            "intents: {}\ncosts: {confirm: 0}",
            "flow.yaml:6:18: error[wrong-value]: costs.confirm: Input should be greater than 0",
        ),
        (
            "intents: {}",
            "intents: {}\nslots: {a: {type: digit, ask: x}}",
            "flow.yaml:6:12: error[wrong-value]: slots.a: no slot type 'digit'; there is: date_time, phone, money",
        ),
        (
            "intents: {}",
            "intents: {}\nslots: {a: {type: choice, ask: x}}",
            "flow.yaml:6:12: error[wrong-value]: slots.a: `choices` belongs to slots of type choice, and to each of th",
        ),
        (
            "intents: {}",
            "intents: {}\nslots: {a: {type: free_text, ask: x, length: 4}}",
            "flow.yaml:6:46: error[wrong-value]: slots.a.length: `length` belongs to slots of type order_number, digit",
        ),
    ],
)
def test_every_mistake_is_told_with_its_place(
    problems: Problems, smallest: str, old: str, new: str, complaint: str
) -> None:
    """File, line and column, counted from 1, and what was meant where that is near."""
    assert old in smallest
    told = [str(problem) for problem in problems(smallest.replace(old, new, 1))]

    assert any(one.startswith(complaint) for one in told), told


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(problems: Problems, smallest: str) -> None:
    """An author corrects them in one go."""
    text = smallest.replace("say:", "sya:").replace("language: en", "language: fr")

    assert [problem.line for problem in problems(text)] == [2, 7]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "must be a mapping: lines of `key: value`"),
        (b"- a\n", "must be a mapping: lines of `key: value`"),
        (b"hello", "must be a mapping: lines of `key: value`"),
        (b"flow: a\nx: caf\xe9\n", "is not UTF-8 text"),
        (b"flow: \x00\n", "not YAML: unacceptable character"),
        (b"#" * 2_000_001, "is larger than 2 MB; no flow is"),
        (b"a: " + b"[" * 600 + b"]" * 600, "not YAML: maximum recursion depth exceeded"),
        (b"flow: *nowhere\n", "not YAML: found undefined alias"),
    ],
)
def test_what_is_no_flow_at_all_is_told(tmp_path: Path, text: bytes, message: str) -> None:
    """Never with a traceback."""
    (tmp_path / "flow.yaml").write_bytes(text)
    with pytest.raises(AuthorError) as caught:
        load_flow(tmp_path / "flow.yaml")

    assert caught.value.problems[0].message.startswith(message)


def test_the_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    """In a file of ten thousand lines that is what one wants to know."""
    (tmp_path / "flow.yaml").write_bytes(b"flow: a\nx: caf\xe9\n")
    with pytest.raises(AuthorError) as caught:
        load_flow(tmp_path / "flow.yaml")

    assert caught.value.problems[0].line == 2


def test_aliases_that_stand_for_billions_of_lines_are_refused(problems: Problems, smallest: str) -> None:
    """Nine lines may name each other so that filling them in would never end."""
    lines = "".join(f"a{at}: &a{at} [{','.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 12))

    assert [problem.message for problem in problems(f"a0: &a0 [x, y]\n{lines}{smallest}")] == [
        "its aliases (*name) make it endless"
    ]


def test_aliases_and_merged_keys_work_and_mistakes_in_them_have_a_place(problems: Problems, smallest: str) -> None:
    """The place of what was merged is where it was merged."""
    good = "intents:\n  a: &a {means: x, examples: [b]}\n  b: {<<: *a, examples: [c]}"
    bad = "intents:\n  a: &a {means: x, examples: [b], sort: 1}\n  b: {<<: *a, means: y}"

    assert problems(smallest.replace("intents: {}", good)) == []
    assert [(problem.line, problem.message) for problem in problems(smallest.replace("intents: {}", bad))] == [
        (6, "intents.a.sort: no such key"),
        (7, "intents.b.sort: no such key"),
    ]


def test_intents_may_stand_in_a_file_beside(tmp_path: Path, load: Load, problems: Problems, smallest: str) -> None:
    """Mistakes in it are told with that file's name, line and column."""
    text = smallest.replace("intents: {}", "intents: intents.yaml")
    (tmp_path / "intents.yaml").write_text("a:\n  means: x\n  examples: [b]\n", "utf-8")
    assert list(load(text).flow.intents) == ["a"]

    (tmp_path / "intents.yaml").write_text("a:\n  means: x\n  exmples: [b]\n", "utf-8")
    assert "intents.yaml:3:3: error[unknown-key]: intents.a.exmples: no such key. Did you mean 'examples'?" in map(
        str, problems(text)
    )


def test_the_version_is_the_text(tmp_path: Path, load: Load, smallest: str) -> None:
    """The same text has the same version; a changed letter in any of its files makes another one."""
    (tmp_path / "intents.yaml").write_text("a: {means: x, examples: [b]}\n", "utf-8")
    text = smallest.replace("intents: {}", "intents: intents.yaml")
    first = load(text).version
    assert first == load(text).version

    (tmp_path / "intents.yaml").write_text("a: {means: x, examples: [c]}\n", "utf-8")
    assert len({first, load(text).version}) == 2


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path, smallest: str) -> None:
    """Some editors write one."""
    (tmp_path / "flow.yaml").write_bytes(b"\xef\xbb\xbf" + smallest.encode())

    assert load_flow(tmp_path / "flow.yaml").flow.flow == "tiny"


def test_yes_and_no_are_words_and_not_truth_values(load: Load, smallest: str) -> None:
    """As in YAML 1.2."""
    node = "hello: {say: Hello., listen: {}, go: {yes: hello, no: hello, on: hello}}"
    flow = load(smallest.replace("hello: {say: Hello., end: true}", node)).flow

    assert {"yes", "no", "on"} == set(flow.ways("hello"))


@pytest.mark.parametrize("language", Language)
def test_every_everywhere_intent_is_said_in_both_languages(language: Language) -> None:
    """With a meaning and a good number of ways to say it."""
    from ivr.flow.loader import chatter, everywhere

    assert list(EVERYWHERE) == list(everywhere(language))
    assert all(len(intent.examples) >= 8 and intent.means for intent in everywhere(language).values())
    assert len(chatter(language)) >= 40
