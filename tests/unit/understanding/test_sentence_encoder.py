"""The transformer that makes sentences vectors, with small weights drawn at random."""

import math
import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ivr.understanding.embeddings import Embeddings
from tests.unit.understanding.small_bert import LAYERS, WIDE, letters, small_weights

if TYPE_CHECKING:
    from ivr.understanding.sentence_encoder import SentenceEncoder

TEXTS = ["where is it", "refund", "", "my money back", "refund", "a" * 30]


@pytest.fixture(scope="module")
def encoder() -> "SentenceEncoder":
    """With two small layers; skips where the extra is not installed."""
    for package in ("onnx", "onnxruntime"):
        pytest.importorskip(package, reason="the extra 'embeddings' is not installed")
    from ivr.understanding.sentence_encoder import SentenceEncoder

    return SentenceEncoder(small_weights(), letters)


def _norm(rows: Embeddings, name: str) -> Embeddings:
    weights = small_weights()
    even: Embeddings = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    return even * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _by_the_book(tokens: list[int]) -> Embeddings:
    """One sentence, one head after the other, as the papers write it."""
    weights = {name: values.astype(float) for name, values in small_weights().items()}

    def linear(rows: Embeddings, name: str) -> Embeddings:
        found: Embeddings = rows @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
        return found

    said = weights["embeddings.word_embeddings.weight"][tokens]
    said = said + weights["embeddings.token_type_embeddings.weight"][0]
    said = _norm(said + weights["embeddings.position_embeddings.weight"][: len(tokens)], "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        query, key, value = (linear(said, f"{name}.attention.self.{part}") for part in ("query", "key", "value"))
        heads = []
        for start in range(0, WIDE, 32):
            one = slice(start, start + 32)
            heed = np.exp(query[:, one] @ key[:, one].T / np.sqrt(32))
            heads.append(heed / heed.sum(axis=1, keepdims=True) @ value[:, one])
        attended = linear(np.hstack(heads), f"{name}.attention.output.dense")
        said = _norm(said + attended, f"{name}.attention.output.LayerNorm")
        wide = linear(said, f"{name}.intermediate.dense")
        bent = wide / 2 * (1 + np.vectorize(math.erf)(wide / np.sqrt(2)))
        said = _norm(said + linear(bent, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = said.mean(axis=0)
    found: Embeddings = mean / np.linalg.norm(mean)
    return found


def test_it_computes_what_the_papers_write(encoder: "SentenceEncoder") -> None:
    """But for what whole numbers lose, which is far less than what lies between two sentences."""
    book = np.array([_by_the_book(tokens) for tokens in letters(TEXTS)])
    cosines = encoder.encode(TEXTS) @ book.T
    others = np.array([[one != other for other in TEXTS] for one in TEXTS])

    assert np.diag(cosines).min() > 0.999
    assert cosines[others].max() < 0.95


def test_sentences_do_not_mix(encoder: "SentenceEncoder") -> None:
    """Among others, of equally many tokens or not, a sentence has the vector that it has alone; in its own place."""
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])

    assert encoder.encode(TEXTS) == pytest.approx(alone, abs=1e-5)


def test_more_sentences_than_are_computed_at_once(encoder: "SentenceEncoder") -> None:
    """None is left out."""
    many = ["refund"] * 400
    found = encoder.encode(many)

    assert found == pytest.approx(np.repeat(encoder.encode(["refund"]), len(many), axis=0), abs=1e-5)


def test_vectors_are_one_long_and_in_single_precision(encoder: "SentenceEncoder") -> None:
    """So that their products are cosines."""
    found = encoder.encode(TEXTS)

    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)
    assert encoder.encode([]).shape == (0, WIDE)


def test_the_order_of_the_words_matters(encoder: "SentenceEncoder") -> None:
    """It is no bag of tokens."""
    one, other = encoder.encode(["on off", "off on"])

    assert float(one @ other) < 0.999


def test_one_that_was_put_away_computes_the_same(encoder: "SentenceEncoder") -> None:
    """A trained line is measured, and may be kept, as bytes."""
    again = pickle.loads(pickle.dumps(encoder))

    assert (again.encode(TEXTS) == encoder.encode(TEXTS)).all()
