"""An evaluation as people read it."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from ivr.insight.evaluation import Score, whole_cost, worst_confusions
from ivr.insight.report import Report
from ivr.speech.scoring import Errors, Share


def show(report: Report, columns: Sequence[str], confusions: int) -> None:
    """Print what was measured on what, the scores, those of each value of `columns`, the worst errors, the cost."""
    console = Console(highlight=False)
    console.print(_about(report), markup=False)
    console.print(_whole(report.total))
    for column, values in report.by(columns).items():
        console.print(_groups(column, values))
    if worst := worst_confusions(report.judged, confusions):
        console.print(_confusions(worst))
    console.print(_cost(report), markup=False)


def _about(report: Report) -> str:
    left_out = report.selection
    grammar = "no grammar"
    if phrases := len(report.expectation.phrases):
        garbage = "with" if report.expectation.garbage else "without"
        grammar = f"grammar {report.grammar}: {phrases} phrases, {garbage} 'none of these'"
    done = report.conditions
    extra = (", through 8 kHz" if done.telephone else "") + (
        "" if done.noise_dbfs is None else f", noise of {done.noise_dbfs:g} dBFS"
    )
    return (
        f"{report.model} ({report.language}) on {report.manifest}; {grammar}; {done.padding_ms} ms of silence on both "
        f"sides{extra}.\nRecordings {len(report.judged)}, failed {report.failed}; rows left out: "
        f"{left_out.other_language} in another language, {left_out.without_transcript} without a transcript."
    )


def _whole(score: Score) -> Table:
    table = _table("", "percent", "95 % interval", "counts", "wrong", "missing", "extra")
    table.add_row("word errors", *_errors(score.words))
    table.add_row("char. errors", *_errors(score.characters))
    table.add_row("sentences", *_share(score.sentences))
    if score.digits.of:
        table.add_row("digit strings", *_share(score.digits))
    return table


def _errors(errors: Errors) -> tuple[str, ...]:
    kinds = (errors.substitutions, errors.deletions, errors.insertions)
    return _percent(errors.percent), "", f"{errors.total} of {errors.tokens}", *map(str, kinds)


def _share(share: Share) -> tuple[str, str, str]:
    low, high = share.interval
    return _percent(share.percent), f"{low:.1f} - {high:.1f}", f"{share.right} of {share.of}"


def _groups(column: str, values: Mapping[str, Score]) -> Table:
    table = _table(column, "files", "word errors", "char. errors", "sentences", "digit strings")
    for value, score in values.items():
        table.add_row(
            value,
            str(score.sentences.of),
            _percent(score.words.percent),
            _percent(score.characters.percent),
            _percent(score.sentences.percent),
            _percent(score.digits.percent),
        )
    return table


def _confusions(worst: Sequence[tuple[str, str, int]]) -> Table:
    table = _table("said", "heard", "times")
    for said, heard, count in worst:
        table.add_row(said or "(nothing)", heard or "(nothing)", str(count))
    return table


def _cost(report: Report) -> str:
    cost, total = whole_cost(report.judged), report.total
    if cost is None or total.real_time_factor is None:
        return "Nothing was heard, so nothing is known of the cost."
    text = (
        f"{total.decode_seconds:.1f} s of one core for {total.seconds:.1f} s of sound (real-time factor "
        f"{total.real_time_factor:.3f}); loading the model {cost.load_seconds:.2f} s"
    )
    if cost.loaded_mb is None or cost.peak_mb is None:
        return f"{text}. Memory is measured on Linux only."
    return f"{text}, {cost.loaded_mb:.0f} MB; at most {cost.peak_mb:.0f} MB while hearing."


def _table(first: str, *others: str) -> Table:
    table = Table(first, box=box.SIMPLE_HEAD, padding=0, pad_edge=False)
    for name in others:
        table.add_column(name, justify="left" if name == "heard" else "right", no_wrap=True)
    return table


def _percent(percent: float | None) -> str:
    return "" if percent is None else f"{percent:.1f} %"
