"""From a transcript to an interpretation: intents, slots, yes or no."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.back_channel import SPOKEN as SOUNDS
from ivr.understanding.classifier import IntentClassifier, Ranking
from ivr.understanding.correction import Told, amend
from ivr.understanding.embeddings import Embedder
from ivr.understanding.glossary import in_own_words
from ivr.understanding.interpretation import Interpretation, Request, SlotValue
from ivr.understanding.knowledge import EntrySpec, KnowledgeBase
from ivr.understanding.meant import meant_instead
from ivr.understanding.mood import signs_in
from ivr.understanding.person import AGENT, weigh, without_declined
from ivr.understanding.requests import Part, breaks_in, find_beside, find_parts
from ivr.understanding.slot_filling import MASKED, UNMISTAKABLE, fill
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SLOT_MARK, IntentSpec, SlotSpec
from ivr.understanding.text import is_han, normalise
from ivr.understanding.unfinished import SPOKEN as HESITATIONS
from ivr.understanding.yes_no import SPOKEN, find_answer, is_bare_answer

STAND_IN = {Language.ENGLISH: " somevalue ", Language.MANDARIN: "某某"}
"""What the classifier sees where a slot's value is said: which digits they are says nothing about the intent."""

ANY_DAY = date(2000, 1, 3)
"""On which examples are read: only where their values stand matters."""

NOTHING_TOLD: Told = MappingProxyType({})

STATES = 256
"""Expectations that are kept: more than a flow has states."""

MEANT = 0.4
"""Probability from which what is meant instead is a wish, and not a value."""

CUTS = 64
"""Stretches of one sentence that are looked at twice."""

IN_A_SENTENCE = 12
"""How many of a slot's phrases stand in for `{slot}` in each example of a run-time grammar."""


class Understanding(Protocol):
    """What a dialogue asks about the words of a call."""

    def interpret(
        self, transcript: Transcript, asked: str = "", today: date | None = None, told: Told = NOTHING_TOLD
    ) -> Interpretation:
        """What the transcript may mean."""

    def with_knowledge(self, heard: Interpretation, entries: Set[str]) -> Interpretation:
        """The interpretation with the entries of the knowledge that it may ask for."""

    def expectation(
        self, intents: Sequence[str], asked: str = "", *, yes_no: bool = False, most: int | None = None
    ) -> Expectation:
        """The sentences to expect."""


