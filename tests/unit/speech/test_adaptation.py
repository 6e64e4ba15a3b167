"""Writing an adapted model: whole or not at all, and over nothing that is not one."""

import errno
import json
import os
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from ivr.errors import ModelError, WrongUse
from ivr.speech.adaptation import open_kit, write_adapted
from ivr.speech.graph.definition import ModelDefinition
from ivr.speech.graph.kit import TriphoneGraphs, write_kit
from ivr.speech.model_store import ModelDir
from ivr.speech.pronunciation.pronouncer import Pronounced, Source
from ivr.terms import Language

WORDS = [Pronounced("bab", (("B", "A", "B"),), Source.GUESS), Pronounced("a", (("A",),), Source.DICTIONARY)]
DETAILS = {"name": "tiny", "language": "en", "decoding": "grammar", "word_time_scale": 0.5}


@pytest.fixture
def starter(tmp_path: Path) -> ModelDir:
    """A model with a kit; its network is never run here."""
    path = tmp_path / "tiny"
    for file in ("am/final.mdl", "conf/mfcc.conf", "graph/HCLr.fst", "graph/phones/word_boundary.int"):
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).write_text(f"the starter's {file}", "utf-8")
    (path / "ivr-model.json").write_text(json.dumps(DETAILS), "utf-8")
    phones = ("+NSN+", "+SPN+", "A", "B", "SIL")
    rows = np.arange(3 * len(phones)).reshape(-1, 3)
    definition = ModelDefinition(phones, {}, rows, np.full((len(phones), 3, 4), 0.25))
    write_kit(path, "triphones", {"a": [("A",)]}, TriphoneGraphs(definition).write)
    return ModelDir(path, Language.ENGLISH)


def adapt(starter: ModelDir, out: Path) -> None:
    """Write a model of two words."""
    write_adapted(starter, open_kit(starter), WORDS, [["bab", "a"]], about={"flow": "shop"}, out=out)


def test_the_network_is_taken_over_and_the_graph_is_its_own(starter: ModelDir, tmp_path: Path) -> None:
    """What the model is made from stands in its details; the kit stays with the starter."""
    out = tmp_path / "models" / "shop-en"

    adapt(starter, out)

    details = json.loads((out / "ivr-model.json").read_text("utf-8"))
    words = {line.split()[0] for line in (out / "graph" / "words.txt").read_text("utf-8").splitlines()}
    assert (out / "am" / "final.mdl").read_text("utf-8") == "the starter's am/final.mdl"
    assert details["adapted"].pop("network_sha256")
    assert details == DETAILS | {"name": "shop-en", "adapted": {"starter": "tiny", "flow": "shop"}}
    assert words >= {"bab", "a", "[unk]"}
    assert (out / "graph" / "HCLr.fst").read_bytes()[:4] == (out / "graph" / "Gr.fst").read_bytes()[:4]
    assert not (out / "adapt").exists()
    assert [path.name for path in out.parent.iterdir()] == ["shop-en"]


def test_where_files_cannot_be_linked_they_are_copied(
    starter: ModelDir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file system, or one without hard links."""

    def refuse(*_: object) -> NoReturn:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    adapt(starter, tmp_path / "model")

    assert (tmp_path / "model" / "am" / "final.mdl").read_text("utf-8") == "the starter's am/final.mdl"


def test_nothing_else_is_ever_replaced(starter: ModelDir, tmp_path: Path) -> None:
    """Neither a folder with somebody's files, nor a file, nor the starter itself; an empty folder is welcome."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("miaow", "utf-8")
    (tmp_path / "letter").write_text("dear", "utf-8")
    (tmp_path / "empty").mkdir()

    for out in (tmp_path / "photos", tmp_path / "letter", starter.path):
        with pytest.raises(WrongUse, match="is there already and is no adapted model"):
            adapt(starter, out)
    adapt(starter, tmp_path / "empty")

    assert (tmp_path / "photos" / "cat.jpg").exists()
    assert (tmp_path / "empty" / "graph" / "HCLr.fst").exists()


@pytest.mark.parametrize("failing", ["write_graph", "serialise_const", "_put_in_place"])
def test_a_full_disk_leaves_the_model_that_was_there(
    starter: ModelDir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """Whenever it fills, and no scratch is left."""
    out = tmp_path / "models" / "shop-en"
    adapt(starter, out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def fail(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"ivr.speech.adaptation.{failing}", fail)
    with pytest.raises(WrongUse, match=r"cannot be written \(No space left on device\)"):
        adapt(starter, out)

    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [path.name for path in out.parent.iterdir()] == ["shop-en"]


def test_a_failing_last_step_puts_the_old_model_back(
    starter: ModelDir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one has been moved aside when the new one cannot be moved in."""
    out, rename = tmp_path / "model", os.rename
    adapt(starter, out)

    def fail_for_the_new(source: Path, target: Path) -> None:
        if target == out and source.name == out.name:
            raise OSError(errno.EIO, "Input/output error")
        rename(source, target)

    monkeypatch.setattr(os, "rename", fail_for_the_new)
    with pytest.raises(WrongUse, match="Input/output error"):
        adapt(starter, out)

    assert (out / "graph" / "HCLr.fst").exists()


def test_models_that_cannot_be_adapted(starter: ModelDir, tmp_path: Path) -> None:
    """One that is adapted already, one of other people, one whose kit is damaged."""
    adapt(starter, tmp_path / "model")
    (tmp_path / "foreign").mkdir()

    with pytest.raises(ModelError, match="is adapted already"):
        open_kit(ModelDir(tmp_path / "model", Language.ENGLISH))
    with pytest.raises(ModelError, match="has no folder adapt/"):
        open_kit(ModelDir(tmp_path / "foreign", Language.ENGLISH))
    for damaged in ("definition.npz", "kit.json"):
        (starter.path / "adapt" / damaged).write_bytes(b"\x00\xff")
        with pytest.raises(ModelError, match="cannot be understood"):
            open_kit(starter)
