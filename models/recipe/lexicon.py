"""Pronunciations and the choice of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

Pronunciation = tuple[str, ...]
Lexicon = dict[str, list[Pronunciation]]

_VARIANT = re.compile(r"\(\d+\)$")  # "read(2)" is the second pronunciation of "read"


def read_dictionaries(*paths: Path) -> Lexicon:
    """Read dictionaries in CMU format (one pronunciation a line) into one."""
    lexicon: Lexicon = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            name, *phones = line.split()
            lexicon.setdefault(_VARIANT.sub("", name), []).append(tuple(phones))
    return lexicon


def read_words(path: Path) -> list[str]:
    """Read a word list: blank-separated words, "#" begins a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines for word in line.partition("#")[0].split()]


def choose_words(lexicon: Lexicon, probabilities: Mapping[str, float], wanted: Iterable[str], count: int) -> list[str]:
    """Return `wanted` and the likeliest other words, `count` in all, sorted.

    Every wanted word must have a pronunciation. Words of equal probability are taken in alphabetical order.
    """
    chosen = set(wanted)
    unknown = sorted(chosen - lexicon.keys())
    if unknown:
        raise ValueError(f"no pronunciation for {', '.join(unknown)}")
    likely = sorted((-probability, word) for word, probability in probabilities.items() if word in lexicon)
    for _, word in likely:
        if len(chosen) >= count:
            break
        chosen.add(word)
    return sorted(chosen)
