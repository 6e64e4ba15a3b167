"""A Kaldi nnet3 network, put together node by node and written as Kaldi reads it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ivr.speech.graph.definition import Floats
from ivr.speech.graph.kaldi_io import KaldiWriter


def offset(node: str, frames: int) -> str:
    """Return the descriptor of `node` at `frames` later (earlier if negative)."""
    return f"Offset({node}, {frames})" if frames else node


def append(*descriptors: str) -> str:
    """Return the descriptor of vectors put one behind the other."""
    return f"Append({', '.join(descriptors)})"


class Network:
    """Every method that adds a component also adds the node of the same name and returns that name."""

    def __init__(self, input_dimension: int) -> None:
        """Begin with the node `input` of so many values a frame."""
        self._nodes = [f"input-node name=input dim={input_dimension}"]
        self._components = KaldiWriter()
        self._count = 0

    def slice(self, name: str, source: str, first: int, count: int) -> str:
        """Add a node for `count` of the values of the node `source`."""
        self._nodes.append(f"dim-range-node name={name} input-node={source} dim-offset={first} dim={count}")
        return name

    def output(self, source: str) -> None:
        """Make `source` the network's output."""
        self._nodes.append(f"output-node name=output input={source} objective=linear")

    def affine(
        self, name: str, source: str, weights: npt.ArrayLike, bias: npt.ArrayLike, *, compressed: bool = False
    ) -> str:
        """Add y = Wx + b; weights (out, in), bias (out,). `compressed` keeps the weights in 16 bits each."""
        content = self._component(name, source, "FixedAffineComponent").token("<LinearParams>")
        if compressed:
            content.compressed_matrix(weights)
        else:
            content.matrix(weights)
        content.token("<BiasParams>").vector(bias)
        return self._end(name, "FixedAffineComponent")

    def product(self, name: str, source: str, inputs: int, outputs: int) -> str:
        """Add the elementwise product of the source's equal parts of `outputs` values each."""
        content = self._component(name, source, "ElementwiseProductComponent")
        content.token("<InputDim>").integer(inputs).token("<OutputDim>").integer(outputs)
        return self._end(name, "ElementwiseProductComponent")

    def softmax(self, name: str, source: str, dimension: int) -> str:
        """Add exp(x) divided by its sum."""
        return self._nonlinearity(name, source, dimension, "SoftmaxComponent")

    def log_softmax(self, name: str, source: str, dimension: int) -> str:
        """Add x less the logarithm of the sum of exp(x)."""
        return self._nonlinearity(name, source, dimension, "LogSoftmaxComponent")

    def rectifier(self, name: str, source: str, dimension: int) -> str:
        """Add max(x, 0)."""
        return self._nonlinearity(name, source, dimension, "RectifiedLinearComponent")

    def sigmoid(self, name: str, source: str, dimension: int) -> str:
        """Add 1 / (1 + exp(-x))."""
        return self._nonlinearity(name, source, dimension, "SigmoidComponent")

    def magnitude_logarithms(self, name: str, source: str, dimension: int) -> str:
        """Add two outputs per value: its sign, and the natural logarithm of its magnitude (at least ~1e-10).

        This is Kaldi's normalisation to unit deviation in blocks of one value, with the log deviation added.
        """
        content = self._component(name, source, "NormalizeComponent")
        content.token("<InputDim>").integer(dimension).token("<BlockDim>").integer(1)
        content.token("<TargetRms>").single(1.0).token("<AddLogStddev>").boolean(True)
        return self._end(name, "NormalizeComponent")

    def permutation(self, name: str, source: str, columns: Sequence[int]) -> str:
        """Add output i = input columns[i]; every input must be named once."""
        self._component(name, source, "PermuteComponent").token("<ColumnMap>").integers(columns)
        return self._end(name, "PermuteComponent")

    def window_mean(self, name: str, source: str, dimension: int, before: int, after: int) -> str:
        """Add weighted means over a window of frames, as far as there are frames.

        The source gives a weight and weighted values a frame; the output, one value shorter, is the sums of
        the weighted values divided by the sum of the weights.
        """
        content = self._component(name, source, "StatisticsPoolingComponent")
        content.token("<InputDim>").integer(dimension).token("<InputPeriod>").integer(1)
        content.token("<LeftContext>").integer(before).token("<RightContext>").integer(after)
        content.token("<NumLogCountFeatures>").integer(0).token("<OutputStddevs>").boolean(False)
        content.token("<VarianceFloor>").single(1e-10)
        return self._end(name, "StatisticsPoolingComponent")

    def _component(self, name: str, source: str, kind: str) -> KaldiWriter:
        self._nodes.append(f"component-node name={name} component={name} input={source}")
        self._count += 1
        return self._components.token("<ComponentName>", name, f"<{kind}>")

    def _end(self, name: str, kind: str) -> str:
        self._components.token(f"</{kind}>")
        return name

    def _nonlinearity(self, name: str, source: str, dimension: int, kind: str) -> str:
        """Add a component with Kaldi's (empty) training statistics."""
        content = self._component(name, source, kind).token("<Dim>").integer(dimension)
        nothing: Floats = np.zeros(0)
        content.token("<ValueAvg>").vector(nothing).token("<DerivAvg>").vector(nothing)
        content.token("<Count>").double(0.0)
        content.token("<OderivRms>").vector(nothing).token("<OderivCount>").double(0.0)
        content.token("<NumDimsSelfRepaired>").double(0.0).token("<NumDimsProcessed>").double(0.0)
        return self._end(name, kind)

    def serialise(self, left_context: int, right_context: int) -> bytes:
        """Return the network as Kaldi's `AmNnetSimple` writes it, without priors; contexts in frames."""
        writer = KaldiWriter().token("<Nnet3>").raw(b"\n" + "\n".join(self._nodes).encode("ascii") + b"\n\n")
        writer.token("<NumComponents>").integer(self._count).raw(self._components.content()).token("</Nnet3>")
        writer.token("<LeftContext>").integer(left_context).token("<RightContext>").integer(right_context)
        return writer.token("<Priors>").vector(np.zeros(0)).content()
