"""From which probability on a sentence counts as out of scope."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.insight.operating_points import Answers, accuracy, area_under_curve, find_threshold


def _answers(*lines: tuple[bool, bool, float]) -> Answers:
    strange, right, doubt = (np.array(column) for column in zip(*lines, strict=True))
    return Answers(strange, right, doubt.astype(float))


FEW_STRANGE = _answers(*[(False, True, 0.1)] * 8, *[(False, True, 0.6)] * 2, (True, False, 0.5))


def test_the_paper_rule_counts_every_sentence_alike() -> None:
    """Two in scope are worth more than one out of scope."""
    threshold = find_threshold(FEW_STRANGE, "paper")

    assert accuracy(FEW_STRANGE, threshold).in_scope_accuracy == 1
    assert accuracy(FEW_STRANGE, threshold).oos_recall == 0


def test_the_balanced_rule_counts_both_kinds_alike() -> None:
    """The one out of scope is all there are of its kind."""
    threshold = find_threshold(FEW_STRANGE, "balanced")

    assert threshold == pytest.approx(0.3)
    assert accuracy(FEW_STRANGE, threshold).in_scope_accuracy == 0.8
    assert accuracy(FEW_STRANGE, threshold).oos_recall == 1
    assert accuracy(FEW_STRANGE, threshold).overall_accuracy == pytest.approx(9 / 11)


LINES = st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0])), min_size=1)


@given(LINES)
def test_no_other_threshold_is_better(lines: list[tuple[bool, bool, float]]) -> None:
    """By either rule, for whatever answers."""
    answers = _answers(*[(strange, right and not strange, doubt) for strange, right, doubt in lines])
    tried = [accuracy(answers, threshold) for threshold in (0.0, 0.1, 0.3, 0.6, 0.9, 2.0)]
    paper, balanced = (accuracy(answers, find_threshold(answers, point)) for point in ("paper", "balanced"))

    assert paper.overall_accuracy == pytest.approx(max(one.overall_accuracy for one in tried))
    assert (balanced.in_scope_accuracy or 0) + (balanced.oos_recall or 0) == pytest.approx(
        max((one.in_scope_accuracy or 0) + (one.oos_recall or 0) for one in tried)
    )


def test_the_area_needs_both_kinds() -> None:
    """With both it is the share of pairs in the right order."""
    assert area_under_curve(FEW_STRANGE) == pytest.approx(0.8)
    assert area_under_curve(_answers((False, True, 0.1))) is None
