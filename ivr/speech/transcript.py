"""What a recogniser heard."""

from dataclasses import dataclass
from unicodedata import category

from ivr.speech.segmentation import join
from ivr.terms import Language

NO_TEXT = ("Cc", "Cs")
"""Unicode categories that no record can be trusted to keep: controls and lone surrogates."""


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word; times in ms since the call began, confidence 0..1."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """One utterance in words.

    `confidence` is the mean over its words, with a stretch that resembled nothing expected counted as a word of
    confidence 0; it is 0 when there are no words. `alternatives` are the other ways in which it may have been said,
    the likeliest first, each with words of its own and no alternatives. `share` is the probability of these very words
    among all that the recogniser considered: one wrong word in eight costs the confidence little and the share most.
    `beside` is the same sound as recognisers of other languages heard it. `keys` are all that were pressed, `*` and `#`
    too; their digits stand among the words.
    """

    text: str
    language: Language
    confidence: float
    words: tuple[Word, ...] = ()
    alternatives: tuple["Transcript", ...] = ()
    share: float = 1.0
    beside: tuple["Transcript", ...] = ()
    keys: str = ""

    @classmethod
    def of_words(cls, words: tuple[Word, ...], language: Language) -> "Transcript":
        """The transcript that these words make."""
        confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
        return cls(join([word.text for word in words]), language, confidence, words)

    @classmethod
    def typed(cls, text: str, language: Language) -> "Transcript":
        """What somebody typed: certain, and without times. Controls and halves of characters count as blanks."""
        plain = "".join(" " if category(character) in NO_TEXT else character for character in text).strip()
        return cls(plain, language, 1.0 if plain else 0.0)
