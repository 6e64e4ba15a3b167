"""Reader of a CMU Sphinx "PTM" acoustic model (phonetically tied mixtures), as in the pocketsphinx wheel.

One codebook of Gaussians per base phone and feature stream; every senone (tied triphone state) mixes the
Gaussians of its base phone's codebook. Shapes used throughout: S streams (3: cepstra, deltas, double deltas),
P base phones (42), G Gaussians per codebook (128), D coefficients per stream (13), N senones (5126).
"""

from __future__ import annotations

import importlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ivr.speech.graph.definition import Floats, Ints, ModelDefinition

BYTE_ORDER_MARK = 0x11223344
VARIANCE_FLOOR = 1e-4  # pocketsphinx's default -varfloor
LOG_QUANTUM = 1024 * np.log(1.0001)  # sendump stores -log(weight) in units of 2**10 steps of log base 1.0001


@dataclass(frozen=True, slots=True)
class AcousticModel:
    """The numbers of the model, ready for computing."""

    definition: ModelDefinition
    means: Floats  # (P, S, G, D)
    variances: Floats  # (P, S, G, D)
    weights: Floats  # (S, G, N): mixture weights, not logarithms
    codebook: Ints  # (N,): base phone whose codebook each senone mixes


def wheel_model_path() -> Path:
    """Return the folder `en-us` of the installed pocketsphinx wheel (model, dictionary, language model)."""
    pocketsphinx: Any = importlib.import_module("pocketsphinx")
    return Path(pocketsphinx.get_model_path()) / "en-us"


def read_model(folder: Path) -> AcousticModel:
    """Read the acoustic model in `folder` (files mdef, means, variances, sendump, transition_matrices)."""
    transitions = read_transitions(folder / "transition_matrices")
    definition, codebook = read_definition(folder / "mdef", transitions / transitions.sum(axis=-1, keepdims=True))
    return AcousticModel(
        definition=definition,
        means=read_gaussians(folder / "means"),
        variances=np.maximum(read_gaussians(folder / "variances"), VARIANCE_FLOOR),
        weights=np.exp(-LOG_QUANTUM * read_weight_codes(folder / "sendump")),
        codebook=codebook,
    )


def _after_text_header(path: Path) -> bytes:
    content = path.read_bytes()
    start = content.index(b"endhdr\n") + 7
    if struct.unpack_from("<I", content, start)[0] != BYTE_ORDER_MARK:
        raise ValueError(f"{path} is not a little-endian Sphinx parameter file")
    return content[start + 4 :]


def read_gaussians(path: Path) -> Floats:
    """Read means or variances: (P, S, G, D)."""
    content = _after_text_header(path)
    codebooks, streams, gaussians = struct.unpack_from("<3i", content)
    lengths = struct.unpack_from(f"<{streams}i", content, 12)
    if len(set(lengths)) != 1:
        raise ValueError(f"{path}: streams of unequal length are not supported")
    offset = 12 + 4 * streams
    (count,) = struct.unpack_from("<i", content, offset)
    values = np.frombuffer(content, "<f4", count, offset + 4)
    return values.reshape(codebooks, streams, gaussians, lengths[0]).astype(np.float64)


def read_transitions(path: Path) -> Floats:
    """Read the transition matrices: (P, 3 from-states, 4 to-states)."""
    content = _after_text_header(path)
    matrices, rows, columns, count = struct.unpack_from("<4i", content)
    return np.frombuffer(content, "<f4", count, 16).reshape(matrices, rows, columns).astype(np.float64)


def read_weight_codes(path: Path) -> Floats:
    """Read the 8-bit codes of the mixture weights: (S, G, N)."""
    content = path.read_bytes()
    header: dict[str, str] = {}
    offset = 0
    while length := struct.unpack_from("<i", content, offset)[0]:
        text = content[offset + 4 : offset + 3 + length].decode("ascii")
        name, _, value = text.partition(" ")
        header[name] = value
        offset += 4 + length
    if header.get("cluster_count") != "0":
        raise ValueError(f"{path}: clustered mixture weights are not supported")
    gaussians, senones = struct.unpack_from("<2i", content, offset + 4)
    streams = int(header["feature_count"])
    codes = np.frombuffer(content, np.uint8, streams * gaussians * senones, offset + 12)
    return codes.reshape(streams, gaussians, senones).astype(np.float64)


def read_definition(path: Path, transitions: Floats) -> tuple[ModelDefinition, Ints]:
    """Read the binary model definition (mdef); also return the base phone of each senone (N,)."""
    content = path.read_bytes()
    _, _, text_length = struct.unpack_from("<3i", content)
    counts = struct.unpack_from("<10i", content, 12 + text_length)
    base_phones, all_phones, states, _, senones, _, _, _, tree_nodes, _ = counts
    start = 12 + text_length + 40
    names = content[start:].split(b"\0", base_phones)[:base_phones]
    names_length = sum(len(name) + 1 for name in names)
    offset = start + (names_length + 3 & ~3) + 8 * tree_nodes
    row = np.dtype([("sequence", "<i4"), ("transition", "<i4"), ("attributes", "i1", 4)])
    rows = np.frombuffer(content, row, all_phones, offset)
    offset += row.itemsize * all_phones
    (count,) = struct.unpack_from("<i", content, offset)
    sequences = np.frombuffer(content, "<u2", count, offset + 4).reshape(-1, states).astype(np.int64)
    by_phone = sequences[rows["sequence"]]
    triphones = {
        (int(position), int(base), int(left), int(right)): index
        for index, (position, base, left, right) in enumerate(rows["attributes"])
        if index >= base_phones
    }
    owner = np.concatenate([np.arange(base_phones), rows["attributes"][base_phones:, 1].astype(np.int64)])
    codebook = np.full(senones, -1, np.int64)
    codebook[by_phone.ravel()] = np.repeat(owner, states)
    phones = tuple(name.decode("ascii") for name in names)
    return ModelDefinition(phones, triphones, by_phone, transitions), codebook
