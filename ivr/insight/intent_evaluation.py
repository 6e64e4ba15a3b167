"""How well intents are understood: trained on one file, thresholds from a second, accuracy on a third."""

import pickle
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from ivr.insight.operating_points import Accuracy, Answers, accuracy, area_under_curve, find_threshold
from ivr.terms import Language
from ivr.understanding.calibration import Bin, calibration_error, reliability
from ivr.understanding.classifier import IntentClassifier
from ivr.understanding.embeddings import Embedder
from ivr.understanding.labelled import Labelled
from ivr.understanding.noise import Mishearing
from ivr.understanding.out_of_scope import Floats

TIMED = 1000
"""Sentences whose time is taken, one by one: the first of the test."""

MEASURED_TAKE = 1000
"""Which of all ways to mishear a sentence is measured; training uses the first few."""


@dataclass(frozen=True, slots=True)
class Files:
    """What a classifier is trained on, what its probabilities and thresholds are fitted on, what it is measured on."""

    train: Sequence[Labelled]
    validation: Sequence[Labelled]
    test: Sequence[Labelled]


@dataclass(frozen=True, slots=True)
class Confusion:
    """An intent that was taken for another so many times."""

    intent: str
    taken_for: str
    count: int


@dataclass(frozen=True, slots=True)
class WordErrors:
    """What is understood when a share of the words is misheard; `lost_points` are of the closed-set accuracy."""

    rate: float
    closed_set_accuracy: float | None
    lost_points: float | None
    paper: Accuracy
    balanced: Accuracy


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was measured; accuracies are shares from 0 to 1, times are processor time of one thread."""

    closed_set_accuracy: float | None
    paper: Accuracy
    balanced: Accuracy
    auroc: float | None
    expected_calibration_error: float
    fit_seconds: float
    p50_ms: float
    p99_ms: float
    model_mb: float
    intents: int
    train: int
    validation: int
    test: int
    word_errors: WordErrors | None
    reliability: Sequence[Bin]
    confusions: Sequence[Confusion]

    def as_json(self, confusions: int) -> dict[str, object]:
        """Every figure by its name, with the most frequent `confusions`."""
        return asdict(replace(self, confusions=self.confusions[:confusions]))


def evaluate_intents(
    files: Files,
    chatter: Sequence[str],
    language: Language,
    word_errors: float | None = None,
    embedder: Embedder | None = None,
) -> Evaluation:
    """Train on `files.train` and measure.

    Lines of it without an intent teach what is out of scope. Without such lines there and in the validation file
    `chatter` does.
    """
    examples = [(line.text, line.intent) for line in files.train if line.intent is not None]
    strange = [line.text for line in files.train if line.intent is None]
    if not strange and all(line.intent is not None for line in files.validation):
        strange = list(chatter)
    with threadpool_limits(limits=1):
        began = time.process_time()
        classifier = IntentClassifier(examples, strange, language, files.validation, embedder)
        seconds = time.process_time() - began
        return _measured(classifier, files, language, seconds, word_errors)


def _measured(
    classifier: IntentClassifier, files: Files, language: Language, seconds: float, word_errors: float | None
) -> Evaluation:
    fitted, _ = _answers(classifier, files.validation)
    thresholds = find_threshold(fitted, "paper"), find_threshold(fitted, "balanced")
    answers, likely = _answers(classifier, files.test)
    bins = _reliability(answers, likely)
    closed_set = _closed_set(answers)
    misheard = None
    if word_errors is not None:
        noise = Mishearing([line.text for line in files.train], language)
        heard = [Labelled(noise.mishear(line.text, word_errors, MEASURED_TAKE), line.intent) for line in files.test]
        misheard = _misheard(_answers(classifier, heard)[0], word_errors, closed_set, thresholds)
    p50, p99 = _milliseconds(classifier, [line.text for line in files.test[:TIMED]])
    return Evaluation(
        closed_set_accuracy=closed_set,
        paper=accuracy(answers, thresholds[0]),
        balanced=accuracy(answers, thresholds[1]),
        auroc=area_under_curve(answers),
        expected_calibration_error=calibration_error(bins),
        fit_seconds=round(seconds, 2),
        p50_ms=p50,
        p99_ms=p99,
        model_mb=round(len(pickle.dumps(classifier)) / 1e6, 3),
        intents=len(classifier.intents),
        train=len(files.train),
        validation=len(files.validation),
        test=len(files.test),
        word_errors=misheard,
        reliability=bins,
        confusions=_confusions(classifier, files.test, likely),
    )


def _answers(classifier: IntentClassifier, lines: Sequence[Labelled]) -> tuple[Answers, Floats]:
    """What the classifier makes of sentences, and the probabilities of its intents."""
    likely, doubt = classifier.weigh([line.text for line in lines])
    best = [classifier.intents[at] for at in likely.argmax(axis=1)]
    strange = np.array([line.intent is None for line in lines])
    right = np.array([line.intent == intent for line, intent in zip(lines, best, strict=True)])
    return Answers(strange, right, doubt), likely


def _closed_set(answers: Answers) -> float | None:
    return None if answers.strange.all() else float(answers.right[~answers.strange].mean())


def _misheard(answers: Answers, rate: float, clean: float | None, thresholds: tuple[float, float]) -> WordErrors:
    closed_set = _closed_set(answers)
    lost = None if closed_set is None or clean is None else 100 * (clean - closed_set)
    return WordErrors(rate, closed_set, lost, *(accuracy(answers, threshold) for threshold in thresholds))


def _reliability(answers: Answers, likely: Floats) -> list[Bin]:
    """Of the likeliest answer to each sentence, an intent or out of scope: what it promised, and whether it kept it."""
    best = likely.max(axis=1)
    refused = answers.doubt > best
    return reliability(np.maximum(best, answers.doubt), np.where(refused, answers.strange, answers.right))


def _milliseconds(classifier: IntentClassifier, texts: Sequence[str]) -> tuple[float, float]:
    """Median and 99th percentile of the time that one sentence takes."""
    taken = []
    for text in texts:
        began = time.process_time()
        classifier.rank(text)
        taken.append(1000 * (time.process_time() - began))
    p50, p99 = np.percentile(taken, [50, 99])
    return round(float(p50), 2), round(float(p99), 2)


def _confusions(classifier: IntentClassifier, lines: Sequence[Labelled], likely: Floats) -> list[Confusion]:
    """Which intents were taken for which others, the most frequent first."""
    best = [classifier.intents[at] for at in likely.argmax(axis=1)]
    pairs = Counter((line.intent, found) for line, found in zip(lines, best, strict=True) if line.intent is not None)
    wrong = sorted((-count, *pair) for pair, count in pairs.items() if pair[0] != pair[1])
    return [Confusion(intent, taken_for, -count) for count, intent, taken_for in wrong]
