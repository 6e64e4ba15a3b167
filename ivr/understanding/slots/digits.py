"""Strings of digits as people read them out: "double five", "oh", "forty two", 幺, 两, 三个八."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from ivr.terms import Language
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.slots.validation import OF_CHARACTERS, problem_of_characters
from ivr.understanding.spec import SlotSpec

ONES = {"zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4"}
ONES |= {"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
TIMES = {"double": 2, "triple": 3}
ENGLISH: Mapping[str, str] = (
    ONES
    | {word: str(10 + place) for place, word in enumerate(TEENS)}
    | {word: str(20 + 10 * place) for place, word in enumerate(TENS)}
)
CHINESE: Mapping[str, str] = dict(zip("零〇幺一二两三四五六七八九", "0011223456789", strict=True))
FILLERS = {
    Language.ENGLISH: {"um", "uh", "er", "and", "then"},
    Language.MANDARIN: {"嗯", "呃", "那", "个", "然", "后"},
}
SURELY_NOT_ALONE = {"oh", "o"}
"""Words that are digits only beside another digit: "oh, I see" is not a zero."""

LEAST_UNASKED = 3
"""A shorter string said unasked is a quantity ("two jackets") and not an identifier."""

_ENGLISH_TOKEN = re.compile(r"[^\W_]+(?:'\w+)?")
_CHINESE_TOKEN = re.compile(r"[0-9]+|[〇一-鿿]")


class DigitsSlot:
    """A number that is read out digit by digit, with `length` digits where the author says so."""

    takes = OF_CHARACTERS

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        found = [
            replace(run, problem=problem_of_characters(run.value, spec))
            for run in digit_runs(text, moment.language)
            if moment.asked or len(run.value) >= LEAST_UNASKED
        ]
        return sorted(found, key=lambda run: (run.problem != "", -len(run.value)))

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        """Every digit after every other, so that a grammar of pairs (bigrams) hears any string of them."""
        if language is Language.MANDARIN:
            spoken = list("零幺一二三四五六七八九")
            return tuple(f"{first} {second}" for first in spoken for second in spoken)
        spoken = [word for word in ONES if word not in {"o", "nought"}]
        pairs = (f"{first} {second}" for first in spoken for second in spoken)
        doubles = (f"{word} {digit}" for word in TIMES for digit in spoken)
        return tuple(chain(pairs, doubles))


def digit_runs(text: str, language: Language) -> Iterator[Found]:
    """The strings of digits in the text, fillers inside them forgiven."""
    chinese = language is Language.MANDARIN
    tokens = list((_CHINESE_TOKEN if chinese else _ENGLISH_TOKEN).finditer(text))
    read = read_chinese if chinese else read_english
    at = 0
    while at < len(tokens):
        value, start, end = "", tokens[at].start(), tokens[at].end()
        first = at
        while at < len(tokens):
            digits, used = read([token[0] for token in tokens[at : at + 3]])
            if used:
                value, at = value + digits, at + used
                end = tokens[at - 1].end()
            elif value and tokens[at][0] in FILLERS[language]:
                at += 1
            else:
                break
        if value and not all(token[0] in SURELY_NOT_ALONE for token in tokens[first:at]):
            yield Found(value, (start, end))
        at += 1 if at == first else 0


def read_english(words: list[str]) -> tuple[str, int]:
    """The digits at the head of `words` and how many words they took; 0 words when there are none."""
    head, rest = words[0], words[1:]
    if head in TIMES and rest and len(ENGLISH.get(rest[0], "")) == 1:
        return ENGLISH[rest[0]] * TIMES[head], 2
    if head in TENS and rest and ENGLISH.get(rest[0], "0") in "123456789":
        return ENGLISH[head][0] + ENGLISH[rest[0]], 2
    if head in ONES and rest[:1] == ["hundred"]:
        below = ENGLISH.get(rest[1], "") if len(rest) > 1 else ""
        return (ONES[head] + below, 3) if len(below) == 2 and below[1] != "0" else (ONES[head] + "00", 2)
    if head in ENGLISH:
        return ENGLISH[head], 1
    return (head, 1) if head.isascii() and head.isdigit() else ("", 0)


def read_chinese(characters: list[str]) -> tuple[str, int]:
    """As `read_english`; 三个八 is 888, 一个八 is 8, and 个 alone is a filler."""
    head = characters[0]
    if len(characters) == 3 and characters[1] == "个" and head in "一两三四" and characters[2] in CHINESE:
        return CHINESE[characters[2]] * int(CHINESE[head]), 3
    if head in CHINESE:
        return CHINESE[head], 1
    return (head, 1) if head.isascii() and head.isdigit() else ("", 0)
