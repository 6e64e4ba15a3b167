"""Sentences as the words of a vocabulary, and words as sentences; Chinese is written without spaces."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

UNKNOWN_COST = 1_000
"""What one character outside every word costs, counted in words: more than any sentence has."""


UNCUT = re.compile("[一-鿿〇]|[^一-鿿〇]+")


def segment(text: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    """The text cut into words of the vocabulary and stretches that are none, in order; joined they give it back.

    A cut is made at spaces and beside Chinese characters, never inside a word of letters or digits ("app", "10086").
    As few characters as possible stay outside the vocabulary, then as few words as possible are used, and of equal
    cuts the one whose first word is longest.
    """
    tokens = text.split()
    if vocabulary.issuperset(tokens):
        return tuple(tokens)
    return tuple(piece for token in tokens for piece in _segment_token(token, vocabulary))


def unknown_words(phrases: Iterable[str], vocabulary: frozenset[str]) -> tuple[str, ...]:
    """What in `phrases` a model of this vocabulary can never hear, sorted; nothing when the vocabulary is not known."""
    if not vocabulary:
        return ()
    return tuple(sorted({piece for phrase in phrases for piece in segment(phrase, vocabulary)} - vocabulary))


def join(words: Sequence[str]) -> str:
    """Words as a sentence: a space only where neither neighbour is Chinese."""
    text = ""
    for word in words:
        close = not text or _is_chinese(text[-1]) or _is_chinese(word[0])
        text += word if close else f" {word}"
    return text


def uncut(word: str) -> list[str]:
    """What no way of cutting Chinese into words cuts: its characters, and stretches of other letters."""
    return UNCUT.findall(word)


def _segment_token(token: str, vocabulary: frozenset[str]) -> list[str]:
    if token in vocabulary:
        return [token]
    cuts = [0, *(at for at in range(1, len(token)) if _is_chinese(token[at - 1]) or _is_chinese(token[at])), len(token)]
    beginnings = _beginnings(vocabulary)
    # best[i]: cost of the rest of the token from cuts[i] on, and the cut that ends its first piece
    best = [(0, 0)] * len(cuts)
    for first in reversed(range(len(cuts) - 1)):
        start = cuts[first]
        best[first] = (UNKNOWN_COST * (cuts[first + 1] - start) + best[first + 1][0], first + 1)
        for last in range(first + 1, len(cuts)):
            piece = token[start : cuts[last]]
            if piece not in beginnings:
                break
            if 1 + best[last][0] <= best[first][0] and piece in vocabulary:
                best[first] = (1 + best[last][0], last)  # of equal ones the last, which is the longest
    pieces: list[str] = []
    at, after_unknown = 0, False
    while at < len(cuts) - 1:
        last = best[at][1]
        piece = token[cuts[at] : cuts[last]]
        unknown = piece not in vocabulary
        if unknown and after_unknown:
            pieces[-1] += piece
        else:
            pieces.append(piece)
        at, after_unknown = last, unknown
    return pieces


@lru_cache(maxsize=8)
def _beginnings(vocabulary: frozenset[str]) -> frozenset[str]:
    """Every word, and what words begin with: longer pieces need not be tried."""
    return frozenset(word[:length] for word in vocabulary for length in range(1, len(word) + 1))


def _is_chinese(character: str) -> bool:
    """Whether this is a Chinese character of the common block, or the zero 〇."""
    return "一" <= character <= "鿿" or character == "〇"
