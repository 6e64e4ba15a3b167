"""Answers that contradict each other, or do not hold today; questions that nobody can tell apart."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from ivr.errors import Problem
from ivr.flow.author_file import Trail, named
from ivr.flow.checks.names import known
from ivr.flow.entry import Entry
from ivr.flow.loader import LoadedFlow, everywhere
from ivr.flow.model import Flow
from ivr.flow.names import HAND_OVER
from ivr.pinyin import syllables
from ivr.terms import Language
from ivr.understanding.text import normalise

ALIKE = 90.0
"""Likeness, 0 to 100, from which two sentences are nearly the same: words in another order, a letter more."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question with its place, its words as they are compared, and in Mandarin their sounds."""

    entry: str
    trail: Trail
    text: str
    sound: str


def unanswerable(loaded: LoadedFlow) -> Iterator[Problem]:
    """Questions that cannot be answered: two answers hold at the same time, or an intent has the same sentence."""
    flow = loaded.flow
    examples = _examples(flow)
    for name, same in _by_text(flow).items():
        for question in same if name in examples else ():
            message = f"{named(question.trail)}: this is an example of the intent '{examples[name]}' too"
            fix = "Leave it out here or there"
            yield loaded.places.problem(question.trail, "question-is-example", message, fix)
        for first, second in combinations(same, 2):
            if _contradict(flow, first, second):
                message = f"{named(second.trail)}: '{first.entry}' answers the same question otherwise"
                fix = "Keep one of them, or give them days that do not overlap"
                yield loaded.places.problem(second.trail, "contradicting-answers", message, fix)


def destinations(loaded: LoadedFlow) -> Iterator[Problem]:
    """Nodes at which a call goes on after an answer."""
    flow = loaded.flow
    for name, entry in flow.knowledge.items():
        if entry.go is not None:
            yield from known(loaded, "no-such-node", entry.go, [*flow.nodes, HAND_OVER], ("knowledge", name, "go"))


def not_in_force(loaded: LoadedFlow, today: date) -> Iterator[Problem]:
    """Answers that do not hold on a day."""
    for name, entry in loaded.flow.knowledge.items():
        since, until = entry.valid.since, entry.valid.until
        if until is not None and until < today:
            message = f"knowledge.{name}: this answer holds no more since {until}, and is not given"
            trail, fix = ("knowledge", name, "valid", "until"), "Write a new one or delete it"
            yield loaded.places.problem(trail, "expired-answer", message, fix, severity="warning")
        elif since is not None and since > today:
            message = f"knowledge.{name}: this answer does not hold before {since}, and is not given yet"
            trail = ("knowledge", name, "valid", "from")
            yield loaded.places.problem(trail, "future-answer", message, severity="warning")


def repeated(loaded: LoadedFlow) -> Iterator[Problem]:
    """The same question twice, with the same answer."""
    for same in _by_text(loaded.flow).values():
        for first, second in combinations(same, 2):
            if first.entry == second.entry or _share_an_answer(loaded.flow, first, second):
                message = f"{named(second.trail)}: this question stands at '{first.entry}' already"
                fix = "Delete one of them"
                yield loaded.places.problem(second.trail, "repeated-question", message, fix, severity="warning")


def nearly_the_same(loaded: LoadedFlow) -> Iterator[Problem]:
    """Questions that callers and the line can hardly tell from others."""
    flow, questions = loaded.flow, _questions(loaded.flow)
    for first, second in combinations(questions, 2):
        if first.text != second.text and _contradict(flow, first, second) and _alike(first.sound, second.sound):
            message = f"{named(second.trail)}: '{first.entry}' answers nearly the same question otherwise"
            fix = "Keep one of them, or give them days that do not overlap"
            yield loaded.places.problem(second.trail, "similar-questions", message, fix, severity="warning")
    for text, intent in _examples(flow).items():
        sound = _sound(text, flow.language)
        for question in questions:
            if question.text != text and _alike(question.sound, sound):
                message = f"{named(question.trail)}: the intent '{intent}' has nearly the same example"
                fix = "Leave it out here or there"
                yield loaded.places.problem(question.trail, "similar-to-example", message, fix, severity="warning")


def _contradict(flow: Flow, first: _Question, second: _Question) -> bool:
    """Whether two entries have different answers on the same day."""
    one, other = flow.knowledge[first.entry], flow.knowledge[second.entry]
    return first.entry != second.entry and one.valid.overlaps(other.valid) and not _same_answer(one, other)


def _share_an_answer(flow: Flow, first: _Question, second: _Question) -> bool:
    one, other = flow.knowledge[first.entry], flow.knowledge[second.entry]
    return one.valid.overlaps(other.valid) and _same_answer(one, other)


def _same_answer(one: Entry, other: Entry) -> bool:
    return normalise(one.answer, None) == normalise(other.answer, None) and one.go == other.go


def _by_text(flow: Flow) -> Mapping[str, list[_Question]]:
    found: dict[str, list[_Question]] = defaultdict(list)
    for question in _questions(flow):
        found[question.text].append(question)
    return found


def _questions(flow: Flow) -> list[_Question]:
    return [
        _Question(name, ("knowledge", name, "questions", at), text, _sound(text, flow.language))
        for name, entry in flow.knowledge.items()
        for at, question in enumerate(entry.questions)
        for text in [normalise(question)]
    ]


def _examples(flow: Flow) -> Mapping[str, str]:
    """The examples of all intents, each with its intent."""
    intents = {**everywhere(flow.language), **flow.intents}
    return {normalise(example): name for name, intent in intents.items() for example in intent.examples}


def _sound(text: str, language: Language) -> str:
    return " ".join(syllables(text)) if language is Language.MANDARIN else " ".join(sorted(text.split()))


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= ALIKE


CHECKS = (destinations, unanswerable)
WARNINGS = (repeated, nearly_the_same)
