"""Two wishes (or more) in one sentence: "return the shoes and change my address", 查一下快递，另外改个地址.

A sentence is cut where callers join wishes: at a word that joins, at a comma, at a pause, and where a clause begins
that asks for something. A cut counts only when each side is clearly a wish of its own, another one than its
neighbour's, and when the whole speaks for both: "i sent it back and you still owe me money" is one wish.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from ivr.speech.segmentation import join
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.person import AGENT
from ivr.understanding.text import is_han, normalise

BESIDE_A_PERSON = 0.8
"""How likely a wish must be that is said together with the wish for a person."""

PAUSE_MS = 350
"""Silence between two words from which it may part two wishes."""

MOST_CUTS = 12
"""Places at which a sentence is tried to be parted, the first ones: a long story is no list of wishes."""

MOST = 3
"""Wishes that are taken from one sentence."""


@dataclass(frozen=True, slots=True)
class Enough:
    """What a cut must show: how likely each side's wish is, how much of it is heard in the whole, how long each is."""

    side: float
    whole: float
    words: int


ENOUGH = {
    "joined": Enough(0.4, 0.0001, 1),
    "comma": Enough(0.55, 0.0002, 1),
    "and": Enough(0.75, 0.0003, 2),
    "clause": Enough(0.95, 0.0005, 3),
}
"""By the kind of cut: the weaker the sign, the more must speak for it."""

JOINING = {
    Language.ENGLISH: (
        r"(?:oh )?(?:and )?(?:also|then|plus|additionally|another thing(?: is)?|one more thing|by the way|after that"
        r"|besides|as well as|while (?:we're|i'm|you're) at it|on top of that|apart from that"
        r"|second(?:ly)?(?= (?:i|can|could|please|where|when|my|what|how)\b))(?: then| and| also)*"
        r"|oh and"
    ),
    Language.MANDARIN: (
        "(?:哦|噢)?(?:对了)?(?:(?:另外(?!一|的|那|两)|顺便|并且|而且|然后|同时|以及|接着|之后|第二个?|其次|完了)(?:再|还)?"
        "|还有(?:一件事|一个事|个事)?(?!多|几|没|货|现货)(?:就是)?)"
        "|(?:哦|噢)?对了|一个是|(?<![不别要])再(?=帮|给|看|查|问|把|开|取消|改)|还(?=要(?!多久|几|等)|想|需要|得|打算)|又(?=要|想)"
    ),
}
"""Words between two wishes."""

AND = {Language.ENGLISH: "and", Language.MANDARIN: "和|跟|也"}
"""Words that stand between wishes, and more often elsewhere."""

BEGINNING = {
    Language.ENGLISH: (
        r"(?:i want|i'd like|i would like|i need|i have|i forgot|i can't|can you|can i|could you|could i|please"
        r"|where(?:'s| is)|when|what|how|do you|change|cancel|send|track)"
    ),
    Language.MANDARIN: "(?:我要|我想|我需要|帮我|给我|请|麻烦|能不能|可以|你们|店|有没有|(?<=[吗呢了]))",
}
"""How a clause begins that asks for something."""

