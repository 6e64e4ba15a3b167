"""Run-time grammars as libvosk takes them: phrases, and words that stand for everything else."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from ivr.pinyin import syllables
from ivr.speech.hypotheses import NOT_WORDS, UNKNOWN
from ivr.speech.recognizer import Expectation
from ivr.speech.segmentation import segment

ANSWER_WEIGHT = 5
"""How much likelier, at least, an answer to the question is than anything else said instead ("help"): digits of four
real speakers are heard nearly as well as with digits alone from 5 on."""

OTHERS_PER_ANSWER = 2
"""Where there are many other sentences the answers count more, until only two of three phrases are no answers: a "yes"
among 1,800 sentences is lost otherwise (see docs/models.md)."""

STRANGERS = 500
"""How many words of a vocabulary, at most, stand for whatever is not expected ..."""

STRANGER_EVERY = 20
"""... and the least distance between them in the alphabet: a small vocabulary gives fewer."""

EXPECTED_PER_STRANGER = 3
"""The expected stands in a grammar so many times as often as strangers, at least. Level with 1,000 of them, a choice of
products lost 4 of 24 clear answers; outnumbering 500 by three it loses none (see docs/models.md)."""


FOLLOWERS_EVERY = 100
"""Each word that may follow on any other stands in a grammar once in so many phrases: of 24 Mandarin hesitations 13
were taken for something else when it stood there once in 1,700, 4 now; whole sentences are heard as well as before."""


@dataclass(frozen=True)
class Grammar:
    """The phrases of a run-time grammar, words parted by spaces, and those words that mean "none of these"."""

    phrases: tuple[str, ...]
    garbage: frozenset[str] = NOT_WORDS

    @cached_property
    def as_json(self) -> str:
        """As libvosk's constructor wants it."""
        return json.dumps(self.phrases, ensure_ascii=False)


def make_grammar(expectation: Expectation, vocabulary: frozenset[str], strangers: tuple[str, ...] = ()) -> Grammar:
    """The grammar of an expectation: those phrases all of whose words are known (libvosk would drop single words).

    libvosk makes a bigram of the phrases, in which a phrase counts as often as it stands there: so an answer stands
    there several times. Where the expectation allows garbage, each of the `strangers` that sounds like no word of a
    phrase is a phrase too, and all else is repeated until it outnumbers them; without strangers `[unk]` is one. Words
    that follow on others are phrases, too: a bigram goes from any word to any that is frequent. No phrases at all where
    none can be heard.
    """
    weighted = (*expectation.answers * answer_weight(expectation), *expectation.phrases)
    cut = {phrase: segment(phrase, vocabulary) for phrase in dict.fromkeys(weighted)}
    known = tuple(" ".join(cut[phrase]) for phrase in weighted if cut[phrase] and vocabulary.issuperset(cut[phrase]))
    if not known or not expectation.garbage:
        return Grammar(known)
    others = _unlike({*expectation.followers, *(word for words in cut.values() for word in words)}, strangers)
    others = others or (UNKNOWN,)
    times = max(1, -(-EXPECTED_PER_STRANGER * len(others) // len(known)))
    return Grammar((*_with_followers(known * times, expectation, vocabulary), *others), NOT_WORDS | set(others))


def _with_followers(phrases: tuple[str, ...], expectation: Expectation, vocabulary: frozenset[str]) -> tuple[str, ...]:
    followers = tuple(word for word in expectation.followers if word in vocabulary)
    return (*phrases, *followers * -(-len(phrases) // FOLLOWERS_EVERY))


def _unlike(expected: Collection[str], strangers: Iterable[str]) -> tuple[str, ...]:
    """Those strangers that are not expected and do not sound so: of Chinese, with a syllable that nothing expected has.

    A word of the same sound would take half of an expected word's confidence.
    """
    sounds = {sound for word in expected for sound in _sounds(word)}
    return tuple(word for word in strangers if not sounds.issuperset(_sounds(word)))


def _sounds(word: str) -> list[str]:
    """The syllables of a Chinese word without tones; any other word is its own sound."""
    return [word] if word.isascii() else [_syllable(character) for character in word]


@cache
def _syllable(character: str) -> str:
    return syllables(character)[0]


def answer_weight(expectation: Expectation) -> int:
    """How many times each answer stands in the grammar."""
    others_per_answer = len(expectation.phrases) / max(1, len(expectation.answers))
    return max(ANSWER_WEIGHT, round(others_per_answer / OTHERS_PER_ANSWER))


def strangers_of(vocabulary: frozenset[str]) -> tuple[str, ...]:
    """Words of all kinds, evenly out of the alphabet.

    The English starter's `[unk]` never wins against words, however often it stands in a grammar, and the Mandarin one's
    wins against a short word before a pause; words that nobody expects win when something else is said.
    """
    words = sorted(word for word in vocabulary if word.isalpha())
    return tuple(words[:: max(STRANGER_EVERY, -(-len(words) // STRANGERS))])
