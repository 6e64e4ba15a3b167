"""The binary writer, read back."""

from __future__ import annotations

import numpy as np
import pytest

from ivr.speech.graph.kaldi_io import KaldiReader, KaldiWriter


def test_everything_written_reads_back() -> None:
    """Tokens, integers, vectors and matrices come back in order, and nothing is left over."""
    matrix = np.arange(6.0).reshape(2, 3)
    writer = KaldiWriter().token("<Begin>").integer(-7).integers([3, 1, 2]).matrix(matrix)
    content = writer.vector([0.5, -0.25]).double_matrix(matrix / 3).token("</Begin>").content()

    reader = KaldiReader(content)

    assert reader.token() == "<Begin>"
    assert reader.integer() == -7
    assert reader.integers().tolist() == [3, 1, 2]
    assert np.array_equal(matrix, reader.array())
    assert reader.array().tolist() == [0.5, -0.25]
    assert np.array_equal(matrix / 3, reader.array())
    assert reader.token() == "</Begin>"
    assert reader.exhausted()


def test_bytes_are_those_of_kaldi() -> None:
    """A size byte stands before every number, a blank behind every token, T or F for truth."""
    content = KaldiWriter().token("<Dim>").integer(13).single(1.0).double(0.0).boolean(True).content()

    assert content == b"<Dim> \x04\r\0\0\0\x04\0\0\x80?\x08" + bytes(8) + b"T"


def test_truncated_content_is_refused() -> None:
    """Reading past the end says how much is missing."""
    reader = KaldiReader(KaldiWriter().integers([1, 2, 3]).content()[:-1])

    with pytest.raises(ValueError, match="12 bytes wanted at 5, 11 left"):
        reader.integers()
