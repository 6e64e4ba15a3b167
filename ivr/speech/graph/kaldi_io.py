"""Writer (and the matching small reader) of Kaldi's binary formats."""

from __future__ import annotations

import struct
from typing import Self

import numpy as np
import numpy.typing as npt

BINARY_MARK = b"\0B"  # at the start of every binary Kaldi file
_STEPS = 65_535  # of a compressed matrix


class KaldiWriter:
    """Collects binary tokens; every method returns the writer, so that calls can be chained."""

    def __init__(self) -> None:
        """Begin empty."""
        self._parts: list[bytes] = []

    def raw(self, content: bytes) -> Self:
        """Append bytes as they are."""
        self._parts.append(content)
        return self

    def token(self, *names: str) -> Self:
        """Append tokens, each with its closing blank."""
        self._parts.extend(name.encode("ascii") + b" " for name in names)
        return self

    def integer(self, value: int) -> Self:
        """Append a 32-bit integer."""
        return self.raw(b"\x04" + struct.pack("<i", value))

    def single(self, value: float) -> Self:
        """Append a 32-bit float."""
        return self.raw(b"\x04" + struct.pack("<f", value))

    def double(self, value: float) -> Self:
        """Append a 64-bit float."""
        return self.raw(b"\x08" + struct.pack("<d", value))

    def boolean(self, value: bool) -> Self:
        """Append a truth value."""
        return self.raw(b"T" if value else b"F")

    def matrix(self, values: npt.ArrayLike) -> Self:
        """Append a matrix of 32-bit floats."""
        content = np.ascontiguousarray(values, "<f4")
        self.token("FM").integer(content.shape[0]).integer(content.shape[1])
        return self.raw(content.tobytes())

    def compressed_matrix(self, values: npt.ArrayLike) -> Self:
        """Append a matrix of values in 16 bits each, in equal steps from the least to the greatest."""
        content = np.asarray(values, np.float64)
        least, width = np.float32(content.min()), np.float32(np.ptp(content) or 1.0)
        steps = np.clip(np.round((content - least) / width * _STEPS), 0, _STEPS).astype("<u2")
        self.token("CM2").raw(struct.pack("<ffii", least, width, *content.shape))
        return self.raw(steps.tobytes())

    def double_matrix(self, values: npt.ArrayLike) -> Self:
        """Append a matrix of 64-bit floats."""
        content = np.ascontiguousarray(values, "<f8")
        self.token("DM").integer(content.shape[0]).integer(content.shape[1])
        return self.raw(content.tobytes())

    def vector(self, values: npt.ArrayLike) -> Self:
        """Append a vector of 32-bit floats."""
        content = np.ascontiguousarray(values, "<f4")
        return self.token("FV").integer(len(content)).raw(content.tobytes())

    def integers(self, values: npt.ArrayLike) -> Self:
        """Append a vector of 32-bit integers."""
        content = np.ascontiguousarray(values, "<i4")
        return self.integer(len(content)).raw(content.tobytes())

    def content(self) -> bytes:
        """Return everything appended so far."""
        return b"".join(self._parts)


class KaldiReader:
    """Reads back what `KaldiWriter` wrote, in the same order."""

    def __init__(self, content: bytes) -> None:
        """Begin at the first byte."""
        self._content = content
        self._offset = 0

    def _take(self, count: int) -> bytes:
        piece = self._content[self._offset : self._offset + count]
        if len(piece) != count:
            raise ValueError(f"{count} bytes wanted at {self._offset}, {len(piece)} left")
        self._offset += count
        return piece

    def token(self) -> str:
        """Read a token and its closing blank."""
        end = self._content.index(b" ", self._offset)
        return self._take(end - self._offset + 1)[:-1].decode("ascii")

    def integer(self) -> int:
        """Read a 32-bit integer."""
        size, value = struct.unpack("<bi", self._take(5))
        if size != 4:
            raise ValueError(f"a 4-byte integer expected, got {size} bytes")
        return int(value)

    def integers(self) -> npt.NDArray[np.int32]:
        """Read a vector of 32-bit integers."""
        return np.frombuffer(self._take(4 * self.integer()), "<i4")

    def array(self) -> npt.NDArray[np.float64]:
        """Read a matrix or vector of 32- or 64-bit floats."""
        kind = self.token()
        if kind == "CM2":
            least, width, rows, columns = struct.unpack("<ffii", self._take(16))
            steps = np.frombuffer(self._take(2 * rows * columns), "<u2").astype(np.float64)
            return np.asarray(least + width * steps.reshape(rows, columns) / _STEPS, np.float64)
        shape = (self.integer(),) if kind[1] == "V" else (self.integer(), self.integer())
        dtype = np.dtype("<f4" if kind[0] == "F" else "<f8")
        values = np.frombuffer(self._take(int(np.prod(shape)) * dtype.itemsize), dtype)
        return values.reshape(shape).astype(np.float64)

    def exhausted(self) -> bool:
        """Return whether nothing is left."""
        return self._offset == len(self._content)
