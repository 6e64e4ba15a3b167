"""Which labels can come next, and their numbering."""

from __future__ import annotations

import numpy as np

from ivr.speech.graph.fst import Transducer, TransducerBuilder
from ivr.speech.graph.reachability import Reachability, find_reachable, merge


def reach(fst: Transducer) -> Reachability:
    """Return the reachability of a transducer."""
    finals = np.isfinite(fst.finals)
    return find_reachable(fst.sources, fst.arcs["target"], fst.arcs["output"], finals)


def labels(found: Reachability, state: int) -> set[int]:
    """Return the original labels that can come next at `state`, 0 for the end of a path."""
    original = {number: label for label, number in found.numbers.items()} | {found.final_label: 0}
    return {original[n] for begin, end in found.intervals[state] for n in range(begin, end)}


def test_merge_joins_what_touches() -> None:
    """Neighbouring and overlapping intervals become one."""
    assert merge([((5, 7), (1, 3)), ((3, 4),), ((6, 9),)]) == ((1, 4), (5, 9))


def test_a_loop_without_output_reaches_what_any_of_its_states_reaches() -> None:
    """States 0 and 1 form a loop with the exits "20" and the end; state 2 reaches "30" only."""
    builder = TransducerBuilder()
    builder.add_states(4)
    builder.add_arc(0, 1, input_=1)
    builder.add_arc(1, 0, input_=2)
    builder.add_arc(0, 2, input_=3, output=20)
    builder.add_arc(2, 3, output=30)
    builder.set_final(1)
    builder.set_final(3)

    found = reach(builder.build())

    assert labels(found, 0) == labels(found, 1) == {20, 0}
    assert labels(found, 2) == {30}
    assert labels(found, 3) == {0}


def test_words_of_a_branch_have_neighbouring_numbers() -> None:
    """In a tree, whatever a state reaches is a single interval."""
    builder = TransducerBuilder()
    builder.add_states(8)
    for branch, leaves in ((1, (3, 4, 5)), (2, (6, 7))):
        builder.add_arc(0, branch, input_=branch)
        for leaf in leaves:
            builder.add_arc(branch, leaf, input_=9, output=10 * leaf)
            builder.set_final(leaf)

    found = reach(builder.build())

    assert [len(found.intervals[state]) for state in range(3)] == [1, 1, 1]
    assert labels(found, 1) == {30, 40, 50}
    assert sorted([*found.numbers.values(), found.final_label]) == list(range(1, 7))


def test_states_on_no_path_are_left_out() -> None:
    """A dead end and an unreachable state vanish, and the others are renumbered."""
    builder = TransducerBuilder()
    builder.add_states(4)
    builder.add_arc(0, 1, input_=1, output=1)
    builder.add_arc(0, 3, input_=2, output=2)
    builder.add_arc(2, 3, input_=3, output=3)
    builder.set_final(3)

    fst = builder.build()

    assert len(fst.finals) == 2
    assert fst.arcs["output"].tolist() == [2]
