"""Pronunciations of words: the author's before the dictionary's before a guess."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import combining
from unicodedata import normalize as unicode_form

from ivr.speech.graph.lexicon import Lexicon, Pronunciation
from ivr.speech.pronunciation.espeak_phones import to_arpabet
from ivr.speech.pronunciation.espeak_reader import read_aloud
from ivr.speech.pronunciation.spelling import Spelling, combine

Guesses = Mapping[str, tuple[Pronunciation, ...]]
Guesser = Callable[[Sequence[str]], Guesses]
"""Guesses how words are said; a word of which it has no idea is missing from the answer."""

_LETTERS_OR_DIGITS = re.compile(r"[0-9]+|[^\W\d_']+(?:'[^\W\d_]+)*")
_SPELLED = 3
"""So many letters beside a digit are spelled: the "mp" of mp3. More are a word: the "iphone" of iphone15."""


class Source(StrEnum):
    """Where a pronunciation comes from."""

    LEXICON = "lexicon"
    DICTIONARY = "dictionary"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Pronounced:
    """A word, the ways it is said, and who says so."""

    word: str
    variants: tuple[Pronunciation, ...]
    source: Source


def pronounce(words: Iterable[str], author: Lexicon, dictionary: Lexicon, guess: Guesser) -> tuple[Pronounced, ...]:
    """The pronunciations of `words`, sorted; a word that nobody can say is left out.

    Raises OperatorError when guessing needs a program that cannot be run.
    """
    found: list[Pronounced] = []
    unknown: list[str] = []
    for word in sorted(set(words)):
        if word in author:
            found.append(Pronounced(word, tuple(author[word]), Source.LEXICON))
        elif known := dictionary.get(word) or dictionary.get(_without_accents(word)):
            found.append(Pronounced(word, tuple(known), Source.DICTIONARY))
        else:
            unknown.append(word)
    if unknown:
        found += [Pronounced(word, said, Source.GUESS) for word, said in guess(unknown).items()]
    return tuple(sorted(found, key=lambda one: one.word))


def _without_accents(word: str) -> str:
    return "".join(character for character in unicode_form("NFD", word) if not combining(character))


def english_guesser(spelled: frozenset[str]) -> Guesser:
    """Guess by reading the word aloud; the words in `spelled` (written in capitals) may also be spelled out."""

    def guess(words: Sequence[str]) -> Guesses:
        asked = [(word, text) for word in words for text in readings(word, word in spelled)]
        found: dict[str, tuple[Pronunciation, ...]] = {}
        for (word, _), said in zip(asked, read_aloud([text for _, text in asked]), strict=True):
            phones = to_arpabet(said)
            if phones and phones not in found.get(word, ()):
                found[word] = (*found.get(word, ()), phones)
        return found

    return guess


def readings(word: str, spelled: bool = False) -> tuple[str, ...]:
    """The texts as which a word may be read aloud: `4k` as "4 K", `365` also as "3 65" and "3 6 5"."""
    parts = _LETTERS_OR_DIGITS.findall(word)
    if not word.isascii() and not _without_accents(word).isascii():
        return ()  # of another script: espeak-ng would name the characters
    mixed = any(part.isdigit() for part in parts)
    choices = [_digits(part) if part.isdigit() else _letters(part, mixed, spelled) for part in parts]
    count = max((len(choice) for choice in choices), default=0)
    return tuple(dict.fromkeys(" ".join(choice[min(at, len(choice) - 1)] for choice in choices) for at in range(count)))


def _letters(part: str, beside_digits: bool, spelled: bool) -> tuple[str, ...]:
    letters = " ".join(part.upper()).replace("A", "ay")  # a lone A would be read as the article
    if beside_digits and len(part) <= _SPELLED:
        return (letters,)
    return (letters, part) if spelled or len(part) == 1 else (part,)


def _digits(part: str) -> tuple[str, ...]:
    one_by_one = " ".join(part)
    if len(part) in (1, 2) and part[0] != "0":
        return (part,)
    if len(part) in (3, 4) and part[0] != "0":
        return (part, f"{part[:-2]} {part[-2:]}", one_by_one)
    return (one_by_one,)


def mandarin_guesser(spelling: Spelling) -> Guesser:
    """Guess by the usual reading of each character."""
    from pypinyin import Style, pinyin  # late: only Mandarin needs its dictionary

    def guess(words: Sequence[str]) -> Guesses:
        found: dict[str, tuple[Pronunciation, ...]] = {}
        for word in words:
            syllables = pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
            said = combine([spelling.variants(one[0]) for one in syllables]) if len(syllables) == len(word) else ()
            if said:
                found[word] = said
        return found

    return guess
