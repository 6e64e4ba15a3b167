"""What an author is told before any caller hears of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.errors import Problem
from tests.conftest import MANDARIN

Problems = Callable[[str], list[Problem]]


@pytest.fixture(autouse=True)
def table(tmp_path: Path) -> Path:
    """The shop's table, beside its flow."""
    path = tmp_path / "orders.csv"
    path.write_text("number,status\n1234,on its way\n", "utf-8")
    return path


def test_the_shop_can_take_calls(problems: Problems, shop: str) -> None:
    """The flow that the changes below break."""
    assert problems(shop) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("start: welcome", "start: welcom", "start: no node 'welcom'. Did you mean 'welcome'?"),
        ("refund: why,", "refund: whi,", "routes.refund: no node 'whi'. Did you mean 'why'?"),
        ("{track_order: order,", "{track_ordr: order,", "routes.track_ordr: no intent 'track_ordr'. Did you"),
        ("collect: [number]", "collect: [numbr]", "nodes.order.collect.0: no slot 'numbr'. Did you mean 'number'?"),
        ("forget: [number]", "forget: [nmber]", "nodes.no_order.forget.0: no slot 'nmber'. Did you mean 'number'?"),
        ("from: orders", "from: order", "nodes.order.look_up.from: no lookup 'order'. Did you mean 'orders'?"),
        ("by: number", "by: nr", "nodes.order.look_up.by: no slot 'nr'"),
        ("on_missing: no_order", "on_missing: none", "nodes.order.look_up.on_missing: no node 'none'"),
        ("on_missing: no_order", "on_missing: no_order, on_failure: x", "nodes.order.look_up.on_failure: no node 'x'"),
        ("go: order", "go: ordr", "nodes.no_order.go: no node 'ordr'. Did you mean 'order'?"),
        ("to: [refund]", "to: [refunds]", "nodes.sure.listen.to.0: no intent 'refunds'. Did you mean 'refund'?"),
        ('"no": anything_else, else', 'nno: anything_else, else', "nodes.sure.go.nno: no intent 'nno'. Did you mean"),
        ("else: unclear", "else: nuclear", "nodes.sure.go.else: no node 'nuclear'. Did you mean 'unclear'?"),
        ("{order.status}", "{order.staus}", "nodes.order.say: no value 'order.staus'. Did you mean 'order.status'?"),
        ("number|digits}", "number|digit}", "nodes.order.say: no filter 'digit'. Did you mean 'digits'?"),
        ("{slot.reason}", "{slot.reson}", "nodes.why.say: no value 'slot.reson'. Did you mean 'slot.reason'?"),
        ("check order {number}", "check order {numero}", "intents.track_order.examples.5: no slot 'numero'"),
        ("table: orders.csv", "table: gone.csv", "lookups.orders.table: 'gone.csv' cannot be read as a CSV table"),
        ("key: number", "key: nummer", "lookups.orders.key: no column 'nummer'. Did you mean 'number'?"),
        ("say: Hello, I am a machine. What can I do for you?", 'say: "{order.status}"', "nodes.welcome.say: 'order."),
        ("help: Say yes to cancel it.", 'help: "{slot.number}"', "nodes.sure.help: 'slot.number' may not be known yet"),
        ("ask: What happened?", 'ask: "{slot.number}?"', "slots.story.ask: this may be said before any value is known"),
        ("queue: general", 'queue: general, say: "{slot.number}"', "hand_over.say: this may be said before any value"),
        ("I pass that on.", '"{slot.number}"', "nodes.story.transfer.say: 'slot.number' may not be known yet"),
        ("    forget: [number]\n", "", "nodes.no_order: a call may go round here without the caller having a turn"),
        ("  bye:\n", "  lonely: {say: x, end: true}\n  bye:\n", "nodes.lonely: no call ever gets here. Lead to"),
        ("  bye:\n", "  hand_over: {say: x, end: true}\n  bye:\n", "nodes.hand_over: this name stands for a person"),
        ("slots:\n", "wording: {no_mtch: x}\nslots:\n", "wording.no_mtch: no house wording 'no_mtch'. Did you m"),
        ("slots:\n", "wording: {queued: 'Place {positon}.'}\nslots:\n", "wording.queued: no value 'positon'. Did y"),
        ("  why:\n", "  why:\n    branch: [{value: slot.reason, is: torn, go: bye}]\n",
         "nodes.why.branch.0.is: no value of slot.reason 'torn'. There is: broken, size"),
        ("  why:\n", "  why:\n    branch: [{value: slot.reason, above: 3, go: bye}]\n",
         "nodes.why.branch.0.above: 'slot.reason' is no number, day or time. Compare it with `is` or `one_of`"),
        ("  why:\n", "  why:\n    branch: [{value: slot.reson, known: true, go: bye}]\n",
         "nodes.why.branch.0.value: no value 'slot.reson'. Did you mean 'slot.reason'?"),
        ("  why:\n", "  why:\n    branch: [{value: slot.reason, known: true, go: by}]\n",
         "nodes.why.branch.0.go: no node 'by'. Did you mean 'bye'?"),
        ("  why:\n", "  why:\n    branch: [{value: slot.number, above: '{slot.numer}', go: bye}]\n",
         "nodes.why.branch.0.above: no value 'slot.numer'. Did you mean 'slot.number'?"),
        ("  why:\n", "  why:\n    branch: [{value: slot.number, is: '{order.number|digits}', go: bye}]\n",
         "nodes.why.branch.0.is: values are compared as they are, not as they are read out. Leave out '|digits'"),
        ("  why:\n", "  why:\n    branch: [{value: slot.number, is: '1', is_not: '2', go: bye}]\n",
         "nodes.why.branch.0: a branch needs just one of: is, is_not, one_of, above, below, at_least, at_most, known"),
        ("transfer: {queue: complaints, priority: low, skills: [patience],", "callback: {queue: c, number: number,",
         "nodes.story.callback.number: 'number' is no phone number. Give it the type phone"),
        ("  bye:\n", "  bye:\n    survey: {slot: story}\n",
         "nodes.bye.survey.slot: 'story' is no rating, which could be counted. Give it the type number or choice"),
        ("  bye:\n", "  bye:\n    survey: {slot: storey}\n",
         "nodes.bye.survey.slot: no slot 'storey'. Did you mean 'story'?"),
        ("  bye:\n", "  bye:\n    survey: {slot: reason, thanks: 'Thanks for {slot.reason}.'}\n",
         "nodes.bye.survey.thanks: this may be said before any value is known"),
        ("  unclear:\n", "  unclear:\n    survey: {slot: reason}\n",
         "nodes.unclear: a survey goes on by itself: with `go` to one node, or with `end`"),
        ("transfer: {queue: complaints, priority: low, skills: [patience],", "callback: {queue: c, number: numbr,",
         "nodes.story.callback.number: no slot 'numbr'. Did you mean 'number'?"),
        ("  refund:\n", '  "yes":\n', "intents.yes: this name has a meaning of its own"),
        ("  refund:\n", "  none_of_these:\n", "intents.none_of_these: this name has a meaning of its own"),
    ],
)  # fmt: skip
def test_every_mistake_is_found(problems: Problems, shop: str, old: str, new: str, complaint: str) -> None:
    """With what was meant, and at the line where it stands."""
    assert old in shop
    found = [problem for problem in problems(shop.replace(old, new, 1)) if complaint in problem_text(problem)]

    assert found, [str(problem) for problem in problems(shop.replace(old, new, 1))]
    changed = shop[: shop.index(old)].count("\n") + 1
    assert abs(found[0].line - changed) <= 2


