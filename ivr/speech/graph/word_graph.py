"""The decoding graph without a grammar: transitions in, words out, triphone contexts built in.

Vosk composes it with a grammar while it decodes. Between words stands a boundary state (last phone, next
phone), so that phones at word edges have their right neighbours; words share a prefix tree of inner
triphones, heads and tails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from ivr.speech.graph.definition import ModelDefinition
from ivr.speech.graph.folder import UNKNOWN, WordGraph
from ivr.speech.graph.fst import TransducerBuilder
from ivr.speech.graph.lexicon import Lexicon
from ivr.speech.graph.transitions import HmmState, TransitionModel
from ivr.speech.graph.triphones import FILLERS, SILENCE, PhoneTable, Senones, TriphoneLookup


@dataclass(frozen=True, slots=True)
class GraphCosts:
    """Costs in negative natural logarithms, on the scale of the grammar's."""

    transition_scale: float = 0.12  # of the transition probabilities: the decoder's acoustic scale
    silence: float = 2.0  # to pause between two words, or to begin with silence
    noise: float = 6.0  # to take a stretch for noise instead of silence
    spoken_noise: float = 4.0  # to take a stretch for [unk]
    another_filler: float = 4.0  # to follow a filler with a further one


@dataclass(frozen=True, slots=True)
class _Chain:
    """Three states of a phone: enter at `entry`; `exit` carries the last state's self-loop."""

    entry: int
    exit: int


