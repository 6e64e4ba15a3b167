"""How what is written is said: figures, dates, amounts, signs and abbreviations in the words of a reader.

A prompt is one text with two forms. The written one stands in transcripts, events and tickets, and prompts are cut and
kept by it; the voices alone turn it into the spoken one, here.
"""

from collections.abc import Callable, Mapping

from ivr.prompts.aloud import english, mandarin
from ivr.terms import Language

EDITION = "1"
"""Changes with every rule: what was rendered by other rules is spoken anew."""

READERS: Mapping[Language, Callable[[str], str]] = {
    Language.ENGLISH: english.aloud,
    Language.MANDARIN: mandarin.aloud,
}


def aloud(text: str, language: Language) -> str:
    """A written text as it is said in `language`."""
    return READERS[language](text)
