"""Prompts that are too long to listen to."""

from collections.abc import Iterator, Mapping

from ivr.errors import Problem
from ivr.flow.author_file import Trail, named
from ivr.flow.loader import LoadedFlow
from ivr.flow.model import Flow
from ivr.prompts.pace import seconds
from ivr.prompts.wording import PLACEHOLDER
from ivr.terms import Language

DIGITS = 8
"""How many digits a value has of which that is not told."""

STAND_INS: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: {"date": "the twenty fourth of December", "money": "one hundred and twenty dollars"},
    Language.MANDARIN: {"date": "十二月二十四号", "money": "一百二十八元"},
}
"""What is said in place of a value that nobody knows yet."""

A_WORD = {Language.ENGLISH: "something", Language.MANDARIN: "某某"}


def too_long(loaded: LoadedFlow) -> Iterator[Problem]:
    """Prompts that take longer than `limits.prompt_seconds`, as the voice says them."""
    flow = loaded.flow
    most = flow.limits.prompt_seconds
    for trail, text in _prompts(flow):
        taken = seconds(_said(flow, text), flow.language, flow.voice.rate)
        if taken > most:
            message = f"{named(trail)}: this takes about {taken:.0f} seconds to say, and at most {most} should be"
            fix = "Say less, or say part of it at another node"
            yield loaded.places.problem(trail, "long-prompt", message, fix, severity="warning")


def _prompts(flow: Flow) -> Iterator[tuple[Trail, str]]:
    for name, node in flow.nodes.items():
        trail: Trail = ("nodes", name, "say")
        for at, text in enumerate(flow.said_at(name)):
            yield (trail if isinstance(node.say, str) else (*trail, at)), text
        if node.help:
            yield ("nodes", name, "help"), node.help
        if node.transfer and node.transfer.say:
            yield ("nodes", name, "transfer", "say"), node.transfer.say
        if node.survey and node.survey.thanks:
            yield ("nodes", name, "survey", "thanks"), node.survey.thanks
    for name, slot in flow.slots.items():
        for at, text in enumerate(slot.asks):
            yield (("slots", name, "ask") if isinstance(slot.ask, str) else ("slots", name, "ask", at)), text
        if slot.help:
            yield ("slots", name, "help"), slot.help
    for name, entry in flow.knowledge.items():
        yield ("knowledge", name, "answer"), entry.answer


def _said(flow: Flow, text: str) -> str:
    """The text with something in place of each value."""
    stand_ins = STAND_INS[flow.language]
    pieces = PLACEHOLDER.split(text)
    said = pieces[0]
    for name, shape, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        slot = flow.slots.get(name.removeprefix("slot."))
        length = (slot.length or slot.max_length) if slot else None
        said += "0" * (length or DIGITS) if shape == "digits" else stand_ins.get(shape or "", A_WORD[flow.language])
        said += rest
    return said


WARNINGS = (too_long,)
