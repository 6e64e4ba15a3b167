"""A prompt in pieces: the clauses that can be spoken one by one and sound, one after the other, like the whole."""

import re
from collections.abc import Iterator

from ivr.prompts.wording import PLACEHOLDER
from ivr.terms import Language

LEAST_WORDS = {Language.ENGLISH: 2, Language.MANDARIN: 3}
"""A clause of fewer words (Mandarin: characters) stays with its neighbour: "please" alone sounds lost."""

SHORT_FORMS = frozenset("mr mrs ms dr st prof nr vs etc inc ltd co jr sr approx dept tel ext".split())
"""Words whose full stop ends no sentence."""

CLOSING = "\"'”’」』）)]"
MARKS = ".?!;:,…。？！；：，、 \t\r\n\f\v\u3000" + CLOSING
MARK = re.compile(
    rf"[.?!;:,…]+[{re.escape(CLOSING)}]*(?:\s+|$|(?=[\u4e00-\u9fff]))|[。？！；：，、]+[{re.escape(CLOSING)}]*\s*"
)
"""What may end a piece. Within 3:30, 1,000 and 2.5 no blank follows, so nothing ends there."""

SOME_VALUE = {Language.ENGLISH: "\ufffcsome value\ufffc", Language.MANDARIN: "\ufffc某个值\ufffc"}
"""Stands for whatever a placeholder will be: long enough to be a clause, and found in no text."""

SENTENCE_END = frozenset("?!。？！…")
DIGITS = frozenset("0123456789零〇一二三四五六七八九幺")
WORD = re.compile(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+(?:['’.-][^\W\u4e00-\u9fff]+)*")


def pieces(text: str, language: Language) -> tuple[str, ...]:
    """The pieces of a text; joined they are the text. A piece keeps its mark, by which the voice pauses after it."""
    done: list[str] = []
    for clause in _clauses(text):
        if done and not _parted(done[-1], clause, LEAST_WORDS[language]):
            done[-1] += clause
        else:
            done.append(clause)
    return tuple(done)


def constant_pieces(template: str, language: Language) -> tuple[str, ...]:
    """The pieces of a template that hold no value: what can be spoken before anybody calls."""
    with_values = PLACEHOLDER.sub(SOME_VALUE[language], template)
    return tuple(piece for piece in pieces(with_values, language) if SOME_VALUE[language] not in piece)


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for mark in MARK.finditer(text):
        yield text[start : mark.end()]
        start = mark.end()
    if start < len(text):
        yield text[start:]


def _parted(before: str, after: str, least: int) -> bool:
    """Whether two neighbours are spoken apart: sentences, and clauses that are long enough to stand alone."""
    said, follows = _words(before), _words(after)
    if not said or not follows:
        return False
    if _ends_sentence(before, after):
        return True
    within_number = before.rstrip(MARKS)[-1:] in DIGITS and after[0] in DIGITS
    return min(said, follows) >= least and not within_number and not _dotted(before)


def _words(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))


def _dotted(clause: str) -> bool:
    return "." in clause[len(clause.rstrip(MARKS)) :]


def _ends_sentence(before: str, after: str) -> bool:
    spoken = before.rstrip(MARKS)
    mark = before[len(spoken) :]
    if SENTENCE_END.intersection(mark):
        return True
    if "." not in mark or after[0].islower() or after[0].isdigit():
        return False
    last = spoken.rsplit(maxsplit=1)[-1]
    return last.isdigit() or not (len(last) < 2 or "." in last or last.lower() in SHORT_FORMS)
