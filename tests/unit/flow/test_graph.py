"""Which node leads where, and what is known there."""

from collections.abc import Callable

from ivr.flow.graph import certain_values, circling, goes_out, leads, reachable, reaching
from ivr.flow.loader import LoadedFlow
from ivr.flow.model import Flow

Load = Callable[[str], LoadedFlow]

FLOW = """\
flow: any
language: en
start: hello
hand_over: {queue: desk}
intents: {a: {means: a, examples: [a]}}
routes: {a: ask}
slots: {x: {type: digits, ask: X?}}
lookups: {t: {table: t.csv, key: x}}
nodes:
  hello: {say: Hello., listen: {}}
  ask: {collect: [x], look_up: {from: t, by: x, as: row, on_missing: sorry}, go: told}
  told: {say: Told., go: bye}
  sorry: {say: Sorry., forget: [x], go: hand_over}
  bye: {end: true}
  round: {go: about}
  about: {go: round}
"""
ROWS = {"t": ["x", "y"]}


def flow_of(load: Load, text: str = FLOW) -> Flow:
    """The flow, linted or not."""
    return load(text).flow


def test_every_way_is_a_lead_but_the_one_to_a_person(load: Load) -> None:
    """By `go`, by `routes`, and by a look-up that finds nothing."""
    assert {
        "hello": {"ask"},
        "ask": {"told", "sorry"},
        "told": {"bye"},
        "sorry": set(),
        "bye": set(),
        "round": {"about"},
        "about": {"round"},
    } == leads(flow_of(load))


def test_what_no_call_comes_to_is_not_reachable(load: Load) -> None:
    """Two nodes that only lead to each other."""
    assert {"hello", "ask", "told", "sorry", "bye"} == reachable(flow_of(load))


def test_what_never_comes_to_anybody_is_not_reaching(load: Load) -> None:
    """To the caller's turn, a person or an end."""
    assert not {"round", "about"} & reaching(flow_of(load))
    assert {"hello", "ask", "told", "sorry", "bye"} <= reaching(flow_of(load))


def test_a_round_trip_without_a_turn_is_found(load: Load) -> None:
    """Unless something that is collected on it is forgotten on it, so that the caller is asked."""
    again = FLOW.replace("forget: [x], go: hand_over", "go: ask")
    asking = FLOW.replace("go: hand_over", "go: ask")

    assert {"round", "about", "ask", "sorry"} == circling(flow_of(load, again))
    assert {"round", "about"} == circling(flow_of(load, asking))


def test_branches_lead_on_too(load: Load) -> None:
    """And a round trip by branches alone is found, on a node that listens as well."""
    to_bye = FLOW.replace("{say: Told.,", "{branch: [{value: row.y, is: z, go: hello}], say: Told.,")
    round_trip = FLOW.replace(
        "listen: {}}", "branch: [{value: slot.x, is: z, go: back}], listen: {}}\n  back: {go: hello}"
    )

    assert {"hello", "bye"} == leads(flow_of(load, to_bye))["told"]
    assert {"round", "about", "hello", "back"} == circling(flow_of(load, round_trip))


def test_a_branch_for_want_of_a_value_may_lead_to_where_it_is_asked(load: Load) -> None:
    """And back; but not where nobody asks for it on the way."""
    asking = FLOW.replace("{say: Told.,", "{branch: [{value: slot.x, known: false, go: get}],")
    asking = asking.replace("  bye:", "  get: {collect: [x], go: told}\n  bye:")

    assert {"round", "about"} == circling(flow_of(load, asking))
    assert {"round", "about", "told", "get"} == circling(flow_of(load, asking.replace("{collect: [x], go", "{go")))


def test_what_a_branch_looks_at_is_known_where_it_leads(load: Load) -> None:
    """And what is wanting takes another way, so that it is known here."""
    text = FLOW.replace(
        "hello: {say: Hello., listen: {}}",
        "hello: {branch: [{value: slot.x, is: y, go: told}, {value: slot.x, known: false, go: bye}], listen: {}}",
    )
    certain = certain_values(flow_of(load, text), ROWS)

    assert {"slot.x"} == certain["hello"]
    assert {"slot.x"} == certain["told"]
    assert frozenset() == certain["bye"]


def test_out_of_hours_is_a_way_too(load: Load) -> None:
    """From wherever a person may be asked for; and it may not lead back to itself."""
    hours = "hours: {h: {timezone: UTC, week: {mon: '08:00-09:00'}}}\n"
    hours += "hand_over: {queue: desk, hours: h, out_of_hours: late}"
    text = FLOW.replace("hand_over: {queue: desk}", hours).replace(
        "  bye:", "  late: {say: Late., go: hand_over}\n  bye:"
    )
    flow = flow_of(load, text)

    assert all("late" in leads(flow)[node] for node in ("hello", "ask", "sorry", "late"))
    assert {"round", "about", "late"} == circling(flow)
    assert {"hours.h", "hours.h.opens"} == certain_values(flow, ROWS)["late"]


def test_only_what_is_known_on_every_way_is_certain(load: Load) -> None:
    """What was collected and looked up; not after it was forgotten, and no row that was missing."""
    certain = certain_values(flow_of(load), ROWS)

    assert frozenset() == certain["hello"]
    assert {"slot.x", "row.x", "row.y"} == certain["ask"] == certain["told"]
    assert frozenset() == certain["sorry"]


def test_a_call_goes_out_where_nothing_more_is_asked(load: Load) -> None:
    """By nodes that lead on by themselves to an end; not past a question, to a person, or round and round."""
    flow = flow_of(load)

    assert {name for name in flow.nodes if goes_out(flow, name)} == {"ask", "told", "bye"}
    assert not goes_out(flow_of(load, FLOW.replace("say: Told., go: bye", "say: Told., go: ask")), "told")


def test_what_a_survey_asks_for_is_not_certain(load: Load) -> None:
    """Nobody has to answer, and who does may say something else instead."""
    text = FLOW.replace("  told: {say: Told., go: bye}", "  told: {survey: {slot: x}, go: bye}")

    assert certain_values(flow_of(load, text), ROWS)["bye"] == certain_values(flow_of(load), ROWS)["bye"]
    assert "slot.x" not in certain_values(flow_of(load, text.replace("collect: [x]", "collect: []")), ROWS)["bye"]
