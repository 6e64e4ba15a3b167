"""Sentences as points that lie near each other when they mean the same: a small transformer, by ONNX Runtime."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from onnxruntime import InferenceSession, SessionOptions

from ivr.understanding.embeddings import Embeddings
from ivr.understanding.sentence_graph import IN, layers_graph

TOKENS = 400
"""So many are computed at once: more do not fit the processor's cache."""

Tokenise = Callable[[Sequence[str]], Sequence[Sequence[int]]]
"""Sentences to the numbers of their tokens; none is empty."""


class SentenceEncoder:
    """A BERT whose tokens' vectors are averaged and made one long; weights by the names that BERT files give them."""

    def __init__(self, weights: Mapping[str, Embeddings], tokenise: Tokenise) -> None:
        self._tokenise = tokenise
        self._words = weights["embeddings.word_embeddings.weight"]
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = weights["embeddings.position_embeddings.weight"] + kind
        self._graph = layers_graph(weights)
        self._session = _opened(self._graph)

    def __getstate__(self) -> dict[str, Any]:
        return {name: part for name, part in vars(self).items() if name != "_session"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _session=_opened(state["_graph"]))

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """One vector a sentence, each one long. Sentences of equally many tokens are computed together."""
        tokens = self._tokenise(texts)
        alike: dict[int, list[int]] = defaultdict(list)
        for row, one in enumerate(tokens):
            alike[len(one)].append(row)
        found = np.zeros((len(tokens), self._words.shape[1]), np.float32)
        for length, rows in alike.items():
            many = max(1, TOKENS // length)
            for start in range(0, len(rows), many):
                here = rows[start : start + many]
                found[here] = self._together(np.array([tokens[row] for row in here]))
        return found

    def _together(self, tokens: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Embeddings:
        said = self._words[tokens] + self._places[: tokens.shape[1]]
        mean: Embeddings = self._session.run(None, {IN: said})[0].mean(axis=1)
        found: Embeddings = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return found


def _opened(graph: bytes) -> Any:
    """On one thread: a sentence is too little to share."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors: standard error is for people
    return InferenceSession(graph, options, providers=["CPUExecutionProvider"])
