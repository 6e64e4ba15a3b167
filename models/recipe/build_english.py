"""Build the English starter model: ``python -m models.recipe.build_english --out models``.

Needs numpy and the wheel pocketsphinx 5.1.1, from which all the numbers come.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from models.recipe import archive
from models.recipe.front_end import MeanWindow, add_mean_subtraction
from models.recipe.fst import serialise_const, serialise_lookahead
from models.recipe.graph import UNKNOWN, GraphBuilder, GraphCosts
from models.recipe.kaldi_io import BINARY_MARK
from models.recipe.language_model import bigram_grammar, read_bigrams
from models.recipe.lexicon import Lexicon, choose_words, read_dictionaries, read_words
from models.recipe.network import CEPSTRA, DELTA_CONTEXT, add_mixtures
from models.recipe.nnet3 import Network
from models.recipe.reachability import find_reachable
from models.recipe.sphinx_model import AcousticModel, read_model, wheel_model_path
from models.recipe.transitions import TransitionModel
from models.recipe.triphones import PhoneTable

NAME = "ivr-en-starter"
LICENCE = "BSD-2-Clause (CMU Sphinx en-us, cmudict): see ivr-en-starter.card.md"
WORDS = 20_000
BIGRAMS = 150_000
SERVICE_WORDS = Path(__file__).with_name("service_words.en.txt")
SERVICE_PRONUNCIATIONS = Path(__file__).with_name("service_pronunciations.en.dict")
NOTICE = Path(__file__).with_name("NOTICE.txt")
CONFIGURATION = Path(__file__).with_name("conf")
EXTRA_SYMBOLS = ("#0", "<s>", "</s>")  # Kaldi expects them in words.txt; nothing in the graph carries them

ABOUT = {
    "name": NAME,
    "language": "en",
    "rate_hz": 16_000,
    "decoding": "grammar",  # always give it a run-time grammar
    "frame_subsampling_factor": 1,
    "word_time_scale": 0.3333333333,  # libvosk takes a frame for 30 ms: multiply its word times by this
}


def number_words(words: Sequence[str], relabelled: dict[int, int]) -> dict[str, int]:
    """Return the numbers of words.txt: those the graph was relabelled with, then the words it does not carry.

    `relabelled` maps the first numbering (1 and up, in the order of `words`) to the graph's.
    """
    numbers = {"<eps>": 0}
    following = max(relabelled.values()) + 2  # one number may stand for "final"
    for first, word in enumerate(words, start=1):
        if first in relabelled:
            numbers[word] = relabelled[first]
        else:
            numbers[word] = following
            following += 1
    return numbers


def write_graph(
    folder: Path, model: AcousticModel, lexicon: Lexicon, words: Sequence[str]
) -> tuple[TransitionModel, dict[str, int]]:
    """Write graph/HCLr.fst and the tables beside it; return the transitions and the numbers of the words."""
    spoken = [*words, UNKNOWN]
    first_numbers = {word: number for number, word in enumerate(spoken, start=1)}
    builder = GraphBuilder(model, first_numbers, GraphCosts())
    base = {name: number for number, name in enumerate(model.definition.phones)}
    graph, transitions = builder.build(
        (word, tuple(base[phone] for phone in pronunciation)) for word in words for pronunciation in lexicon[word]
    )
    reach = find_reachable(graph.sources, graph.arcs["target"], graph.arcs["output"], np.isfinite(graph.finals))
    table = np.zeros(len(spoken) + 1, np.int64)
    table[list(reach.numbers)] = list(reach.numbers.values())
    content = serialise_lookahead(graph.with_outputs(table), reach)
    (folder / "HCLr.fst").write_bytes(content)
    numbers = number_words([*spoken, *EXTRA_SYMBOLS], reach.numbers)
    write_tables(folder, builder.phones, numbers, transitions)
    return transitions, numbers


def write_tables(folder: Path, phones: PhoneTable, numbers: dict[str, int], transitions: TransitionModel) -> None:
    """Write the text tables of the graph folder."""
    by_number = sorted(numbers.items(), key=lambda pair: pair[1])
    write_lines(folder / "words.txt", (f"{word} {number}" for word, number in by_number))
    write_lines(
        folder / "phones.txt",
        ["<eps> 0", *(f"{name} {number}" for number, name in enumerate(phones.names, start=1))],
    )
    write_lines(
        folder / "phones" / "word_boundary.int",
        (f"{number} {kind}" for number, kind in sorted(phones.boundary.items())),
    )
    # No arc carries the transition number that would stand for "#0": the graph needs no disambiguation.
    write_lines(folder / "disambig_tid.int", [str(2 * len(transitions.states) + 1)])


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a text file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def serialise_network(model: AcousticModel, window: MeanWindow) -> bytes:
    """Return the network: mean subtraction, deltas, mixtures."""
    network = Network(CEPSTRA)
    add_mixtures(network, model, add_mean_subtraction(network, window))
    return network.serialise(DELTA_CONTEXT, DELTA_CONTEXT + window.after)


def build(folder: Path) -> None:
    """Build the model directory `folder`."""
    source = wheel_model_path()
    model = read_model(source / "en-us")
    language_model = read_bigrams(source / "en-us.lm.bin")
    lexicon = read_dictionaries(source / "cmudict-en-us.dict", SERVICE_PRONUNCIATIONS)
    words = choose_words(lexicon, language_model.word_probabilities(), read_words(SERVICE_WORDS), WORDS)
    (folder / "am").mkdir(parents=True, exist_ok=True)
    (folder / "graph" / "phones").mkdir(parents=True, exist_ok=True)
    (folder / "conf").mkdir(exist_ok=True)
    transitions, numbers = write_graph(folder / "graph", model, lexicon, words)
    grammar = bigram_grammar(language_model, set(words), BIGRAMS, numbers)
    (folder / "graph" / "Gr.fst").write_bytes(serialise_const(grammar, "input"))
    content = BINARY_MARK + transitions.serialise() + serialise_network(model, MeanWindow())
    (folder / "am" / "final.mdl").write_bytes(content)
    for name in ("mfcc.conf", "model.conf"):
        (folder / "conf" / name).write_bytes((CONFIGURATION / name).read_bytes())
    (folder / "NOTICE.txt").write_bytes(NOTICE.read_bytes())
    (folder / "ivr-model.json").write_text(json.dumps(ABOUT, indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the archive and catalog.json")
    parser.add_argument("--keep", type=Path, help="also leave the unpacked model in this folder")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or Path(temporary)) / NAME
        build(folder)
        packed = options.out / f"{NAME}.tar.xz"
        archive.pack(folder, packed)
        entry = archive.catalogue_entry(folder, packed, LICENCE)
    archive.update_catalogue(options.out / "catalog.json", entry)
    print(json.dumps(entry, indent=2))


if __name__ == "__main__":
    main()
