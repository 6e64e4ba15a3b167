"""Reader of pocketsphinx's binary n-gram model, and the small bigram grammar made of it.

The file holds 1-, 2- and 3-grams as a trie of reversed n-grams; only the first two levels are used. Words W
(72,547), bigrams B (2,051,547). Logarithms in the file are natural ones divided by log(1.0001).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ivr.speech.graph.bigrams import SENTENCE_END, SENTENCE_START, Followers, backoff_grammar
from ivr.speech.graph.fst import Transducer

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_TITLE = b"Trie Language Model"
_LOG_BASE = np.log(1.0001)
_CODES = 1 << 16  # probabilities and back-off weights are 16-bit codes into tables
_UNIGRAM = np.dtype([("probability", "<f4"), ("backoff", "<f4"), ("first_bigram", "<u4")])
_LEAST_MASS = 1e-3  # of the probability left to back-off
_UNSEEN = 1e-7  # probability of a word the model lacks


@dataclass(frozen=True, slots=True)
class Bigrams:
    """Probabilities of words, and of words after another; back-off weights are linear."""

    words: tuple[str, ...]
    unigram: Floats  # (W,)
    backoff: Floats  # (W,)
    first: Ints  # (B,): index of the earlier word
    second: Ints  # (B,)
    bigram: Floats  # (B,): P(second | first)

    def word_probabilities(self) -> dict[str, float]:
        """Return the unigram probability of each word."""
        return dict(zip(self.words, self.unigram.tolist(), strict=True))


def _bits(count: int) -> int:
    return int(count).bit_length()


def _fields(content: bytes, offset: int, starts: Ints, width: int) -> Ints:
    """Return the `width`-bit numbers (at most 57 bits) that begin `starts` bits after byte `offset`."""
    data = np.frombuffer(content, np.uint8)
    at = offset + (starts >> 3)
    value = np.zeros(len(starts), np.uint64)
    for byte in range(8):
        value |= data[at + byte].astype(np.uint64) << np.uint64(8 * byte)
    value >>= (starts & 7).astype(np.uint64)
    return (value & np.uint64((1 << width) - 1)).astype(np.int64)


def read_bigrams(path: Path) -> Bigrams:
    """Read the 1- and 2-grams of a pocketsphinx trie of order 3 with 16-bit codes."""
    content = path.read_bytes()
    offset = len(_TITLE)
    if not content.startswith(_TITLE) or content[offset] != 3:
        raise ValueError(f"{path} is not a pocketsphinx trie language model of order 3")
    words, pairs, triples = struct.unpack_from("<3I", content, offset + 1)
    offset += 1 + 3 * 4 + 4  # the last is the kind of codes
    tables = np.frombuffer(content, "<f4", 3 * _CODES, offset).reshape(3, _CODES)  # 2-gram, its back-off, 3-gram
    offset += tables.nbytes
    unigrams = np.frombuffer(content, _UNIGRAM, words + 1, offset)
    offset += unigrams.nbytes
    word_bits = _bits(words)
    pair_bits = word_bits + 32 + _bits(triples)
    starts = np.arange(pairs, dtype=np.int64) * pair_bits
    earlier = _fields(content, offset, starts, word_bits)
    codes = _fields(content, offset, starts + word_bits + 16, 16)
    offset += ((1 + pairs) * pair_bits + 7) // 8 + 8
    offset += ((1 + triples) * (word_bits + 16) + 7) // 8 + 8
    (length,) = struct.unpack_from("<I", content, offset)
    names = content[offset + 4 : offset + 4 + length].decode("utf-8").split("\0")[:words]
    bounds = np.append(unigrams["first_bigram"][:words].astype(np.int64), pairs)  # the file's own end is wrong
    return Bigrams(
        words=tuple(names),
        unigram=np.exp(unigrams["probability"][:words].astype(np.float64) * _LOG_BASE),
        backoff=np.exp(unigrams["backoff"][:words].astype(np.float64) * _LOG_BASE),
        first=earlier,
        second=np.repeat(np.arange(words), np.diff(bounds)),
        bigram=np.exp(tables[0][codes].astype(np.float64) * _LOG_BASE),
    )


def choose_bigrams(model: Bigrams, vocabulary: set[str], count: int) -> list[tuple[str, str, float]]:
    """Return the `count` bigrams within the vocabulary whose loss costs most: P(a, b) x log of the change."""
    known = np.array([word in vocabulary for word in model.words])
    is_start = np.array([word == SENTENCE_START for word in model.words])
    is_end = np.array([word == SENTENCE_END for word in model.words])
    usable = (known | is_start)[model.first] & (known | is_end)[model.second]
    first, second, probability = model.first[usable], model.second[usable], model.bigram[usable]
    frequency = np.where(is_start, 0.05, model.unigram)[first]  # a sentence starts about every twentieth word
    change = np.log(probability) - np.log(model.backoff[first]) - np.log(model.unigram[second])
    order = np.lexsort((second, first, -frequency * probability * change))[:count]
    return [(model.words[first[i]], model.words[second[i]], float(probability[i])) for i in order]


def bigram_grammar(model: Bigrams, vocabulary: set[str], count: int, numbers: Mapping[str, int]) -> Transducer:
    """Return the grammar over `vocabulary` with the best `count` bigrams and exact back-off to unigrams."""
    known = model.word_probabilities()
    raw = {word: known.get(word, _UNSEEN) for word in sorted(vocabulary)}
    mass = sum(raw.values()) + known[SENTENCE_END]
    unigram = {word: probability / mass for word, probability in raw.items()}
    end = known[SENTENCE_END] / mass
    pairs: dict[str, list[tuple[str, float]]] = {SENTENCE_START: []}
    for first, second, probability in sorted(choose_bigrams(model, vocabulary, count)):
        pairs.setdefault(first, []).append((second, probability))
    followers = {}
    for first, kept in pairs.items():
        left = max(1 - sum(p for _, p in kept), _LEAST_MASS)
        unused = max(1 - sum(end if w == SENTENCE_END else unigram[w] for w, _ in kept), _LEAST_MASS)
        followers[first] = Followers(kept, left / unused)
    return backoff_grammar(followers, unigram, end, numbers)
