"""What a model carries so that graphs can be made for it: the folder adapt/ of its directory.

kit.json names the kind of context in which the model scores its units, lexicon.txt holds the pronunciations of
the words it knows in these units. A model of Mandarin has syllables.txt, too: the units of each syllable in pinyin
(`pin1 p in1`), for pronunciations are written in pinyin then. What else there is belongs to the kind of context.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ivr.speech.graph.definition import ModelDefinition
from ivr.speech.graph.folder import WordGraph
from ivr.speech.graph.lexicon import Lexicon, read_dictionaries, write_dictionary
from ivr.speech.graph.triphones import FILLERS
from ivr.speech.graph.unit_graph import UnitGraphs
from ivr.speech.graph.word_graph import GraphBuilder

FOLDER = "adapt"
_KIT, _LEXICON, _SYLLABLES, _DEFINITION = "kit.json", "lexicon.txt", "syllables.txt", "definition.npz"


class GraphMaker(Protocol):
    """Makes graphs for one acoustic model. Whatever the words, the transitions are numbered as in its final.mdl."""

    @property
    def units(self) -> tuple[str, ...]:
        """What pronunciations are made of, sorted."""

    def build(self, lexicon: Lexicon) -> WordGraph:
        """The graph of these words. Raises KeyError for a unit that the model lacks."""


@dataclass(frozen=True, slots=True)
class TriphoneGraphs:
    """Graphs for a model of triphones."""

    definition: ModelDefinition

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.definition.phones) - set(FILLERS)))

    def build(self, lexicon: Lexicon) -> WordGraph:
        return GraphBuilder(self.definition).build(lexicon)

    @classmethod
    def read(cls, folder: Path) -> TriphoneGraphs:
        """Read the definition in a model's folder adapt/."""
        return cls(ModelDefinition.read(folder / _DEFINITION))

    def write(self, folder: Path) -> None:
        """Write it there."""
        self.definition.write(folder / _DEFINITION)


CONTEXTS: Mapping[str, Callable[[Path], GraphMaker]] = {"triphones": TriphoneGraphs.read, "none": UnitGraphs.read}
"""Who reads the rest of the folder, by the `context` of kit.json."""


@dataclass(frozen=True, slots=True)
class Kit:
    """How graphs are made for a model, the words it has pronunciations of, and (Mandarin) the units of syllables."""

    graphs: GraphMaker
    lexicon: Lexicon
    syllables: Lexicon


def read_kit(model: Path) -> Kit:
    """Read the kit of a model directory.

    Raises OSError when there is none, and ValueError or KeyError when it cannot be understood.
    """
    folder = model / FOLDER
    context = json.loads((folder / _KIT).read_text("utf-8"))["context"]
    syllables = folder / _SYLLABLES
    return Kit(
        CONTEXTS[context](folder),
        read_dictionaries(folder / _LEXICON),
        read_dictionaries(syllables) if syllables.exists() else {},
    )


def write_kit(
    model: Path, context: str, lexicon: Lexicon, write_rest: Callable[[Path], None], syllables: Lexicon | None = None
) -> None:
    """Write the kit into a model directory; `write_rest` writes what belongs to the context."""
    folder = model / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _KIT).write_text(json.dumps({"context": context}) + "\n", "utf-8")
    write_dictionary(folder / _LEXICON, lexicon)
    if syllables:
        write_dictionary(folder / _SYLLABLES, syllables)
    write_rest(folder)