COMMA = re.compile(r"[,;.!?，。；！？、]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text and the wish that it is."""

    start: int
    end: int
    intent: str
    score: float


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a text may be parted: the left side ends before, the right side begins after the joining words."""

    left: int
    right: int
    kind: str


def breaks_in(transcript: Transcript) -> frozenset[int]:
    """The places in the normalised text at which there is a comma or a pause."""
    raw = transcript.text
    heads = [raw[: match.start()] for match in COMMA.finditer(raw) if match.end() < len(raw)]
    words = transcript.words
    heads += [
        join([word.text for word in words[: at + 1]])
        for at, (before, after) in enumerate(pairwise(words))
        if after.start_ms - before.end_ms >= PAUSE_MS
    ]
    return frozenset(len(normalise(head)) for head in heads)


Rank = Callable[[str], Sequence[tuple[str, float]]]
"""What a stretch of text may mean, the likeliest first."""


def find_parts(
    text: str, language: Language, breaks: Collection[int], rank: Rank, wishes: Collection[str]
) -> list[Part]:
    """The wishes in normalised text, in order; fewer than two when it cannot be parted.

    `breaks` are the places at which there was a comma or a pause; only `wishes` are things that can be asked for
    side by side (no greeting, no bare number).
    """
    cuts = tuple(islice(_cuts(text, language, breaks), MOST_CUTS))
    return _Sentence(text, cuts, rank, wishes).parted(0, len(text), MOST) if cuts else []


def find_beside(
    text: str,
    language: Language,
    breaks: Collection[int],
    rank: Rank,
    wishes: Collection[str],
    *,
    span: tuple[int, int],
) -> list[Part]:
    """The wishes in normalised text that are said before and after the value in `span`: "12345678, and I want ..."."""
    sentence = _Sentence(text, tuple(islice(_cuts(text, language, breaks), MOST_CUTS)), rank, wishes)
    before = (sentence.clear(0, cut.left, cut.kind) for cut in reversed(sentence.cuts) if cut.right <= span[0])
    after = (sentence.clear(cut.right, len(text), cut.kind) for cut in sentence.cuts if cut.left >= span[1])
    sides = [next(filter(None, side), None) for side in (before, after)]
    return [wish for part in sides if part for wish in sentence.parted(part.start, part.end, MOST) or [part]]


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    cuts: tuple[_Cut, ...]
    rank: Rank
    wishes: Collection[str]

    def parted(self, start: int, end: int, most: int) -> list[Part]:
        """The best cut between `start` and `end`, and the wishes on both of its sides, which may be parted again."""
        whole = dict(self.rank(self.text[start:end].strip()))
        sides = [pair for cut in self.cuts if (pair := self._sides(cut, start, end, whole))]
        if not sides or most < 2:
            return []
        left, right = max(sides, key=lambda pair: min(part.score for part in pair))
        after = self.parted(right.start, right.end, most - 1) or [right]
        before = self.parted(left.start, left.end, most - len(after)) or [left]
        return before + after

    def _wish(self, start: int, end: int) -> Part | None:
        """The likeliest meaning of a stretch, if it is a wish."""
        said = self.text[start:end].strip() if start < end else ""
        intent, score = next(iter(self.rank(said)), ("", 0.0)) if said else ("", 0.0)
        return Part(start, end, intent, score) if intent in self.wishes else None

    def clear(self, start: int, end: int, kind: str) -> Part | None:
        """The wish of a stretch at a cut of this kind, if it is long and likely enough by itself."""
        enough = ENOUGH[kind]
        wish = self._wish(start, end) if _words(self.text[start:end]) >= enough.words else None
        return wish if wish and wish.score >= enough.side else None

    def _sides(self, cut: _Cut, start: int, end: int, whole: Mapping[str, float]) -> tuple[Part, Part] | None:
        """The wishes on both sides of a cut, if enough speaks for it; what costs least is asked first."""
        enough, person = ENOUGH[cut.kind], AGENT in whole and whole[AGENT] == max(whole.values())
        if not start < cut.left <= cut.right < end:
            return None
        shortest = min(_words(self.text[start : cut.left]), _words(self.text[cut.right : end]))
        if not person and (shortest < enough.words or sum(score >= enough.whole for score in whole.values()) < 2):
            return None
        left = self._wish(start, cut.left)
        if left is None or left.score < enough.side or not (person or whole.get(left.intent, 0.0) >= enough.whole):
            return None
        right = self._wish(cut.right, end)
        if right is None or right.score < enough.side or left.intent == right.intent:
            return None
        if AGENT in (left.intent, right.intent):  # a person outweighs everything in the whole, so it tells nothing
            return (left, right) if min(left.score, right.score) >= BESIDE_A_PERSON else None
        return (left, right) if whole.get(right.intent, 0.0) >= enough.whole and shortest >= enough.words else None


def _cuts(text: str, language: Language, breaks: Collection[int]) -> Iterator[_Cut]:
    """Every place at which the text may be parted, from left to right; of several signs at one place the strongest."""
    edge = "" if language is Language.MANDARIN else r"\b"
    found: dict[int, _Cut] = {}
    for kind, words in (("joined", JOINING), ("and", AND)):
        for match in re.finditer(f"{edge}(?:{words[language]}){edge}", text):
            found.setdefault(match.end(), _Cut(match.start(), match.end(), kind))
    for at in breaks:
        found.setdefault(at, _Cut(at, at, "comma"))
    for match in re.finditer(f"{edge}{BEGINNING[language]}{edge}", text):
        if not any(cut.left <= match.start() <= cut.right + 1 for cut in found.values()):
            found.setdefault(match.start(), _Cut(match.start(), match.start(), "clause"))
    yield from (found[at] for at in sorted(found))


def _words(text: str) -> float:
    """How long a stretch is in words; four Chinese characters count as three."""
    return sum(0.75 if is_han(character) else 0.0 for character in text) + sum(
        not any(map(is_han, word)) for word in text.split()
    )
