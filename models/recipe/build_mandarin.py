"""Build the Mandarin starter model: ``python -m models.recipe.build_mandarin --out models``.

Needs torch and kaldi-native-fbank beside what the project needs itself; all speech comes from espeak-ng.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import torch

from ivr.speech.graph.bigrams import sentence_grammar
from ivr.speech.graph.folder import write_graph
from ivr.speech.graph.fst import serialise_const
from ivr.speech.graph.kaldi_io import BINARY_MARK
from ivr.speech.graph.kit import write_kit
from ivr.speech.graph.unit_graph import UnitGraphs
from models.recipe import archive
from models.recipe.mandarin.export import export
from models.recipe.mandarin.frames import UNITS
from models.recipe.mandarin.network import AcousticNetwork
from models.recipe.mandarin.sentences import REQUESTS, Speaker, read_patterns, read_topics
from models.recipe.mandarin.training import Plan, train
from models.recipe.mandarin.vocabulary import SERVICE_WORDS, Vocabulary, load_vocabulary

NAME = "ivr-zh-starter"
LICENCE = "MIT; trained on speech made with espeak-ng (GPL-3, not part of it): see ivr-zh-starter.card.md"
PLAN = Plan(steps=1300)
SENTENCES = 40_000  # for the bigrams of the built-in grammar
NOTICE = Path(__file__).with_name("mandarin") / "NOTICE.txt"
CONFIGURATION = Path(__file__).with_name("mandarin") / "conf"

ABOUT = {
    "name": NAME,
    "language": "zh",
    "rate_hz": 16_000,  # libvosk brings it down to the 8 kHz of conf/fbank.conf by itself
    "decoding": "grammar",  # best with a run-time grammar
    "frame_subsampling_factor": 3,
    "word_time_scale": 1.0,  # a frame is 30 ms, as libvosk takes it to be
}


def sentences(vocabulary: Vocabulary) -> Iterator[list[str]]:
    """Yield the sentences of the built-in grammar, in words."""
    speaker = Speaker(read_topics(SERVICE_WORDS), read_patterns(REQUESTS), Random(0))
    for _ in range(SENTENCES):
        yield vocabulary.cut(speaker.request())


def build(folder: Path, network: AcousticNetwork, frequencies: torch.Tensor) -> None:
    """Build the model directory `folder` around a trained network."""
    vocabulary = load_vocabulary()
    (folder / "am").mkdir(parents=True, exist_ok=True)
    graphs = UnitGraphs(UNITS)
    graph = graphs.build(vocabulary.lexicon)
    numbers = write_graph(folder / "graph", graph)
    write_kit(folder, "none", vocabulary.lexicon, graphs.write, vocabulary.syllables())
    grammar = sentence_grammar(sentences(vocabulary), sorted(vocabulary.lexicon), numbers)
    (folder / "graph" / "Gr.fst").write_bytes(serialise_const(grammar, "input"))
    content = BINARY_MARK + graph.transitions.serialise() + export(network, frequencies)
    (folder / "am" / "final.mdl").write_bytes(content)
    shutil.copytree(CONFIGURATION, folder / "conf", dirs_exist_ok=True)
    (folder / "NOTICE.txt").write_bytes(NOTICE.read_bytes())
    (folder / "ivr-model.json").write_text(json.dumps(ABOUT, indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the archive and catalog.json")
    parser.add_argument("--keep", type=Path, help="also leave the unpacked model, the network and the log here")
    parser.add_argument("--network", type=Path, help="do not train: take the network that --keep left")
    parser.add_argument("--steps", type=int, default=PLAN.steps, help="training steps (for a quick try)")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        work = options.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        if not options.network:
            network, frequencies = train(Plan(options.steps), work / "training.log")
            torch.save((network.state_dict(), frequencies), work / "network.pt")
        state, frequencies = torch.load(options.network or work / "network.pt")
        network = AcousticNetwork().eval()
        network.load_state_dict(state)
        folder = work / NAME
        build(folder, network, frequencies)
        packed = options.out / f"{NAME}.tar.xz"
        archive.pack(folder, packed)
        entry = archive.catalogue_entry(folder, packed, LICENCE)
    archive.update_catalogue(options.out / "catalog.json", entry)
    print(json.dumps(entry, indent=2))


if __name__ == "__main__":
    main()
