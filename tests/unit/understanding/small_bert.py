"""Weights of a very small BERT, drawn at random but always the same, by the names that BERT files give them."""

from collections.abc import Sequence

import numpy as np

from ivr.understanding.embeddings import Embeddings

WIDE, INNER, LAYERS, VOCABULARY, LONGEST = 64, 128, 2, 50, 40


def small_weights() -> dict[str, Embeddings]:
    """Two heads, two layers."""
    chance = np.random.default_rng(5)

    def drawn(*shape: int) -> Embeddings:
        return (chance.normal(size=shape) * 0.3).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": drawn(VOCABULARY, WIDE),
        "embeddings.token_type_embeddings.weight": drawn(2, WIDE),
        "embeddings.position_embeddings.weight": drawn(LONGEST, WIDE),
    }
    linear = {f"attention.self.{part}": (WIDE, WIDE) for part in ("query", "key", "value")}
    linear |= {"attention.output.dense": (WIDE, WIDE)}
    linear |= {"intermediate.dense": (INNER, WIDE), "output.dense": (WIDE, INNER)}
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        norms += [f"{name}.attention.output.LayerNorm", f"{name}.output.LayerNorm"]
        for part, shape in linear.items():
            weights |= {f"{name}.{part}.weight": drawn(*shape), f"{name}.{part}.bias": drawn(shape[0])}
    for norm in norms:
        weights |= {f"{norm}.weight": 1 + drawn(WIDE), f"{norm}.bias": drawn(WIDE)}
    return weights


def letters(texts: Sequence[str]) -> list[list[int]]:
    """Each letter is a token, between one that begins and one that ends."""
    return [[1, *(3 + ord(letter) % (VOCABULARY - 3) for letter in text), 2] for text in texts]
