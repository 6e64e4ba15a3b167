"""Examples of intents that cannot be told apart, or are too few to learn from."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ivr.errors import Problem
from ivr.flow.author_file import Trail, named
from ivr.flow.loader import LoadedFlow, chatter, everywhere
from ivr.understanding.confusion import taken_for
from ivr.understanding.interpreter import STAND_IN
from ivr.understanding.matcher import NONE
from ivr.understanding.spec import SLOT_MARK
from ivr.understanding.text import normalise

FEW = 5
"""Fewer examples teach little, and cannot be left out in turn."""

CONFUSED = 0.2
"""Share of two intents' examples taken for the other one from which callers would be, too."""

SENTENCES = 3
"""Fewer of them show nothing; and so many of them are shown."""


def duplicates(loaded: LoadedFlow) -> Iterator[Problem]:
    """Sentences that are examples of two intents: neither can be right."""
    for _, intent, trail, others in _repeated(loaded):
        if others and others[0][0] != intent:
            other, there = others[0]
            place = _place(loaded, there) if there else "everywhere"
            message = f"{named(trail)}: this is an example of '{other}' too ({place})"
            yield loaded.places.problem(trail, "duplicate-example", message, "Leave it out here or there")


def repeated(loaded: LoadedFlow) -> Iterator[Problem]:
    """Sentences that stand twice in one intent: the second teaches nothing."""
    for _, intent, trail, others in _repeated(loaded):
        if others and others[0][0] == intent and others[0][1]:
            message = f"{named(trail)}: this example stands here already ({_place(loaded, others[0][1])})"
            yield loaded.places.problem(trail, "repeated-example", message, "Delete one of them", severity="warning")


def few(loaded: LoadedFlow) -> Iterator[Problem]:
    """Intents with too few examples to learn from."""
    for name, intent in loaded.flow.intents.items():
        if len(intent.examples) < FEW:
            message = f"intents.{name}: {len(intent.examples)} of the {FEW} examples that an intent needs at least"
            fix = "Add sentences as callers say them"
            yield loaded.places.problem(
                ("intents", name), "few-examples", message, fix, of_key=True, severity="warning"
            )


def confused(loaded: LoadedFlow) -> Iterator[Problem]:
    """Intents whose examples are taken for another's, each left out in turn."""
    flow, language = loaded.flow, loaded.flow.language
    lines = [
        (normalise(SLOT_MARK.sub(STAND_IN[language], example)), name, ("intents", name, "examples", at))
        for name, intent in {**everywhere(language), **flow.intents}.items()
        for at, example in enumerate(intent.examples)
    ]
    small_talk = [normalise(line) for line in chatter(language)]
    labels = [name for _, name, _ in lines]
    taken = taken_for([*(text for text, _, _ in lines), *small_talk], [*labels, *(NONE for _ in small_talk)], language)
    wrong: dict[tuple[str, str], list[Trail]] = defaultdict(list)
    for (_, name, trail), other in zip(lines, taken, strict=False):
        if other not in (name, NONE):
            wrong[min(name, other), max(name, other)].append(trail)
    for (one, other), trails in wrong.items():
        share = len(trails) / (labels.count(one) + labels.count(other))
        if (
            len(trails) >= SENTENCES
            and share >= CONFUSED
            and min(labels.count(one), labels.count(other)) >= FEW
            and {one, other} & {*flow.intents}
        ):
            yield _told(loaded, one, other, share, trails)


def _told(loaded: LoadedFlow, one: str, other: str, share: float, trails: list[Trail]) -> Problem:
    own = [trail for trail in trails if trail[1] in loaded.flow.intents]
    shown = ", ".join(f"'{_example(loaded, trail)}' ({_place(loaded, trail)})" for trail in own[:SENTENCES])
    message = f"'{one}' and '{other}' are confused {share:.0%} of the time, by these sentences: {shown}"
    here = one if one in loaded.flow.intents else other
    fix = "Make them one intent and ask which is meant, or give each words that the other has not"
    return loaded.places.problem(("intents", here), "confused-intents", message, fix, of_key=True, severity="warning")


def _example(loaded: LoadedFlow, trail: Trail) -> str:
    return loaded.flow.intents[str(trail[1])].examples[int(trail[3])]


def _repeated(loaded: LoadedFlow) -> Iterator[tuple[str, str, Trail, list[tuple[str, Trail]]]]:
    """Each example of the author's: its text, intent and place, and where the same text stood before."""
    met: dict[str, list[tuple[str, Trail]]] = defaultdict(list)
    for name, intent in everywhere(loaded.flow.language).items():
        for example in intent.examples if name not in loaded.flow.intents else ():
            met[normalise(example)].append((name, ()))
    for name, intent in loaded.flow.intents.items():
        for at, example in enumerate(intent.examples):
            text, trail = normalise(example), ("intents", name, "examples", at)
            yield text, name, trail, list(met[text])
            met[text].append((name, trail))


def _place(loaded: LoadedFlow, trail: Trail) -> str:
    """Where an example stands, short: the file's name and the line."""
    problem = loaded.places.problem(trail, "", "")
    return f"{Path(problem.file).name}:{problem.line}"


CHECKS = (duplicates,)
WARNINGS = (repeated, few, confused)
