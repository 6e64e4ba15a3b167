"""Sub-flows: steps that several lines share, put into the flow that runs them."""

from collections.abc import Callable
from pathlib import Path
from typing import get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs import generate
from ivr.app import interpreter_for
from ivr.errors import AuthorError, Problem
from ivr.flow.linter import check
from ivr.flow.loader import LoadedFlow, load_flow
from ivr.flow.names import HAND_OVER
from ivr.flow.node import Node
from ivr.flow.part import LEADS
from ivr.testing import Conversation

LINE = """\
flow: bank
language: en
start: welcome
hand_over: {queue: desk}
intents:
  balance: {means: know your balance, examples: [what is my balance, how much is in my account]}
routes: {balance: check_identity}
subflows: {identity: ../shared/identity.en.yaml}
nodes:
  welcome: {say: Hello. What can I do for you?, listen: {to: any}}
  check_identity: {run: identity, on: {known: balance, unknown: hand_over}}
  balance: {say: "Good day, {customer.name}.", end: true}
"""

IDENTITY = """\
subflow: identity
language: en
start: ask
exits: [known, unknown]
intents:
  no_account: {means: go on without an account number, examples: [i have no account number, i lost my card]}
slots:
  account: {type: digits, length: 4, ask: What is your account number?}
lookups:
  customers: {table: customers.csv, key: number}
nodes:
  ask:
    collect: [account]
    look_up: {from: customers, by: account, as: customer, on_missing: again, on_failure: hand_over}
    go: known
  again:
    say: I can't find that number. Shall we try once more?
    listen: {to: [no_account]}
    go: {yes: anew, no: unknown, no_account: unknown}
  anew: {forget: [account], go: ask}
"""

Bank = Callable[..., LoadedFlow]


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """Loads a line that runs a sub-flow, each from its text."""
    (tmp_path / "shared").mkdir()
    (tmp_path / "bank").mkdir()
    (tmp_path / "shared" / "customers.csv").write_text("number,name\n1234,Ms Li\n", "utf-8")

    def load(line: str = LINE, **shared: str) -> LoadedFlow:
        for name, text in ({"identity": IDENTITY} | shared).items():
            (tmp_path / "shared" / f"{name}.en.yaml").write_text(text, "utf-8")
        (tmp_path / "bank" / "flow.en.yaml").write_text(line, "utf-8")
        return load_flow(tmp_path / "bank" / "flow.en.yaml")

    return load


def told(bank: Bank, line: str = LINE, **shared: str) -> list[tuple[str, int, int, str, str]]:
    """Everything that is wrong: file, line, column, what, and what to do."""
    try:
        found: list[Problem] = check(bank(line, **shared))
    except AuthorError as error:
        found = error.problems
    return [(Path(one.file).name, one.line, one.column, one.message, one.fix) for one in found]


def test_its_nodes_become_nodes_of_the_line(bank: Bank) -> None:
    """Exits lead where the line says, and its slots, look-ups and intents are the line's."""
    loaded = bank()
    flow = loaded.flow

    assert check(loaded) == []
    assert [name for name in flow.nodes if "." in name] == [f"check_identity.{one}" for one in ("ask", "again", "anew")]
    assert flow.ways("check_identity") == {"": "check_identity.ask"}
    assert flow.ways("check_identity.ask") == {"": "balance"}
    assert flow.ways("check_identity.again")["no"] == HAND_OVER
    assert flow.ways("check_identity.again")["yes"] == "check_identity.anew"
    assert (list(flow.slots), list(flow.intents)) == (["account"], ["balance", "no_account"])
    assert flow.lookups["customers"].table == "../shared/customers.csv"


def test_a_call_goes_through_it(bank: Bank) -> None:
    """Into it, round in it, and out of it."""
    flow = bank().flow
    call = Conversation(flow, interpreter_for(flow), {"1234": {"name": "Ms Li"}}).start()

    assert call.say("what is my balance").said == "What is your account number?"
    assert call.say("nine nine nine nine").said == "I can't find that number. Shall we try once more?"
    assert call.say("yes").said == "What is your account number?"
    assert call.say("one two three four").said == "Good day, Ms Li."


def test_it_may_be_run_at_several_nodes(bank: Bank) -> None:
    """Each with ways of its own."""
    line = LINE + "  other: {say: Once more., run: identity, on: {known: welcome, unknown: welcome}}\n"
    flow = bank(line.replace("routes: {", "routes: {no_account: other, ")).flow

    assert flow.ways("other.ask") == {"": "welcome"}
    assert flow.said_at("other") == ("Once more.",)
    assert len(flow.nodes) == 10