class Interpreter:
    """Knows one flow's intents and slots in one language; shared by all its calls."""

    def __init__(
        self,
        intents: Sequence[IntentSpec],
        slots: Sequence[SlotSpec],
        chatter: Sequence[str],
        language: Language,
        knowledge: Sequence[EntrySpec] = (),
        *,
        embedder: Embedder | None = None,
    ) -> None:
        """Train the classifiers; `chatter` is neither one of the intents nor a question of the `knowledge`.

        With an `embedder` intents are told apart by what sentences mean, too.
        """
        self._language = language
        self._slots = {slot.name: slot for slot in slots}
        self._spoken = {intent.name: [self._sentences(example) for example in intent.examples] for intent in intents}
        examples = [(self._masked(example), intent.name) for intent in intents for example in intent.examples]
        self._wishes = frozenset(intent.name for intent in intents if intent.request)
        self._chatter = [normalise(line) for line in chatter]
        self._questions = [normalise(question) for entry in knowledge for question in entry.questions]
        self._classifier = IntentClassifier(examples, [*self._chatter, *self._questions], language, embedder=embedder)
        self._knowledge = KnowledgeBase(knowledge, [*(text for text, _ in examples), *self._chatter], language)
        self._expectation = lru_cache(STATES)(self._make_expectation)

    def interpret(
        self, transcript: Transcript, asked: str = "", today: date | None = None, told: Told = NOTHING_TOLD
    ) -> Interpretation:
        """What the transcript may mean when the slot `asked` (or nothing in particular) was asked for, on this day.

        Where it holds several wishes, `requests` has each with the values said in its part; `beside` has those that are
        said with the value asked for. `told` are the values of before, which the caller may correct.
        """
        heard = self._understand(transcript, asked, today, told)
        if any(value.corrected for value in heard.slots):
            return heard
        heard = self._meant(heard)
        known = {heard.text: heard.ranked}
        rank = lru_cache(CUTS)(lambda said: known.get(said) or self._rank_part(said))
        breaks = breaks_in(transcript)

        def requests(parts: Sequence[Part]) -> tuple[Request, ...]:
            return tuple(self._request(part, heard.text, transcript, today) for part in parts)

        value = heard.slot(asked)
        beside: Sequence[Part] = ()
        if value and not value.problem:
            beside = find_beside(heard.text, self._language, breaks, rank, self._wishes, span=value.span)
        parts = find_parts(heard.text, self._language, breaks, rank, self._wishes)
        return replace(heard, requests=requests(parts), beside=requests(beside))

    def _meant(self, heard: Interpretation) -> Interpretation:
        """What "no, I meant ..." means: the wish in it, where there is one."""
        instead = meant_instead(heard.text, self._language)
        ranked = tuple(self._rank_part(instead)) if instead else ()
        if not ranked or ranked[0][1] < MEANT:
            return heard
        unlike = round(max(0.0, 1.0 - sum(score for _, score in ranked)), 4)
        return replace(heard, ranked=ranked, out_of_scope=unlike, instead=True)

    def with_knowledge(self, heard: Interpretation, entries: Set[str]) -> Interpretation:
        """The interpretation with those of these `entries` of the knowledge that it may ask for."""
        text = "" if is_bare_answer(heard.text, self._language) else heard.text
        return replace(heard, knowledge=self._knowledge.search(text, entries))

    def learn_knowledge(self, entries: Set[str]) -> None:
        """Be ready for the questions of these `entries`: the first caller should not wait while they are learnt."""
        self._knowledge.learn(entries)

    def _request(self, part: Part, text: str, transcript: Transcript, today: date | None) -> Request:
        said = text[part.start : part.end]
        start = part.start + len(said) - len(said.lstrip())
        own = self._understand(replace(transcript, text=said), "", today)
        slots = tuple(replace(slot, span=(slot.span[0] + start, slot.span[1] + start)) for slot in own.slots)
        return Request(part.intent, part.score, own.text, (start, start + len(own.text)), slots)

    def _rank_part(self, said: str) -> Sequence[tuple[str, float]]:
        """What a stretch of a sentence may mean; numbers in it count as numbers, whichever they are."""
        filled = fill(said, self._slots.values(), "", Moment(self._language))
        return self._rank(self._without_values(said, filled)).ranked

    def _understand(
        self, transcript: Transcript, asked: str, today: date | None, told: Told = NOTHING_TOLD
    ) -> Interpretation:
        """The transcript as one whole."""
        text = normalise(transcript.text)
        moment = Moment(self._language, today)
        amended = amend(text, told, self._slots, asked, moment)
        filled = dict([amended]) if amended else fill(text, self._slots.values(), asked, moment)
        slots = tuple(
            SlotValue(
                name,
                filled[name].value,
                text[slice(*filled[name].span)],
                filled[name].span,
                _heard(filled[name], text, transcript),
                filled[name].problem,
                corrected=amended is not None,
            )
            for name in self._slots
            if name in filled
        )
        answer = find_answer(text, self._language)
        masked = text if amended else self._without_values(text, filled)
        says_nothing_else = (
            is_bare_answer(text, self._language) or not masked.replace(STAND_IN[self._language].strip(), "").strip()
        )
        ranking = self._rank("" if says_nothing_else else masked)
        return Interpretation(
            text=text,
            ranked=ranking.ranked,
            slots=slots,
            answer=answer,
            out_of_scope=ranking.out_of_scope,
            confidence=round(transcript.confidence, 4),
            share=round(transcript.share, 4),
            signs=signs_in(self._besides_values(text, filled)),
        )

    def _rank(self, text: str) -> Ranking:
        """What the classifier says, but for persons: who asks for one is sure to, who declines one is sure not to."""
        text = in_own_words(text, self._language)
        if AGENT not in self._spoken:
            return self._classifier.rank(text)
        ranking = self._classifier.rank(without_declined(text))
        ranked = weigh(text, ranking.ranked)
        return Ranking(ranked, round(max(0.0, 1.0 - sum(score for _, score in ranked)), 4))

    def expectation(
        self, intents: Sequence[str], asked: str = "", *, yes_no: bool = False, most: int | None = None
    ) -> Expectation:
        """The sentences to expect: of these intents, and as answers those of the slot asked for, of yes and no.

        With `most` only so many examples of each intent, the first ones. Made once for each state: the same questions
        give the same object.
        """
        return self._expectation(frozenset(intents), asked, yes_no, most)

    def _make_expectation(self, intents: frozenset[str], asked: str, yes_no: bool, most: int | None) -> Expectation:
        answers: list[str] = []
        spec = self._slots.get(asked)
        if spec is not None:
            if spec.type == "free_text":
                return Expectation()
            answers += SLOT_TYPES[spec.type].phrases(spec, self._language)
        if yes_no:
            answers += SPOKEN[self._language]
        sentences = [
            sentence
            for intent, spoken in self._spoken.items()
            if intent in intents
            for example in spoken[:most]
            for sentence in example
        ]
        if spec is None:
            sentences += self._questions
            sentences += SOUNDS[self._language]
            sentences += self._chatter  # small talk is better heard as small talk than as the likest intent
        return Expectation(
            tuple(dict.fromkeys(sentences)),
            garbage=spec is None or spec.type not in UNMISTAKABLE,
            answers=tuple(dict.fromkeys(answers)),
            only_examples=spec is None,
            followers=() if yes_no or (spec and spec.type in UNMISTAKABLE) else HESITATIONS[self._language],
        )

    def _sentences(self, example: str) -> list[str]:
        """An example as sentences: each `{slot}` filled with phrases of that slot."""
        marks = SLOT_MARK.findall(example)
        if not marks:
            return [normalise(example)]
        spec = self._slots[marks[0]]
        phrases = SLOT_TYPES[spec.type].phrases(spec, self._language)
        step = max(1, len(phrases) // IN_A_SENTENCE)
        return [normalise(SLOT_MARK.sub(said, example)) for said in phrases[::step]]

    def _masked(self, example: str) -> str:
        """An example as the classifier learns it: with a stand-in for each value, marked or written out."""
        stand_in = STAND_IN[self._language]
        parts = [normalise(part) for part in SLOT_MARK.split(example)[::2]]
        moment = Moment(self._language, ANY_DAY)
        known = [self._without_values(part, fill(part, self._slots.values(), "", moment)) for part in parts]
        return normalise(stand_in.join(known))

    def _without_values(self, text: str, filled: Mapping[str, Found]) -> str:
        """A text with a stand-in for each value whose words say nothing about what is wanted."""
        spans = sorted(found.span for name, found in filled.items() if self._slots[name].type in MASKED)
        for start, end in reversed(spans):
            text = text[:start] + STAND_IN[self._language] + text[end:]
        return normalise(text)

    def _besides_values(self, text: str, filled: Mapping[str, Found]) -> str:
        """A text without its values ("The Idiot" is a book, too), but with stories: those are told in any mood."""
        spans = sorted(found.span for name, found in filled.items() if self._slots[name].type != "free_text")
        for start, end in reversed(spans):
            text = f"{text[:start]} {text[end:]}"
        return text


def _heard(found: Found, text: str, transcript: Transcript) -> float:
    """How sure the recogniser was of the words a value was read from: its least sure one."""
    raw = text[slice(*found.span)]
    said = raw if any(map(is_han, raw)) else raw.split()
    sure = [word.confidence for word in transcript.words if normalise(word.text) in said]
    return round(found.likeness * min(sure, default=transcript.confidence), 4)
