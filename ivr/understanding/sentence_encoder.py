"""Sentences as points that lie near each other when they mean the same: a small transformer, computed with numpy."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ivr.understanding.embeddings import Embeddings

HEAD = 32
"""Width of one head of attention. Matrices are kept in blocks of so many columns: each attention head is one then, and
a single sentence takes half as long, because BLAS multiplies small matrices without copying the large one first."""

TOKENS = 200
"""So many are computed at once: more do not fit the processor's cache."""

GELU, GELU_CUBE = np.float32(np.sqrt(2 / np.pi)), np.float32(0.044715)
NOTHING = np.float32(1e-12)

Tokenise = Callable[[Sequence[str]], Sequence[Sequence[int]]]
"""Sentences to the numbers of their tokens; none is empty."""


class SentenceEncoder:
    """A BERT whose tokens' vectors are averaged and made one long; weights by the names that BERT files give them."""

    def __init__(self, weights: Mapping[str, Embeddings], tokenise: Tokenise) -> None:
        self._tokenise = tokenise
        self._words = weights["embeddings.word_embeddings.weight"]
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = weights["embeddings.position_embeddings.weight"] + kind
        self._norm = _Norm(weights, "embeddings.LayerNorm")
        layers = {name.split(".")[2] for name in weights if name.startswith("encoder.layer.")}
        self._layers = [_Layer(weights, f"encoder.layer.{number}") for number in sorted(layers, key=int)]

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
        count, length = tokens.shape
        said = self._norm((self._words[tokens] + self._places[:length]).reshape(count * length, -1))
        for layer in self._layers:
            said = layer(said, count)
        mean = said.reshape(count, length, -1).mean(axis=1)
        found: Embeddings = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return found


class _Linear:
    """A matrix and an offset; what it makes of rows comes in blocks of columns: (block, row, column)."""

    def __init__(self, matrix: Embeddings, offset: Embeddings) -> None:
        self._blocks = np.ascontiguousarray(matrix.reshape(-1, HEAD, matrix.shape[1]).swapaxes(1, 2))
        self._offset = offset.reshape(-1, 1, HEAD)

    def __call__(self, rows: Embeddings) -> Embeddings:
        found: Embeddings = rows @ self._blocks
        found += self._offset
        return found


class _Norm:
    """Each row with mean 0 and spread 1, then stretched and shifted."""

    def __init__(self, weights: Mapping[str, Embeddings], name: str) -> None:
        self._stretch, self._shift = weights[f"{name}.weight"], weights[f"{name}.bias"]

    def __call__(self, rows: Embeddings) -> Embeddings:
        even = rows - rows.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.einsum("rc,rc->r", even, even)[:, np.newaxis] / np.float32(rows.shape[1]) + NOTHING)
        normed: Embeddings = even / spread * self._stretch + self._shift
        return normed


class _Layer:
    """Attention, then two linear steps with a bend between them; each is added to what came in."""

    def __init__(self, weights: Mapping[str, Embeddings], name: str) -> None:
        def both(part: str) -> tuple[Embeddings, Embeddings]:
            return weights[f"{name}.{part}.weight"], weights[f"{name}.{part}.bias"]

        asked = [both(f"attention.self.{part}") for part in ("query", "key", "value")]
        shrink = np.float32(HEAD**-0.5)  # of the products of queries and keys
        asked[0] = (asked[0][0] * shrink, asked[0][1] * shrink)
        self._ask = _Linear(np.concatenate([one[0] for one in asked]), np.concatenate([one[1] for one in asked]))
        self._answer = _Linear(*both("attention.output.dense"))
        self._attended = _Norm(weights, f"{name}.attention.output.LayerNorm")
        self._widen = _Linear(*both("intermediate.dense"))
        self._narrow = _Linear(*both("output.dense"))
        self._done = _Norm(weights, f"{name}.output.LayerNorm")

    def __call__(self, said: Embeddings, count: int) -> Embeddings:
        """`said` has the tokens of `count` sentences, one after the other."""
        said = self._attended(said + _joined(self._answer(_joined(self._attend(said, count)))))
        return self._done(said + _joined(self._narrow(_joined(_bent(self._widen(said))))))

    def _attend(self, said: Embeddings, count: int) -> Embeddings:
        queries, keys, values = np.split(self._ask(said).reshape(-1, count, len(said) // count, HEAD), 3)
        heed = queries @ keys.swapaxes(-1, -2)
        heed = np.exp(heed - heed.max(axis=-1, keepdims=True))
        heed /= heed.sum(axis=-1, keepdims=True)
        found: Embeddings = heed @ values
        return found.reshape(-1, len(said), HEAD)


def _joined(blocks: Embeddings) -> Embeddings:
    """The blocks of columns side by side."""
    return blocks.swapaxes(0, 1).reshape(blocks.shape[1], -1)


def _bent(rows: Embeddings) -> Embeddings:
    """GELU by its usual approximation: exact to 0.0005, and four times as fast. Its steps need no further memory."""
    bent: Embeddings = rows * rows
    bent *= GELU * GELU_CUBE
    bent += GELU
    bent *= rows
    np.tanh(bent, out=bent)
    bent += np.float32(1)
    bent *= rows
    bent *= np.float32(0.5)
    return bent
