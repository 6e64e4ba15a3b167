"""A picture of how well probabilities keep their word."""

from collections.abc import Sequence
from pathlib import Path

from ivr.errors import OperatorError, WrongUse
from ivr.understanding.calibration import Bin, calibration_error

FORMATS = (".svg", ".png")


def draw_reliability(bins: Sequence[Bin], path: Path) -> None:
    """Write the reliability diagram: what was promised against what was right, with the number of answers.

    Raises WrongUse when the file cannot be written, OperatorError without matplotlib.
    """
    check_plot(path)
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "ivr", "svg.fonttype": "none"}):  # the same figures give the same bytes
        figure = Figure(figsize=(5, 5), layout="constrained")
        axes = figure.add_subplot(xlabel="promised probability", ylabel="share that was right")
        axes.set(xlim=(0, 1), ylim=(0, 1), title=f"expected calibration error {calibration_error(bins):.1%}")
        axes.plot([0, 1], [0, 1], color="0.6", linestyle="--", label="kept to the letter")
        axes.plot([one.promised for one in bins], [one.right for one in bins], marker="o", label="measured")
        for one in bins:
            axes.annotate(str(one.count), (one.promised, one.right), textcoords="offset points", xytext=(6, -10))
        axes.legend(loc="upper left")
        try:
            figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
        except OSError as error:
            raise WrongUse(f"{path}: cannot be written ({error.strerror})", "Name another file with --plot") from error


def check_plot(path: Path) -> None:
    """Raises WrongUse or OperatorError when no picture can be written there; asked before long work."""
    if path.suffix not in FORMATS:
        raise WrongUse(f"{path}: a picture is {' or '.join(FORMATS)}", "Name another file with --plot")
    if not path.parent.is_dir():
        raise WrongUse(f"{path}: cannot be written (no such folder)", "Name another file with --plot")
    try:
        import matplotlib  # noqa: F401, late: only pictures need it
    except ImportError as error:
        raise OperatorError("matplotlib is not installed", "pip install 'ivr[plots]'") from error
