"""Build the English starter model: ``python -m models.recipe.build_english --out models``.

Needs numpy and the wheel pocketsphinx 5.1.1, from which all the numbers come.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ivr.speech.graph.folder import write_graph
from ivr.speech.graph.fst import serialise_const
from ivr.speech.graph.kaldi_io import BINARY_MARK
from ivr.speech.graph.kit import TriphoneGraphs, write_kit
from ivr.speech.graph.lexicon import read_dictionaries
from ivr.speech.graph.word_graph import GraphBuilder
from models.recipe import archive
from models.recipe.band import FILTERS, as_heard, telephone_transform, wide_transform
from models.recipe.front_end import Window, add_front_end
from models.recipe.language_model import bigram_grammar, read_bigrams
from models.recipe.network import DELTA_CONTEXT, Version, add_mixtures
from models.recipe.nnet3 import Network
from models.recipe.sphinx_model import AcousticModel, read_model, wheel_model_path
from models.recipe.vocabulary import choose_words, read_words

NAME = "ivr-en-starter"
LICENCE = "BSD-2-Clause (CMU Sphinx en-us, cmudict): see ivr-en-starter.card.md"
WORDS = 20_000
BIGRAMS = 150_000
SERVICE_WORDS = Path(__file__).with_name("service_words.en.txt")
SERVICE_PRONUNCIATIONS = Path(__file__).with_name("service_pronunciations.en.dict")
NOTICE = Path(__file__).with_name("NOTICE.txt")
TELEPHONE_BITS = 11  # enough for Gaussians that are estimates; all bits would need 0.7 MB more
CONFIGURATION = Path(__file__).with_name("conf")

ABOUT = {
    "name": NAME,
    "language": "en",
    "rate_hz": 16_000,
    "decoding": "grammar",  # always give it a run-time grammar
    "frame_subsampling_factor": 1,
    "word_time_scale": 0.3333333333,  # libvosk takes a frame for 30 ms: multiply its word times by this
}


def serialise_network(model: AcousticModel, window: Window) -> bytes:
    """Return the network: mean subtraction for both bands, deltas, mixtures."""
    network = Network(FILTERS)
    telephone = telephone_transform(model)
    cepstra, share = add_front_end(network, (wide_transform(), telephone), window)
    rest = network.affine("wide", share, [[-1.0]], [1.0])
    heard = Version(as_heard(model, telephone), cepstra[1], share, TELEPHONE_BITS)
    add_mixtures(network, [Version(model, cepstra[0], rest), heard])
    return network.serialise(DELTA_CONTEXT, DELTA_CONTEXT + window.after)


def build(folder: Path) -> None:
    """Build the model directory `folder`."""
    source = wheel_model_path()
    model = read_model(source / "en-us")
    language_model = read_bigrams(source / "en-us.lm.bin")
    lexicon = read_dictionaries(source / "cmudict-en-us.dict", SERVICE_PRONUNCIATIONS)
    words = choose_words(lexicon, language_model.word_probabilities(), read_words(SERVICE_WORDS), WORDS)
    (folder / "am").mkdir(parents=True, exist_ok=True)
    (folder / "conf").mkdir(exist_ok=True)
    graph = GraphBuilder(model.definition).build({word: lexicon[word] for word in words})
    numbers = write_graph(folder / "graph", graph)
    write_kit(folder, "triphones", lexicon, TriphoneGraphs(model.definition).write)
    grammar = bigram_grammar(language_model, set(words), BIGRAMS, numbers)
    (folder / "graph" / "Gr.fst").write_bytes(serialise_const(grammar, "input"))
    content = BINARY_MARK + graph.transitions.serialise() + serialise_network(model, Window())
    (folder / "am" / "final.mdl").write_bytes(content)
    for name in ("fbank.conf", "model.conf"):
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
