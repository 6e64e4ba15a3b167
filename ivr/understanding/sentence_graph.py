"""The layers of a BERT as a graph for ONNX Runtime, its matrices in whole numbers: two and a half times as fast."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from ivr.understanding.embeddings import Embeddings

HEAD = 32
"""Width of one head of attention."""

FINEST, SHIFT = 127, 128
"""Rows are rounded to whole numbers from -FINEST to FINEST, and shifted to be none below zero."""

COARSE = 63
"""Matrices are rounded to half of that: so no processor's sums of two products overflow, and all give the same."""

NOTHING = 1e-12
OWN = "com.microsoft"
IN, OUT = "tokens", "layers"


def layers_graph(weights: Mapping[str, Embeddings]) -> bytes:
    """The graph from the sum of a token's vectors, IN, to what the last layer makes of it, OUT; each (sentence, token,
    column). Weights by the names that BERT files give them."""
    graph = _Graph(weights)
    wide = len(weights["embeddings.LayerNorm.weight"])
    said = graph.normed(IN, "embeddings.LayerNorm")
    layers = {name.split(".")[2] for name in weights if name.startswith("encoder.layer.")}
    for number in sorted(layers, key=int):
        said = graph.layer(said, f"encoder.layer.{number}", wide // HEAD)
    graph.step("Identity", said, to_be=OUT)
    return graph.written(wide)


@dataclass(frozen=True, slots=True)
class _Whole:
    """Rows in whole numbers, and what each row of them is to be multiplied with."""

    numbers: str
    steps: str


@dataclass
class _Graph:
    """The steps so far; a value is known by its name."""

    weights: Mapping[str, Embeddings]
    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def layer(self, said: str, name: str, heads: int) -> str:
        """Attention, then two linear steps with a bend between them; each is added to what came in."""
        rows = self.whole(said)
        asked = [self.linear(rows, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
        heeded = self.step("MultiHeadAttention", *asked, domain=OWN, num_heads=heads)
        answer = self.linear(self.whole(heeded), f"{name}.attention.output.dense")
        said = self.normed(self.step("Add", said, answer), f"{name}.attention.output.LayerNorm")
        bent = self.step("Gelu", self.linear(self.whole(said), f"{name}.intermediate.dense"), domain=OWN)
        narrow = self.linear(self.whole(bent), f"{name}.output.dense")
        return self.normed(self.step("Add", said, narrow), f"{name}.output.LayerNorm")

    def whole(self, rows: str) -> _Whole:
        """Each token's row rounded by its own largest number: no sentence changes what another one becomes."""
        most = self.step("ReduceMax", self.step("Abs", rows), axes=[-1], keepdims=1)
        steps = self.step("Div", self.step("Max", most, self.constant(NOTHING)), self.constant(FINEST))
        shifted = self.step("Add", self.step("Div", rows, steps), self.constant(SHIFT + 0.5))  # what follows cuts
        return _Whole(self.step("Cast", shifted, to=TensorProto.UINT8), steps)

    def linear(self, rows: _Whole, name: str) -> str:
        """Rows times a matrix, each of whose columns is rounded by its own largest number, and an offset."""
        matrix = self.weights[f"{name}.weight"]
        steps = np.maximum(np.abs(matrix).max(axis=1), NOTHING) / COARSE
        numbers = np.round(matrix / steps[:, np.newaxis]).astype(np.int8).T
        given = (self.constant(numbers, np.int8), self.constant(1), self.constant(steps))
        shift = self.constant(SHIFT, np.uint8)
        product = self.step("MatMulIntegerToFloat", rows.numbers, *given, shift, domain=OWN)
        found = self.step("Mul", product, rows.steps)
        return self.step("Add", found, self.constant(self.weights[f"{name}.bias"]))

    def normed(self, rows: str, name: str) -> str:
        """Each row with mean 0 and spread 1, then stretched and shifted."""
        stretch, shift = (self.constant(self.weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.step("LayerNormalization", rows, stretch, shift, epsilon=NOTHING)

    def constant(self, values: float | NDArray[Any], kind: type[np.generic] = np.float32) -> str:
        """The name of fixed values."""
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(np.asarray(values, kind)), name))
        return name

    def step(self, kind: str, *inputs: str, to_be: str = "", **how: Any) -> str:
        """The name of what an operation gives."""
        name = to_be or f"step{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **how))
        return name

    def written(self, wide: int) -> bytes:
        """As ONNX Runtime reads it."""
        shape = ["sentences", "length", wide]
        ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in (IN, OUT)]
        graph = helper.make_graph(self.nodes, "sentences", ends[:1], ends[1:], self.constants)
        sets = [helper.make_opsetid("", 17), helper.make_opsetid(OWN, 1)]
        model: ModelProto = helper.make_model(graph, opset_imports=sets, ir_version=8)
        found: bytes = model.SerializeToString()
        return found