def test_it_may_run_another(bank: Bank) -> None:
    """The exits of the inner one lead to steps and to exits of the outer one."""
    outer = """\
subflow: outer
language: en
start: first
exits: [done]
subflows: {identity: identity.en.yaml}
nodes:
  first: {run: identity, on: {known: done, unknown: sorry}}
  sorry: {say: Sorry., go: done}
"""
    line = LINE.replace("identity.en", "outer.en").replace("{known: balance, unknown: hand_over}", "{done: balance}")
    flow = bank(line, outer=outer).flow

    assert flow.ways("check_identity.first.ask") == {"": "balance"}
    assert flow.ways("check_identity.first.again")["no"] == "check_identity.sorry"
    assert flow.ways("check_identity.sorry") == {"": "balance"}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "known: balance",
            "knwon: balance",
            ("flow.en.yaml", 11, 40, "nodes.check_identity.on.knwon: no exit 'knwon'"),
        ),
        (", unknown: hand_over", "", ("flow.en.yaml", 11, 3, "nodes.check_identity: the exit 'unknown' leads nowhere")),
        (
            "known: balance",
            "known: blance",
            ("flow.en.yaml", 11, 47, "nodes.check_identity.on.known: no node 'blance'"),
        ),
        ("run: identity", "run: idenity", ("flow.en.yaml", 11, 25, "nodes.check_identity.run: no sub-flow 'idenity'")),
        (
            "identity: ../shared/identity.en.yaml",
            "identity: ../shared/identity.en.yaml, spare: x.yaml",
            ("flow.en.yaml", 8, 50, "subflows.spare: no node runs this sub-flow"),
        ),
        (
            "../shared/identity.en.yaml",
            "gone.yaml",
            ("flow.en.yaml", 8, 22, "subflows.identity: 'gone.yaml' cannot be read (No such file or directory)"),
        ),
        (
            "hand_over: {queue: desk}",
            "hand_over: {queue: desk}\nslots: {account: {type: digits, ask: Which?}}",
            ("identity.en.yaml", 8, 3, "slots.account: the flow has another one of this name"),
        ),
        (
            "run: identity, on:",
            "end: true, on:",
            ("flow.en.yaml", 11, 19, "nodes.check_identity: `on` needs a `run`"),
        ),
        (
            "run: identity",
            "run: identity, go: balance",
            ("flow.en.yaml", 11, 19, "nodes.check_identity: a node needs just one way on: `listen` or `go`, `run`, "),
        ),
    ],
)
def test_mistakes_of_the_line_are_told_there(
    bank: Bank, old: str, new: str, complaint: tuple[str, int, int, str]
) -> None:
    """With file, line and column."""
    assert old in LINE
    found = told(bank, LINE.replace(old, new, 1))

    assert any((*one[:3], one[3][: len(complaint[3])]) == complaint for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("go: ask}", "go: aks}", (20, 33, "nodes.anew.go: no node 'aks'", "Did you mean 'ask'?")),
        (
            "no: unknown",
            "no: unkown",
            (19, 25, "nodes.again.go.no: no node 'unkown'", "Did you mean 'unknown'?"),
        ),
        (
            "on_missing: again",
            "on_missing: agin",
            (14, 71, "nodes.ask.look_up.on_missing: no node 'agin'", "D"),
        ),
        ("start: ask", "start: aks", (3, 8, "start: no node 'aks'", "Did you mean 'ask'?")),
        ("exits: [known", "exits: [ask", (4, 9, "exits.0: 'ask' is a node, a person or another exit already", "Call")),
        ("exits:", "exit:", (4, 1, "exit: no such key", "Did you mean 'exits'?")),
        ("subflow: identity\n", "", (1, 1, "subflow: this key is missing", "")),
        ("collect:", "colect:", (13, 5, "nodes.ask.colect: no such key", "Did you mean 'collect'?")),
        ("[account]\n", "[acount]\n", (13, 15, "nodes.check_identity.ask.collect.0: no slot 'acount'", "Did you m")),
        ("key: number", "key: no", (10, 42, "lookups.customers.key: no column 'no'", "There is: number")),
        ("say: I can't find", "say: '{slot.x}'  # ", (17, 10, "nodes.check_identity.again.say: no value 'slot.x'", "")),
    ],
)
def test_mistakes_of_a_sub_flow_are_told_in_its_own_file(
    bank: Bank, old: str, new: str, complaint: tuple[int, int, str, str]
) -> None:
    """Whoever runs it."""
    assert old in IDENTITY
    found = told(bank, identity=IDENTITY.replace(old, new, 1))
    line, column, message, fix = complaint

    assert any(
        one[:3] == ("identity.en.yaml", line, column) and one[3] == message and one[4].startswith(fix) for one in found
    ), found


