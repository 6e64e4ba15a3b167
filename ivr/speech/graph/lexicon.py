"""Pronunciations of words."""

from __future__ import annotations

import re
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


def write_dictionary(path: Path, lexicon: Lexicon) -> None:
    """Write a dictionary in that format, sorted by word."""
    lines = (
        f"{word}({number}) {' '.join(phones)}" if number > 1 else f"{word} {' '.join(phones)}"
        for word, variants in sorted(lexicon.items())
        for number, phones in enumerate(variants, start=1)
    )
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
