"""Whether a caller asks for a person: by rule, beside the classifier, so that a human is always one sentence away.

A rule needs a word for a person (or against a machine) and a word for talking, fetching or putting through, near each
other. Who only speaks *of* a person ("the agent was rude", 客服态度差) asks for none.

The rules stand in `person.en.txt` and `person.zh.txt`.
"""

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files

from ivr.terms import Language

AGENT = "agent"
"""The intent of everywhere that leads to a person."""

SURE = 0.95
"""Probability of `agent` where a rule says so; what is left is shared by what the classifier thought."""

ONLY_LIKELY = 0.45
"""Most that `agent` may have from the classifier alone: enough to ask back, too little to put somebody through."""


def _rules(kind: str) -> tuple[re.Pattern[str], ...]:
    """The rules of one kind in both languages: callers mix them."""
    return tuple(re.compile(rule) for language in Language for name, rule in _lines(language) if name == kind)


def _lines(language: Language) -> Iterator[tuple[str, str]]:
    """Each line of a file of rules, with the words that its names stand for in their place."""
    words: dict[str, str] = {}
    for line in (files("ivr.understanding") / f"person.{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, _, rule = line.partition(" = ")
        rule = re.sub("@[a-z_]+", lambda match: words[match[0]], rule)
        if name.startswith("@"):
            words[name] = rule
        else:
            yield name, rule


_ASKS, _DECLINED = _rules("asks"), _rules("declines")


def without_declined(text: str) -> str:
    """Normalised text without the words that decline a person ("no agent, just track my parcel", 不用转人工)."""
    for pattern in _DECLINED:
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def asks_for_person(text: str) -> bool:
    """Whether normalised text asks for a person, in either language, and does not decline one."""
    rest = without_declined(text)
    return any(pattern.search(rest) for pattern in _ASKS)


def weigh(text: str, ranked: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """The classifier's ranking of normalised `text` with `agent` where the rules want it.

    First and surely where a person is asked for, out of it where one is declined, and never sure without a rule.
    """
    scores = dict(ranked)
    if asks_for_person(text):
        scores = {intent: round(score * (1 - SURE), 4) for intent, score in ranked} | {AGENT: SURE}
    elif without_declined(text) != text:
        scores.pop(AGENT, None)
    elif AGENT in scores:
        scores[AGENT] = min(scores[AGENT], ONLY_LIKELY)
    return tuple(sorted(scores.items(), key=lambda scored: -scored[1]))
