"""How well and how fast intents are told apart, beside a plain logistic regression on words."""

import time
from pathlib import Path

import click
import numpy as np
from threadpoolctl import threadpool_limits

from ivr.flow.loader import chatter
from ivr.insight.intent_evaluation import Files, evaluate_intents
from ivr.terms import Language
from ivr.understanding.labelled import Labelled, read_labelled
from ivr.understanding.text import normalise

TEXT = Path(__file__).parents[2] / "shared" / "data" / "text"
SETS = ("clinc150", "banking77")
WORD_ERRORS = 0.15


def measure() -> None:
    """Closed-set accuracy, clean and with words misheard, and seconds to train; ours and the baseline in turn."""
    if not TEXT.is_dir():
        click.echo("no sets of sentences in ../shared/data/text")
        return
    talk = [normalise(line) for line in chatter(Language.ENGLISH)]
    click.echo(f"{'':<12} {'accuracy':>9} {'baseline':>9} {'misheard':>9} {'train s':>8} {'baseline':>9} {'ratio':>6}")
    for name in SETS:
        train, held_out = (read_labelled(TEXT / f"{name}_{part}.jsonl") for part in ("train", "validation"))
        fit, test = held_out[0::2], held_out[1::2]
        ours = evaluate_intents(Files(train, fit, test), talk, Language.ENGLISH, WORD_ERRORS)
        accuracy, seconds = _baseline(train, test)
        misheard = ours.word_errors and ours.word_errors.closed_set_accuracy
        click.echo(
            f"{name:<12} {ours.closed_set_accuracy or 0:9.3f} {accuracy:9.3f} {misheard or 0:9.3f} "
            f"{ours.fit_seconds:8.1f} {seconds:9.1f} {ours.fit_seconds / seconds:6.1f}"
        )


def _baseline(train: list[Labelled], test: list[Labelled]) -> tuple[float, float]:
    """Accuracy and processor time of TF-IDF of single words into a logistic regression with usual settings."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1000))
    with threadpool_limits(limits=1):
        began = time.process_time()
        model.fit([line.text for line in train], [line.intent for line in train])
        seconds = time.process_time() - began
    known = [line for line in test if line.intent is not None]
    found = model.predict([line.text for line in known])
    return float(np.mean([one == line.intent for one, line in zip(found, known, strict=True)])), seconds
