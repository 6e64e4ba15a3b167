"""Where cases come by, and which changes of a flow they would notice."""

from collections.abc import Callable
from pathlib import Path

from ivr.flow.loader import LoadedFlow
from ivr.flowtest.case_file import LoadedCases
from ivr.flowtest.mutation import hunt, mutants, nodes_met
from ivr.flowtest.suite import Bench, Result, Script
from ivr.flowtest.ways import covered, ways
from ivr.terms import Language

FEW = """\
cases:
  a refund:
    turns:
      - {say: refund, intent: refund}
      - broken
      - {say: "yes", prompt: "I noted: broken", node: anything_else}
  cancelled:
    turns:
      - cancel my order
      - {say: "yes", node: cancelled}
    disposition: contained
  missing:
    lookups: {orders: missing}
    turns: [{say: track order 1234, node: order}]
"""


def test_coverage_tells_what_no_case_comes_by(
    run: Callable[..., list[Result]], shop_flow: Callable[[Language], LoadedFlow]
) -> None:
    """Nodes and ways, by routes, by a node's own `go` and by look-ups."""
    flow = shop_flow(Language.ENGLISH).flow
    met = covered(flow, run(FEW))

    assert met.nodes_missed(flow) == ["story", "unclear", "bye"]
    assert [str(way) for way in met.ways_missed(flow)] == [
        "routes.complaint -> story",
        "nodes.order.go -> anything_else",
        "nodes.sure.go.no -> anything_else",
        "nodes.sure.go.else -> unclear",
        "nodes.unclear.go.yes -> cancelled",
        "nodes.unclear.go.no -> anything_else",
        "nodes.anything_else.go.no -> bye",
    ]
    assert len(list(ways(flow))) == 14


def test_branches_are_ways(load: Callable[[str], LoadedFlow]) -> None:
    """Each with its place."""
    loaded = load(
        "flow: b\nlanguage: en\nstart: one\nhand_over: {queue: desk}\nintents: {}\n"
        "slots: {n: {type: number, ask: How many?}}\nnodes:\n"
        "  one:\n    collect: [n]\n    branch:\n      - {value: slot.n, above: '5', go: two}\n    go: two\n"
        "  two: {say: Bye., end: true}\n"
    )

    assert [str(way) for way in ways(loaded.flow)] == ["nodes.one.go -> two", "nodes.one.branch.0.go -> two"]
    assert "nodes.one.branch.0: the way to two is dropped" in map(str, mutants(loaded))


def test_the_same_seed_makes_the_same_mutants(shop_flow: Callable[[Language], LoadedFlow]) -> None:
    """So many of all, in the order of the file."""
    loaded = shop_flow(Language.MANDARIN)
    everything = [str(one) for one in mutants(loaded)]

    some = [str(one) for one in mutants(loaded, seed=1, most=5)]

    assert some == [str(one) for one in mutants(loaded, seed=1, most=5)]
    assert some != [str(one) for one in mutants(loaded, seed=2, most=5)]
    assert some == [one for one in everything if one in some]
    assert len(some) == 5


def test_cases_notice_what_they_are_about_and_nothing_else(
    write: Callable[..., LoadedCases],
    run: Callable[..., list[Result]],
    bench: Callable[[Language], Bench],
    shop_flow: Callable[[Language], LoadedFlow],
    tmp_path: Path,
) -> None:
    """A route that a case goes is missed when it is gone; a queue that no case names is not."""
    loaded = shop_flow(Language.ENGLISH)
    cases = write(FEW).cases.cases
    scripts = [Script("cases", name, case, tmp_path) for name, case in cases.items()]
    met = [nodes_met(loaded.flow, result) for result in run(FEW)]
    verdicts = {str(one): hunt(one, bench(Language.ENGLISH), scripts, met) for one in mutants(loaded)}

    assert verdicts["nodes.sure.go.yes: anything_else instead of cancelled, swapped with no"].noticed_by == "cancelled"
    assert verdicts["nodes.why.say: {slot.reason} is not said"].noticed_by == "a refund"
    assert verdicts["nodes.no_order.go: hand_over instead of order"].noticed_by == "missing"
    assert "nodes.order.look_up.on_missing: hand_over instead of no_order" not in verdicts  # the checker would tell
    assert verdicts["nodes.story.transfer.queue: another queue than complaints"].survived
    assert verdicts["nodes.story.transfer.priority: normal instead of low"].survived
    assert verdicts["limits.no_match: 2 instead of 3"].survived
