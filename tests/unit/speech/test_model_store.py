"""Speech models: found by name, unpacked once, checked."""

import hashlib
import io
import json
import re
import tarfile
from pathlib import Path

import pytest

from ivr.errors import ModelError
from ivr.speech import model_store
from ivr.speech.model_store import ModelDir, Starter, find_model, open_model_dir, starters, unpack
from ivr.terms import Language

TOLD = {"language": "en", "decoding": "grammar", "word_time_scale": 1.5}


def archive_of(path: Path, name: str, files: dict[str, bytes]) -> str:
    """Write a .tar.xz of these files in a folder `name` and return its checksum."""
    with tarfile.open(path, "w:xz") as archive:
        for file, content in files.items():
            info = tarfile.TarInfo(f"{name}/{file}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A shelf with one good starter for English."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    files = {"final.mdl": b"model", "ivr-model.json": json.dumps(TOLD).encode()}
    checksum = archive_of(shelf / "en.tar.xz", "english-starter", files)
    entry = {"name": "english-starter", "language": "en", "archive": "en.tar.xz", "sha256": checksum}
    (shelf / "catalog.json").write_text(json.dumps({"models": [entry]}), "utf-8")
    return shelf


def starter(shelf: Path) -> Starter:
    """The one on the shelf."""
    return starters(shelf)[0]


def test_the_starter_of_a_language_is_found_and_tells_about_itself(shelf: Path, tmp_path: Path) -> None:
    """No name wanted: the one for the language, unpacked."""
    model = find_model(None, Language.ENGLISH, shelf, tmp_path / "cache", tmp_path / "official")

    assert (model.language, model.wants_grammar, model.word_time_scale) == (Language.ENGLISH, True, 1.5)
    assert (model.path / "final.mdl").read_bytes() == b"model"


def test_a_starter_is_found_by_name(shelf: Path, tmp_path: Path) -> None:
    """The same directory as without the name."""
    cache = tmp_path / "cache"

    by_name = find_model("english-starter", Language.ENGLISH, shelf, cache, tmp_path)

    assert find_model(None, Language.ENGLISH, shelf, cache, tmp_path) == by_name


def test_a_near_name_is_suggested(shelf: Path, tmp_path: Path) -> None:
    """A slip of the finger is answered with what was meant."""
    with pytest.raises(ModelError, match=r"no model is called 'english-stater'\. Did you mean 'english-starter'\?"):
        find_model("english-stater", Language.ENGLISH, shelf, tmp_path, tmp_path / "official")


def test_a_name_like_no_other_is_answered_with_what_there_is(shelf: Path, tmp_path: Path) -> None:
    """And with the other way to name a model."""
    with pytest.raises(ModelError, match="There is: english-starter; or give a model directory"):
        find_model("vosk", Language.ENGLISH, shelf, tmp_path, tmp_path / "official")


def test_a_language_without_a_starter_is_told(shelf: Path, tmp_path: Path) -> None:
    """And what to do then."""
    with pytest.raises(ModelError, match=r"no model for language 'zh' is here.*--model DIR"):
        find_model(None, Language.MANDARIN, shelf, tmp_path, tmp_path / "official")


@pytest.mark.parametrize(
    "text",
    [None, "", "{", "[]", "{}", '{"models": [{}]}', '{"models": 3}', '{"models": [{"name": "a", "language": 1}]}'],
)
def test_a_broken_catalogue_is_told(tmp_path: Path, text: str | None) -> None:
    """Missing, empty, not JSON, or not what it should hold."""
    if text is not None:
        (tmp_path / "catalog.json").write_text(text, "utf-8")

    with pytest.raises(ModelError, match=r"catalog\.json: the list of models cannot be read"):
        starters(tmp_path)


def test_a_wrong_checksum_is_refused(shelf: Path, tmp_path: Path) -> None:
    """A damaged archive is never unpacked."""
    with (shelf / "en.tar.xz").open("ab") as file:
        file.write(b"x")

    with pytest.raises(ModelError, match="the checksum is wrong"):
        unpack(starter(shelf), tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("damage", ["cut", "scrambled", "not xz", "another folder"])
def test_an_archive_that_cannot_be_unpacked_leaves_nothing_behind(shelf: Path, tmp_path: Path, damage: str) -> None:
    """Even when its checksum is right; the cache is as empty as before."""
    path = shelf / "en.tar.xz"
    archive_of(path, "english-starter", {"final.mdl": bytes(range(256)) * 4000})
    data = path.read_bytes()
    middle = len(data) // 2
    if damage == "another folder":
        archive_of(path, "other", {"final.mdl": b"model"})
    else:
        scrambled = (
            data[: middle - 20] + bytes(255 - byte for byte in data[middle - 20 : middle + 20]) + data[middle + 20 :]
        )
        path.write_bytes({"cut": data[:middle], "scrambled": scrambled, "not xz": b"hello"}[damage])
    one = Starter("english-starter", Language.ENGLISH, path, hashlib.sha256(path.read_bytes()).hexdigest())

    with pytest.raises(ModelError, match="english-starter could not be unpacked"):
        unpack(one, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_archive_may_not_write_outside_its_folder(shelf: Path, tmp_path: Path) -> None:
    """A path that climbs out is refused."""
    path = shelf / "en.tar.xz"
    checksum = archive_of(path, "english-starter", {"../../../escaped": b"x"})

    with pytest.raises(ModelError, match="could not be unpacked"):
        unpack(Starter("english-starter", Language.ENGLISH, path, checksum), tmp_path / "cache")
    assert list(tmp_path.rglob("escaped")) == []


def test_a_cache_that_cannot_be_written_is_told(shelf: Path, tmp_path: Path) -> None:
    """Here a file stands where its folder should be."""
    (tmp_path / "cache").touch()

    with pytest.raises(ModelError, match="set IVR_CACHE_DIR to a folder that can be written"):
        unpack(starter(shelf), tmp_path / "cache")


def test_what_is_unpacked_already_is_not_unpacked_again(shelf: Path, tmp_path: Path) -> None:
    """The second call needs the archive no more."""
    target = unpack(starter(shelf), tmp_path / "cache")
    one = starter(shelf)
    (shelf / "en.tar.xz").unlink()

    assert target == unpack(one, tmp_path / "cache")


def test_another_process_that_unpacked_the_same_model_is_welcome(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It put its directory in place while this one was unpacking; that one is used, and nothing is left over."""
    one, cache = starter(shelf), tmp_path / "cache"
    put_in_place = model_store._put_in_place

    def come_second(unpacked: Path, target: Path) -> None:
        target.mkdir()
        (target / "final.mdl").write_bytes(b"of the other")
        put_in_place(unpacked, target)

    monkeypatch.setattr(model_store, "_put_in_place", come_second)
    target = unpack(one, cache)

    assert (target / "final.mdl").read_bytes() == b"of the other"
    assert [target] == list(cache.iterdir())


def test_a_model_directory_is_used_as_it_stands(tmp_path: Path) -> None:
    """Any Vosk model: without our own file it is taken to be in the flow's language."""
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").touch()

    assert ModelDir(tmp_path, Language.MANDARIN) == find_model(
        str(tmp_path), Language.MANDARIN, tmp_path, tmp_path, tmp_path
    )


def test_a_directory_that_is_no_model_is_told(tmp_path: Path) -> None:
    """With what a model directory holds."""
    with pytest.raises(ModelError, match=r"there is no final\.mdl in this directory.*holds am/final\.mdl"):
        open_model_dir(tmp_path, Language.ENGLISH)


def test_a_path_to_nowhere_is_not_taken_for_a_name(shelf: Path, tmp_path: Path) -> None:
    """What holds a slash is a path."""
    with pytest.raises(ModelError, match="this is not a model directory"):
        find_model(str(tmp_path / "gone"), Language.ENGLISH, shelf, tmp_path, tmp_path / "official")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"language": "fr", "decoding": "grammar", "word_time_scale": 1}'])
def test_a_model_that_tells_nonsense_about_itself_is_refused(tmp_path: Path, text: str) -> None:
    """Rather than used wrongly."""
    (tmp_path / "final.mdl").touch()
    (tmp_path / "ivr-model.json").write_text(text, "utf-8")

    with pytest.raises(ModelError, match="cannot be understood"):
        open_model_dir(tmp_path, Language.ENGLISH)


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """The folder of official models, with a Chinese and a Russian one in it."""
    folder = tmp_path / "official"
    for name in ("vosk-model-small-cn-0.22", "vosk-model-small-ru-0.22"):
        (folder / name / "am").mkdir(parents=True)
        (folder / name / "am" / "final.mdl").touch()
    (folder / "vosk-model-small-cn-0.22" / "graph").mkdir()
    (folder / "vosk-model-small-cn-0.22" / "graph" / "HCLr.fst").touch()
    return folder


def test_an_installed_official_model_is_found_by_its_name(shelf: Path, tmp_path: Path, official: Path) -> None:
    """It hears its own language, whatever the flow speaks, and its files tell whether it takes grammars."""
    model = find_model("vosk-model-small-cn-0.22", Language.ENGLISH, shelf, tmp_path, official)

    assert ModelDir(official / "vosk-model-small-cn-0.22", Language.MANDARIN, takes_grammar=True) == model
    assert open_model_dir(official / "vosk-model-small-cn-0.22", Language.ENGLISH) == model


def test_an_installed_model_never_takes_the_starters_place(shelf: Path, tmp_path: Path, official: Path) -> None:
    """What a line hears with does not change because somebody installed something."""
    assert find_model(None, Language.ENGLISH, shelf, tmp_path, official).path.parent == tmp_path
    with pytest.raises(ModelError, match="ivr models get zh"):
        find_model(None, Language.MANDARIN, shelf, tmp_path, official)


def test_a_model_for_a_language_that_no_line_speaks_is_refused(shelf: Path, tmp_path: Path, official: Path) -> None:
    """It can be kept, but not be mistaken for another."""
    with pytest.raises(ModelError, match=r"vosk-model-small-ru-0\.22 hears Russian; lines speak en and zh"):
        find_model("vosk-model-small-ru-0.22", Language.ENGLISH, shelf, tmp_path, official)


def test_an_official_model_that_is_not_here_can_be_got(shelf: Path, tmp_path: Path) -> None:
    """The command stands in the error; a slip in the name is answered, too."""
    for name, told in {
        "vosk-model-cn-0.22": "is not installed. Get it with: ivr models get vosk-model-cn-0.22",
        "vosk-model-smal-cn-0.22": "Did you mean 'vosk-model-small-cn-0.22'",
    }.items():
        with pytest.raises(ModelError, match=re.escape(told)):
            find_model(name, Language.MANDARIN, shelf, tmp_path, tmp_path / "official")


def test_half_an_unpacked_model_is_no_model(shelf: Path, tmp_path: Path, official: Path) -> None:
    """What begins with a dot is work in progress."""
    (official / "vosk-model-small-cn-0.22").rename(official / ".unpack-vosk-model-small-cn-0.22")

    with pytest.raises(ModelError, match="no model is called"):
        find_model(".unpack-vosk-model-small-cn-0.22", Language.MANDARIN, shelf, tmp_path, official)