class GraphBuilder:
    """Builds the graph of a list of words; `build` may be called once."""

    def __init__(self, definition: ModelDefinition, costs: GraphCosts | None = None) -> None:
        """Prepare."""
        self._phones = PhoneTable(definition)
        self._definition = definition
        self._lookup = TriphoneLookup(definition)
        self._silence = definition.number(SILENCE)
        self._word_numbers: dict[str, int] = {}
        self._costs = costs or GraphCosts()
        self._fst = TransducerBuilder()
        self._nodes: dict[Hashable, int] = {}
        self._chains: dict[Hashable, _Chain] = {}
        self._steps: list[tuple[int, HmmState]] = []  # entering `HmmState` from state n, into state n + 1

    def build(self, lexicon: Lexicon) -> WordGraph:
        """Return the graph of these words. Raises KeyError for a phone that the model lacks."""
        labels = (*sorted(lexicon), UNKNOWN)
        self._word_numbers = {word: number for number, word in enumerate(labels, start=1)}
        listed = self._in_numbers(lexicon)
        firsts = [self._silence, *sorted({phones[0] for _, phones in listed})]
        lasts = [self._silence, *sorted({phones[-1] for _, phones in listed})]
        self._add_fillers(firsts, lasts)
        long_words = [word for word in listed if len(word[1]) > 1]
        tails = {self._add_inner_phones(spelling, phones) for spelling, phones in long_words}
        for first, second in sorted({phones[:2] for _, phones in long_words}):
            self._add_heads(first, second, lasts)
        for before, last in sorted(tails):
            self._add_tails(before, last, firsts)
        singles: dict[int, list[str]] = defaultdict(list)
        for spelling, phones in listed:
            if len(phones) == 1:
                singles[phones[0]].append(spelling)
        for phone, spellings in sorted(singles.items()):
            self._add_single_phone_words(phone, spellings, lasts, firsts)
        return self._finish(labels)

    def _in_numbers(self, lexicon: Lexicon) -> list[tuple[str, tuple[int, ...]]]:
        """Return all words with the numbers of their phones, sorted."""
        base = {name: number for number, name in enumerate(self._definition.phones)}
        pairs = ((word, variant) for word, variants in lexicon.items() for variant in variants)
        return sorted({(word, tuple(base[phone] for phone in variant)) for word, variant in pairs})

    def _node(self, name: Hashable) -> int:
        if name not in self._nodes:
            self._nodes[name] = self._fst.add_states(1)
        return self._nodes[name]

    def _boundary(self, left: int, right: int) -> int:
        return self._node(("boundary", left, right))

    def _chain(self, name: Hashable, phone: int, senones: Senones) -> tuple[_Chain, bool]:
        """Return the chain called `name`, and whether it had to be made."""
        if name in self._chains:
            return self._chains[name], False
        first = self._fst.add_states(4)
        for position, senone in enumerate(senones):
            self._steps.append((first + position, HmmState(phone, position, senone)))
        chain = _Chain(first, first + 3)
        self._chains[name] = chain
        return chain, True

    def _add_fillers(self, firsts: list[int], lasts: list[int]) -> None:
        """Add the start, silence and the noises, and their boundaries with words."""
        start, before, after = self._node("start"), self._node("before filler"), self._node("after filler")
        costs = self._costs
        self._fst.add_arc(start, before)
        self._fst.add_arc(start, after, cost=costs.silence)
        entries = ((0.0, 0), (costs.noise, 0), (costs.spoken_noise, self._word_numbers[UNKNOWN]))
        for number, (cost, output) in enumerate(entries, start=1):
            senones = self._lookup.context_free(self._phones.base[number])
            chain, _ = self._chain(("filler", FILLERS[number - 1]), number, senones)
            self._fst.add_arc(before, chain.entry, output=output, cost=cost)
            self._fst.add_arc(chain.exit, after)
        self._fst.add_arc(after, before, cost=costs.another_filler)
        self._fst.set_final(before)
        self._fst.set_final(after)
        for right in firsts[1:]:
            self._fst.add_arc(after, self._boundary(self._silence, right))
        for left in lasts[1:]:
            self._fst.add_arc(self._boundary(left, self._silence), before, cost=costs.silence)

    def _add_inner_phones(self, spelling: str, phones: tuple[int, ...]) -> tuple[int, int]:
        """Add a word's branch of the prefix tree, and its label; return its last two phones (its tail)."""
        node = self._node(("prefix", phones[:1], phones[1]))
        for place in range(1, len(phones) - 1):
            name = ("prefix", phones[: place + 1], phones[place + 1])
            known = name in self._nodes
            following = self._node(name)
            if not known:
                phone, left, right = phones[place], phones[place - 1], phones[place + 1]
                number = self._phones.number(phone, "I")
                chain, _ = self._chain(("inner", *name), number, self._lookup.find("I", phone, left, right))
                self._fst.add_arc(node, chain.entry)
                self._fst.add_arc(chain.exit, following)
            node = following
        tail = self._node(("tail", phones[-2], phones[-1]))
        self._fst.add_arc(node, tail, output=self._word_numbers[spelling])
        return phones[-2], phones[-1]

    def _add_heads(self, first: int, second: int, lasts: list[int]) -> None:
        """Add the first phone of the words that begin with two phones, after each possible last phone."""
        root = self._node(("prefix", (first,), second))
        for left in lasts:
            senones = self._lookup.find("B", first, left, second)
            number = self._phones.number(first, "B")
            chain, new = self._chain(("head", first, second, senones), number, senones)
            if new:
                self._fst.add_arc(chain.exit, root)
            self._fst.add_arc(self._boundary(left, first), chain.entry)

    def _by_senones(self, position: str, phone: int, left: int, rights: list[int]) -> dict[Senones, list[int]]:
        """Group the right neighbours that make no difference to the sound."""
        groups: dict[Senones, list[int]] = defaultdict(list)
        for right in rights:
            groups[self._lookup.find(position, phone, left, right)].append(right)
        return groups

    def _add_tails(self, before: int, last: int, firsts: list[int]) -> None:
        """Add the last phone of the words that end in two phones, before each possible first phone."""
        tail = self._node(("tail", before, last))
        for senones, rights in self._by_senones("E", last, before, firsts).items():
            name = ("tail", before, last, senones)
            chain, _ = self._chain(name, self._phones.number(last, "E"), senones)
            self._fst.add_arc(tail, chain.entry)
            for right in rights:
                self._fst.add_arc(chain.exit, self._boundary(last, right))

    def _add_single_phone_words(self, phone: int, spellings: list[str], lasts: list[int], firsts: list[int]) -> None:
        """Add words of one phone, whose both neighbours are in other words."""
        for left in lasts:
            for senones, rights in self._by_senones("S", phone, left, firsts).items():
                name = ("single", phone, senones, tuple(rights))
                chain, new = self._chain(name, self._phones.number(phone, "S"), senones)
                if new:
                    for right in rights:
                        self._fst.add_arc(chain.exit, self._boundary(phone, right))
                for spelling in spellings:
                    output = self._word_numbers[spelling]
                    self._fst.add_arc(self._boundary(left, phone), chain.entry, output=output)

    def _finish(self, labels: tuple[str, ...]) -> WordGraph:
        """Add the arcs of the transitions; a self-loop stands behind the step into its state.

        All states of the model are numbered, not only these words', so that one file am/final.mdl serves every graph.
        """
        states = self._phones.states(self._definition)
        transitions = TransitionModel(states, self._phones.base, self._definition.transitions)
        scale = self._costs.transition_scale
        for source, state in self._steps:
            staying, leaving = (-scale * float(np.log(p)) for p in transitions.probabilities(state))
            self._fst.add_arc(source, source + 1, transitions.leaving(state), cost=leaving)
            self._fst.add_arc(source + 1, source + 1, transitions.staying(state), cost=staying)
        return WordGraph(self._fst.build(), labels, self._phones, transitions)
