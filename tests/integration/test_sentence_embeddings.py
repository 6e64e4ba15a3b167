"""The real weights of the sentence embeddings, where they are installed, and `ivr understand evaluate` with them."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ivr import app
from ivr.errors import OperatorError
from ivr.flow.model import UnderstandingChoice
from ivr.settings import read_settings
from ivr.speech.transcript import Transcript
from ivr.understanding.embeddings import Embedder

DATA = Path(__file__).parent / "data"
ALIKE = [
    ("where is my parcel", "when will the package get here"),
    ("i want my money back", "please give me a refund"),
    ("how do i reset my password", "i forgot the code to log in"),
    ("book a flight to boston", "i need plane tickets to boston"),
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """Skips where the extra or the weights are not installed."""
    try:
        return app.open_embedder(read_settings().models_dir)
    except OperatorError as error:
        pytest.skip(str(error))


def test_what_means_the_same_lies_nearer_than_what_does_not(embedder: Embedder) -> None:
    """Each sentence is nearest to its own paraphrase."""
    ones, others = (embedder.encode([pair[side] for pair in ALIKE]) for side in (0, 1))
    cosines = ones @ others.T

    assert cosines.argmax(axis=1).tolist() == list(range(len(ALIKE)))
    assert np.diag(cosines).min() > 0.3


@pytest.mark.parametrize("text", ["", "🙂🙂", "我要退款", "a" * 500, "word " * 200, "\ud800"])
def test_any_text_has_an_embedding(embedder: Embedder, text: str) -> None:
    """Empty, without a known token, or longer than is looked at."""
    found = embedder.encode([text])

    assert np.linalg.norm(found[0]) == pytest.approx(1, abs=1e-5)


def test_fresh_sentences_are_understood_better(embedder: Embedder) -> None:
    """Those of the retail line that were written after its examples; without embeddings 91 % are."""
    loaded = app.open_flow("retail", read_settings())
    flow = loaded.flow.model_copy(update={"understanding": UnderstandingChoice(embeddings=True)})
    interpreter = app.interpreter_for(flow)
    lines = (DATA / "retail_heldout.en.tsv").read_text("utf-8").splitlines()
    said = [(text, intent.strip()) for text, _, intent in (line.partition("\t") for line in lines) if intent.strip()]
    heard = [interpreter.interpret(Transcript.typed(text, flow.language)) for text, _ in said]
    right = [one.ranked[0][0] == intent for one, (_, intent) in zip(heard, said, strict=True)]

    assert sum(right) / len(right) >= 0.96


def test_the_command_understands_words_that_no_example_says(embedder: Embedder, tmp_path: Path) -> None:
    """Better with embeddings than without."""
    said = {
        "track": ["where is my parcel", "has my parcel been sent", "when does my parcel arrive", "is my parcel late"],
        "refund": ["i want my money back", "give me my money back", "return my money", "i want my money"],
    }
    other = {"track": ["the shipment never came", "still no delivery"], "refund": ["a reimbursement", "repay me"]}
    paths = [tmp_path / name for name in ("train", "fit", "test")]
    for path, lines in zip(paths, (said, said, other), strict=True):
        labelled = [{"text": text, "intent": intent} for intent, texts in lines.items() for text in texts]
        path.write_text("\n".join(map(json.dumps, labelled)))

    named = [f"--{option}={path}" for option, path in zip(("train", "validation", "test"), paths, strict=True)]
    command = [sys.executable, "-m", "ivr", "understand", "evaluate", *named, "--json"]
    plain, with_meaning = (
        json.loads(subprocess.run([*command, *more], capture_output=True, check=True, timeout=120).stdout)
        for more in ([], ["--embeddings"])
    )

    assert with_meaning["closed_set_accuracy"] == 1.0 > plain["closed_set_accuracy"]
