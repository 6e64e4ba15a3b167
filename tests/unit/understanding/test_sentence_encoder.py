"""The transformer that makes sentences vectors, with small weights drawn at random."""

import numpy as np
import pytest

from ivr.understanding.embeddings import Embeddings
from ivr.understanding.sentence_encoder import TOKENS, SentenceEncoder
from tests.unit.understanding.small_bert import LAYERS, WIDE, letters, small_weights

ENCODER = SentenceEncoder(small_weights(), letters)
TEXTS = ["where is it", "refund", "", "my money back", "refund", "a" * 30]


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
        bent = wide / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (wide + 0.044715 * wide**3)))
        said = _norm(said + linear(bent, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = said.mean(axis=0)
    found: Embeddings = mean / np.linalg.norm(mean)
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_it_computes_what_the_papers_write(text: str) -> None:
    """Blocks, batches and single precision change nothing but the last digits."""
    assert ENCODER.encode([text])[0] == pytest.approx(_by_the_book(letters([text])[0]), abs=1e-5)


def test_sentences_do_not_mix() -> None:
    """Among others, of equally many tokens or not, a sentence has the vector that it has alone; in its own place."""
    alone = np.vstack([ENCODER.encode([text]) for text in TEXTS])

    assert ENCODER.encode(TEXTS) == pytest.approx(alone, abs=1e-5)


def test_more_sentences_than_are_computed_at_once() -> None:
    """None is left out."""
    many = ["refund"] * TOKENS
    found = ENCODER.encode(many)

    assert found == pytest.approx(np.repeat(ENCODER.encode(["refund"]), len(many), axis=0), abs=1e-5)


def test_vectors_are_one_long_and_in_single_precision() -> None:
    """So that their products are cosines."""
    found = ENCODER.encode(TEXTS)

    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)
    assert ENCODER.encode([]).shape == (0, WIDE)


def test_the_order_of_the_words_matters() -> None:
    """It is no bag of tokens."""
    one, other = ENCODER.encode(["on off", "off on"])

    assert float(one @ other) < 0.999
