"""The choice of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ivr.speech.graph.lexicon import Lexicon


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
