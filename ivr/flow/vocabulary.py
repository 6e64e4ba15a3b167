"""Everything that callers of a flow may say, as the recogniser must know it."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from string import punctuation

from ivr.flow.author_file import Trail
from ivr.flow.loader import chatter, everywhere
from ivr.flow.model import Flow
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.spec import SLOT_MARK, SlotSpec
from ivr.understanding.yes_no import SPOKEN

ACRONYM = re.compile("[A-Z]{2,5}")


def own_texts(flow: Flow) -> Iterator[tuple[Trail, str]]:
    """What the author wrote that callers may say, with its place: examples, questions, ways to say a choice."""
    for name, intent in flow.intents.items():
        for at, example in enumerate(intent.examples):
            yield ("intents", name, "examples", at), SLOT_MARK.sub(" ", example)
    for name, entry in flow.knowledge.items():
        for at, question in enumerate(entry.questions):
            yield ("knowledge", name, "questions", at), question
    for name, slot in flow.slots.items():
        for value, ways in (slot.choices or {}).items():
            for at, way in enumerate(ways):
                yield ("slots", name, "choices", value, at), way


def house_texts(flow: Flow) -> Iterator[str]:
    """What callers may say besides the author's words: commands, small talk, yes and no, digits, values."""
    language = flow.language
    commands = (example for intent in everywhere(language).values() for example in intent.examples)
    digits = SLOT_TYPES["digits"].phrases(SlotSpec("", "digits"), language)
    values = (
        said for name, slot in flow.slots.items() for said in SLOT_TYPES[slot.type].phrases(slot.spec(name), language)
    )
    return chain(commands, chatter(language), SPOKEN[language], digits, values)


def acronyms(texts: Iterable[str]) -> frozenset[str]:
    """The words that are written in capitals (IBM), in lower case: they may be said letter by letter."""
    tokens = (token.strip(punctuation) for text in texts for token in text.split())
    return frozenset(token.lower() for token in tokens if ACRONYM.fullmatch(token))
