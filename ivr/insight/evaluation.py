"""How well a set of recordings was heard: what was said against what was heard, utterance by utterance and in sum."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ivr.insight.manifest import Recording
from ivr.speech.recognizer import Expectation
from ivr.speech.scoring import Errors, Share, confusions, errors_between
from ivr.speech.transcription import Cost, Heard
from ivr.terms import Language
from ivr.understanding.slots.digits import DigitsSlot
from ivr.understanding.slots.slot_type import Moment
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import is_han, normalise

TRANSCRIPTS, WORDS = "transcripts", "words"
"""The grammars that can be made of the set's own transcripts."""

_DIGITS = SlotSpec("number", "digits")


def words_of(text: str) -> list[str]:
    """The words by which errors are counted: lower case, no punctuation, each Chinese character a word of its own."""
    spaced = (f" {character} " if is_han(character) else character for character in normalise(text, None))
    return "".join(spaced).split()


def digits_of(text: str, language: Language) -> str | None:
    """The digits of an utterance that is nothing but digits, spoken or written; None when it is anything else.

    A digit slot reads them: "double five", "forty two" and 幺 count, an "oh" alone is none.
    """
    normalised = normalise(text, None)
    found = DigitsSlot().find(normalised, _DIGITS, Moment(language, asked=True))
    return found[0].value if found and found[0].span == (0, len(normalised)) else None


def grammar_of(recordings: Sequence[Recording], kind: str) -> Expectation:
    """A grammar made of what is said in the set, and so without "none of these".

    `TRANSCRIPTS`: each sentence. `WORDS`: each word, and each two that follow each other; so it knows the set's words
    and hardly their order.
    """
    sentences = {tuple(words_of(one.transcript)): normalise(one.transcript, None) for one in recordings}
    if kind == TRANSCRIPTS:
        return Expectation(tuple(sorted(sentences.values())), garbage=False)
    phrases = {word for words in sentences for word in words}
    phrases |= {" ".join(pair) for words in sentences for pair in pairwise(words)}
    return Expectation(tuple(sorted(phrases)), garbage=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """One utterance, what was heard of it, and its errors. `digits_right` is None when it is not only digits."""

    recording: Recording
    heard: Heard
    words: Errors
    characters: Errors
    digits_right: bool | None

    @property
    def right(self) -> bool:
        """Whether every word was heard, and no other."""
        return self.words.total == 0


def judge(recording: Recording, heard: Heard) -> Judged:
    """Compare an utterance with what was heard of it."""
    said, got = words_of(recording.transcript), words_of(heard.transcript.text)
    language = heard.transcript.language
    digits = digits_of(recording.transcript, language)
    return Judged(
        recording,
        heard,
        errors_between(said, got),
        errors_between("".join(said), "".join(got)),
        None if digits is None else digits == digits_of(heard.transcript.text, language),
    )


@dataclass(frozen=True, slots=True)
class Score:
    """The sum over some utterances; `digits` counts those that are nothing but digits."""

    words: Errors
    characters: Errors
    sentences: Share
    digits: Share
    seconds: float
    decode_seconds: float

    @property
    def real_time_factor(self) -> float | None:
        """Processor time over the length of the recordings."""
        return self.decode_seconds / self.seconds if self.seconds else None


def score(utterances: Sequence[Judged]) -> Score:
    """Sum up."""
    digits = [one.digits_right for one in utterances if one.digits_right is not None]
    return Score(
        sum((one.words for one in utterances), Errors()),
        sum((one.characters for one in utterances), Errors()),
        Share(sum(one.right for one in utterances), len(utterances)),
        Share(sum(digits), len(digits)),
        sum(one.heard.seconds for one in utterances),
        sum(one.heard.decode_seconds for one in utterances),
    )


def scores_by(utterances: Iterable[Judged], column: str) -> dict[str, Score]:
    """The score of each value of a column, in the order of the values."""
    groups: dict[str, list[Judged]] = {}
    for one in utterances:
        groups.setdefault(one.recording.columns[column], []).append(one)
    return {value: score(groups[value]) for value in sorted(groups)}


def worst_confusions(utterances: Iterable[Judged], most: int) -> list[tuple[str, str, int]]:
    """The `most` frequent errors: what was said, what was heard instead (either empty when missing), how often."""
    counted = Counter(pair for one in utterances for pair in _confusions(one))
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [(said, heard, count) for (said, heard), count in ranked[:most]]


def _confusions(one: Judged) -> Iterator[tuple[str, str]]:
    return confusions(words_of(one.recording.transcript), words_of(one.heard.transcript.text))


def whole_cost(utterances: Iterable[Judged]) -> Cost | None:
    """The most that any process took; None when nothing was heard."""
    costs = [one.heard.cost for one in utterances]
    if not costs:
        return None
    loaded = [cost.loaded_mb for cost in costs if cost.loaded_mb is not None]
    peaks = [cost.peak_mb for cost in costs if cost.peak_mb is not None]
    seconds = max(cost.load_seconds for cost in costs)
    return Cost(seconds, max(loaded, default=None), max(peaks, default=None))