def test_sentence_embeddings_are_for_english(problems: Problems, shop: str) -> None:
    """A line in Mandarin that wants them is told so where it says so; off is no mistake."""
    wanted, left = (f"\nunderstanding:\n  embeddings: {value}\n" for value in ("true", "false"))

    assert problems(shop + wanted) == problems(MANDARIN + left) == []
    assert [one.message for one in problems(MANDARIN + wanted)] == [
        "understanding.embeddings: sentence embeddings know English only"
    ]
    assert problems(MANDARIN + wanted)[0].line == MANDARIN.count("\n") + 3


def problem_text(problem: Problem) -> str:
    """What is wrong and what to do, without the place."""
    return f"{problem.message}. {problem.fix}"


def test_a_node_that_listens_and_leads_nowhere_is_found(problems: Problems, smallest: str) -> None:
    """There is neither `go` nor a route."""
    text = smallest.replace("end: true", "listen: {}")

    assert [one.message for one in problems(text)] == ["nodes.hello: this node listens, but nothing leads on from it"]


def test_a_call_that_would_never_end_is_found(problems: Problems, smallest: str) -> None:
    """Two nodes that lead to each other."""
    text = smallest.replace("end: true}", "go: again}\n  again: {say: x, go: hello}")

    assert {"nodes.hello: a call that gets here never ends", "nodes.again: a call that gets here never ends"} == {
        one.message for one in problems(text)
    }


@pytest.mark.parametrize("content", [b"number,status\n\xff\xfe,x\n", b"\xff\xfe\n", b""])
def test_a_table_that_is_none_is_told(problems: Problems, shop: str, table: Path, content: bytes) -> None:
    """At the look-up that names it."""
    table.write_bytes(content)

    assert any(problem.message.startswith("lookups.orders.") for problem in problems(shop))


def test_columns_are_named_as_the_look_up_finds_them(problems: Problems, shop: str, table: Path) -> None:
    """Quoted, with spaces around, behind a byte order mark."""
    table.write_bytes(b'\xef\xbb\xbf"number", status\n1234,x\n')

    assert problems(shop) == []
