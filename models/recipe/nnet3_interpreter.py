"""A slow, independent reading of a serialised nnet3 network with numpy, to check what was written."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ivr.speech.graph.kaldi_io import KaldiReader

Floats = npt.NDArray[np.float64]
Component = Callable[[Floats], Floats]


def _softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


NONLINEARITIES: dict[str, Component] = {
    "Softmax": _softmax,
    "LogSoftmax": lambda x: np.log(_softmax(x)),
    "Sigmoid": lambda x: np.asarray((1 + np.tanh(x / 2)) / 2),
    "RectifiedLinear": lambda x: np.maximum(x, 0),
}


def _fields(reader: _Reader, *kinds: str) -> list[float]:
    """Read pairs of a token and a value of the given kinds (i, f, d, b, v)."""
    values = []
    for kind in kinds:
        reader.token()
        values.append(reader.value(kind))
    return values


class _Reader(KaldiReader):
    """Reads single values by the letter of their kind; vectors are dropped."""

    def value(self, kind: str) -> float:
        if kind == "i":
            return self.integer()
        if kind == "b":
            return self._take(1) == b"T"
        if kind == "v":
            self.array()
            return 0.0
        size = {"f": 4, "d": 8}[kind]
        return float(np.frombuffer(self._take(1 + size)[1:], f"<f{size}")[0])


def _affine(reader: _Reader) -> Component:
    reader.token()
    weights = reader.array()
    reader.token()
    bias = reader.array()
    return lambda x: x @ weights.T + bias


def _product(reader: _Reader) -> Component:
    inputs, outputs = (int(value) for value in _fields(reader, "i", "i"))
    return lambda x: np.asarray(x.reshape(len(x), inputs // outputs, outputs).prod(axis=1))


def _normalize(reader: _Reader) -> Component:
    _fields(reader, "i", "i", "f", "b")
    return lambda x: np.stack([np.sign(x), np.log(np.abs(x))], axis=2).reshape(len(x), -1)


def _permute(reader: _Reader) -> Component:
    reader.token()
    columns = reader.integers()
    return lambda x: x[:, columns]


def _pooling(reader: _Reader) -> Component:
    _, _, before, after, *_ = (int(value) for value in _fields(reader, "i", "i", "i", "i", "i", "b", "f"))

    def pool(x: Floats) -> Floats:
        sums = np.array([x[max(0, t - before) : t + after + 1].sum(axis=0) for t in range(len(x))])
        return np.asarray(sums[:, 1:] / sums[:, :1])

    return pool


READERS: dict[str, Callable[[_Reader], Component]] = {
    "FixedAffine": _affine,
    "ElementwiseProduct": _product,
    "Normalize": _normalize,
    "Permute": _permute,
    "StatisticsPooling": _pooling,
}


def _components(reader: _Reader) -> dict[str, Component]:
    components: dict[str, Component] = {}
    reader.token()
    for _ in range(reader.integer()):
        reader.token()
        name = reader.token()
        kind = reader.token()[1:].removesuffix("Component>")
        if kind in NONLINEARITIES:
            _fields(reader, "i", "v", "v", "d", "v", "d", "d", "d")
            components[name] = NONLINEARITIES[kind]
        else:
            components[name] = READERS[kind](reader)
        assert reader.token() == f"</{kind}Component>"
    return components


def _shifted(values: Floats, frames: int) -> Floats:
    return values[np.clip(np.arange(len(values)) + frames, 0, len(values) - 1)]


def _describe(descriptor: str, values: dict[str, Floats]) -> Floats:
    parts = re.findall(r"Offset\((\w+), (-?\d+)\)|(?<!\()\b(?!Append)(\w+)\b|(?<=Append\()(\w+)", descriptor)
    pieces = [_shifted(values[a], int(n)) if a else values[b or c] for a, n, b, c in parts]
    return np.hstack(pieces)


def run(network: bytes, frames: Floats) -> Floats:
    """Return the output of a serialised network for every input frame; the edge frames lack context."""
    text, _, rest = network.partition(b"\n\n")
    components = _components(_Reader(rest))
    values = {"input": frames}
    for line in text.decode("ascii").splitlines()[2:]:
        kind, _, fields = line.partition(" ")
        node = dict(re.findall(r"([\w-]+)=(.*?)(?= [\w-]+=|$)", fields))
        if kind == "component-node":
            values[node["name"]] = components[node["component"]](_describe(node["input"], values))
        elif kind == "dim-range-node":
            first = int(node["dim-offset"])
            values[node["name"]] = values[node["input-node"]][:, first : first + int(node["dim"])]
        elif kind == "output-node":
            return values[node["input"]]
    raise AssertionError("the network has no output")