def test_a_sub_flow_in_another_language_is_refused(bank: Bank) -> None:
    """The line would ask in Mandarin and read the answer as English."""
    found = told(bank, identity=IDENTITY.replace("language: en", "language: zh"))

    assert [(one[0], one[1], one[3]) for one in found] == [
        ("flow.en.yaml", 8, "subflows.identity: '../shared/identity.en.yaml' is in 'zh', and the flow in 'en'")
    ]


@pytest.mark.parametrize("times", [1, 2])
def test_a_sub_flow_that_runs_itself_is_refused(bank: Bank, times: int) -> None:
    """At once or by another, and however often at once: filling that in would never end."""
    runs = "".join(f"  n{at}: {{run: other, on: {{known: known, unknown: unknown}}}}\n" for at in range(times))
    again = IDENTITY.replace("start: ask", "start: ask\nsubflows: {other: other.en.yaml}") + runs
    found = told(bank, identity=again, other=again.replace("other.en", "identity.en"))

    assert {one[3].partition(": ")[2] for one in found} == {"'other' runs itself, or runs too much"}


def test_many_sub_flows_that_run_two_of_the_next_are_refused(bank: Bank) -> None:
    """Forty lines would be billions of nodes."""
    chain = {
        f"s{at}": (
            f"subflow: s\nlanguage: en\nstart: a\nexits: [out]\nsubflows: {{next: s{at + 1}.en.yaml}}\nnodes:\n"
            "  a: {run: next, on: {out: b}}\n  b: {run: next, on: {out: out}}\n"
        )
        for at in range(16)
    }
    chain["s16"] = "subflow: s\nlanguage: en\nstart: a\nexits: [out]\nnodes: {a: {say: x, go: out}}\n"
    line = LINE.replace("identity.en", "s0.en").replace("{known: balance, unknown: hand_over}", "{out: balance}")

    found = told(bank, line, **chain)

    assert {one[3].partition(": ")[2] for one in found} == {"'next' runs itself, or runs too much"}


def test_its_file_and_its_table_belong_to_the_version(bank: Bank, tmp_path: Path) -> None:
    """Another step or another customer is another line."""
    first = bank().version
    assert bank().version == first
    second = bank(identity=IDENTITY.replace("once more", "again")).version
    (tmp_path / "shared" / "customers.csv").write_text("number,name\n1234,Mr Li\n", "utf-8")

    assert len({first, second, bank().version}) == 3


LINES = IDENTITY.splitlines()
odd_lines = st.sampled_from(["", "  ", "exits: []", "x: 5", "nodes:", "  ask: {run: a}", "  b: {go: *c}"])
random_texts = st.one_of(
    st.text(),
    st.text("abc:{}[]&*!|>-?'\"#,% \n\t01"),
    st.floats(0, 1).map(lambda share: IDENTITY[: int(len(IDENTITY) * share)]),
    st.builds(lambda at, line: "\n".join([*LINES[:at], line, *LINES[at:]]), st.integers(0, len(LINES)), odd_lines),
)


def test_every_way_of_a_node_is_known_as_one() -> None:
    """A key that leads on and is no `Target` would keep its name when its node gets another."""
    ways = {
        key
        for part in dict(generate.parts(Node)).values()
        for key, hint in get_type_hints(part, include_extras=True).items()
        if LEADS in str(hint)
    }
    keys = {key for part in dict(generate.parts(Node)).values() for key in part.model_fields}

    assert ways == {key for key in keys if key in ("go", "on", "out_of_hours") or key.startswith("on_")}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=random_texts)
def test_no_text_of_a_sub_flow_breaks_the_loader(bank: Bank, tmp_path: Path, text: str) -> None:
    """Random characters, random YAML, files cut short, lines put in: all of it is told, with a place."""
    (tmp_path / "bank" / "flow.en.yaml").write_text(LINE, "utf-8")
    (tmp_path / "shared" / "identity.en.yaml").write_text(text, "utf-8", errors="surrogatepass")
    try:
        found = check(load_flow(tmp_path / "bank" / "flow.en.yaml"))
    except AuthorError as error:
        found = error.problems
        assert found
    assert all(one.line >= 1 and one.column >= 1 and one.message for one in found)
