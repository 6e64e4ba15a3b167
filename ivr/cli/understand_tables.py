"""An evaluation of intents as people read it."""

from rich import box
from rich.console import Console
from rich.table import Table

from ivr.insight.intent_evaluation import Evaluation
from ivr.insight.operating_points import Accuracy


def show(measured: Evaluation, confusions: int) -> None:
    """Print what was measured, the accuracies, the calibration, the worst confusions and the cost."""
    console = Console(highlight=False)
    console.print(
        f"{measured.intents} intents; sentences: {measured.train} to train on, {measured.validation} to fit on, "
        f"{measured.test} to measure on.",
        markup=False,
    )
    console.print(_accuracies(measured))
    console.print(_reliability(measured))
    if measured.confusions and confusions:
        console.print(_confusions(measured, confusions))
    console.print(
        f"Trained in {measured.fit_seconds:.1f} s of one core; a sentence takes {measured.p50_ms:.1f} ms (median), "
        f"{measured.p99_ms:.1f} ms (99th percentile); {measured.model_mb:.0f} MB.",
        markup=False,
    )


def _accuracies(measured: Evaluation) -> Table:
    table = _table("", "in scope", "out of scope", "overall")
    table.add_row("closed set", _percent(measured.closed_set_accuracy), "", "")
    _add(table, "paper", measured.paper)
    _add(table, "balanced", measured.balanced)
    misheard = measured.word_errors
    if misheard is not None:
        rate = f"{misheard.rate:.0%} of words misheard"
        lost = "" if misheard.lost_points is None else f" ({misheard.lost_points:.1f} points lost)"
        table.add_row(f"closed set, {rate}", _percent(misheard.closed_set_accuracy) + lost, "", "")
        _add(table, f"paper, {rate}", misheard.paper)
        _add(table, f"balanced, {rate}", misheard.balanced)
    if measured.auroc is not None:
        table.caption = f"area under the ROC curve of being out of scope: {measured.auroc:.4f}"
    return table


def _add(table: Table, name: str, one: Accuracy) -> None:
    shares = (one.in_scope_accuracy, one.oos_recall, one.overall_accuracy)
    table.add_row(name, *map(_percent, shares))


def _reliability(measured: Evaluation) -> Table:
    table = _table("promised", "kept", "answers")
    for one in measured.reliability:
        table.add_row(f"{one.promised:.1%}", f"{one.right:.1%}", str(one.count))
    table.caption = f"expected calibration error: {measured.expected_calibration_error:.1%}"
    return table


def _confusions(measured: Evaluation, most: int) -> Table:
    table = _table("meant", "taken for", "times")
    for one in measured.confusions[:most]:
        table.add_row(one.intent, one.taken_for, str(one.count))
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(first, box=box.SIMPLE_HEAD, padding=0, pad_edge=False, caption_justify="left")
    for name in others:
        table.add_column(name, justify="left" if name == "taken for" else "right", no_wrap=True)
    return table


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"
