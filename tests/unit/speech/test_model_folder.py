"""Official models fetched from a server of our own, verified, put in place whole or not at all."""

import hashlib
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.errors import DamagedModelError, DownloadError, ModelError
from ivr.speech import model_folder
from ivr.speech.download import Patience
from ivr.speech.model_folder import ModelFolder
from ivr.speech.official_models import OfficialModel, packaged_models
from tests.model_server import Answer, ModelServer, model_zip, zip_of

NAME = "vosk-model-cn-0.22"
ARCHIVE = model_zip(NAME)
FILES = {"am/final.mdl", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst", "ivr-install.json"}
QUICK = Patience(connect_s=5.0, read_s=0.3, pauses_s=(0.0,))
UNKNOWN = OfficialModel(NAME, "zh", "Chinese", "big", size="1.3G")
KNOWN = replace(UNKNOWN, bytes=len(ARCHIVE), md5=hashlib.md5(ARCHIVE).hexdigest())
PINNED = replace(KNOWN, sha256=hashlib.sha256(ARCHIVE).hexdigest())


class Heard:
    """Remembers what an installation says."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.done = 0

    def says(self, text: str) -> None:
        self.texts.append(text)

    def moved(self, done: int, total: int | None) -> None:
        self.done = done


@pytest.fixture
def folder(server: ModelServer, tmp_path: Path) -> ModelFolder:
    """An empty folder, and a server that has the model."""
    server.publish(NAME, ARCHIVE)
    return ModelFolder(tmp_path / "models", server.url, QUICK)


def files_of(folder: ModelFolder) -> set[str]:
    """The files of the installed model."""
    path = folder.path / NAME
    return {file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()}


def left_over(folder: ModelFolder) -> set[str]:
    """What else is in the folder, but for lock files."""
    return {one.name for one in folder.path.iterdir() if one.suffix != ".lock"} - {NAME}


def test_a_model_is_fetched_verified_and_written_down(folder: ModelFolder, server: ModelServer) -> None:
    """The record tells from where, what and how verified; nothing else is left."""
    heard = Heard()
    installed = folder.get(PINNED, heard)
    record = folder.record(NAME)

    assert (installed, files_of(folder), left_over(folder)) == (folder.path / NAME, FILES, set())
    assert record is not None
    assert (record.source, record.sha256, record.bytes) == (f"{server.url}{NAME}.zip", PINNED.sha256, len(ARCHIVE))
    assert record.verified == "sha256 and md5 as in the list in this version"
    assert heard.done == len(ARCHIVE)
    assert [one.path for one in server.asked] == [f"{NAME}.zip"]


def test_a_checksum_that_is_not_known_is_fetched(folder: ModelFolder, server: ModelServer) -> None:
    """From the vendor's list, and the record says so."""
    folder.get(UNKNOWN, Heard())
    record = folder.record(NAME)

    assert [one.path for one in server.asked] == ["model-list.json", f"{NAME}.zip"]
    assert record is not None
    assert record.verified == f"md5 as in the vendor's list, fetched from {server.url}model-list.json"


@pytest.mark.parametrize("content", [None, b"<html>", b"[]"])
def test_where_no_checksum_can_be_had_that_is_said(
    folder: ModelFolder, server: ModelServer, content: bytes | None
) -> None:
    """A mirror without the list, a proxy's page, a list without this model."""
    del server.files["model-list.json"]
    if content is not None:
        server.files["model-list.json"] = content
    heard = Heard()
    folder.get(UNKNOWN, heard)

    assert heard.texts[-1] == "verified: only by the checksums inside the zip file"
    assert files_of(folder) == FILES


@pytest.mark.parametrize(
    "model",
    [replace(PINNED, md5="0" * 32), replace(PINNED, sha256="0" * 64), replace(UNKNOWN, md5="f" * 32)],
)
def test_a_wrong_checksum_installs_nothing(folder: ModelFolder, model: OfficialModel) -> None:
    """And the damaged part is deleted, for it would never become right."""
    with pytest.raises(DamagedModelError, match=r"should be .*It was deleted; run this again"):
        folder.get(model, Heard())
    assert left_over(folder) == set()
    assert folder.installed() == []


def test_a_wrong_checksum_in_the_vendors_list_installs_nothing(folder: ModelFolder, server: ModelServer) -> None:
    """Also where the checksum is fetched first."""
    server.publish(NAME, ARCHIVE, md5="0" * 32)

    with pytest.raises(DamagedModelError, match="its md5 is"):
        folder.get(UNKNOWN, Heard())


def test_a_wrong_size_is_told_before_the_whole_is_fetched(folder: ModelFolder, server: ModelServer) -> None:
    """With the steps to do by hand."""
    with pytest.raises(DownloadError, match=r"should have 5; .*By hand: fetch .*vosk-model-cn-0\.22\.zip"):
        folder.get(replace(PINNED, bytes=5), Heard())
    assert left_over(folder) == set()


@pytest.mark.parametrize(
    "archive", [b"hello", zip_of({f"{NAME}/README": b"x"}), zip_of({"../out": b"x"}), ARCHIVE[:-100]]
)
def test_what_is_no_model_is_not_installed(folder: ModelFolder, server: ModelServer, archive: bytes) -> None:
    """Though it came whole, and nobody knows a checksum."""
    server.files = {f"{NAME}.zip": archive}

    with pytest.raises(DamagedModelError):
        folder.get(UNKNOWN, Heard())
    assert left_over(folder) == set()


def test_without_a_network_the_steps_by_hand_are_told_and_work(folder: ModelFolder, server: ModelServer) -> None:
    """Put the file where it says, run it again: no network is used."""
    server.answers.append(Answer(status=404))
    place = folder.path / f"{NAME}.zip"
    with pytest.raises(DownloadError) as caught:
        folder.get(PINNED, Heard())
    assert f"fetch {server.url}{NAME}.zip ({NAME}.zip, {len(ARCHIVE)} bytes)" in caught.value.fix
    assert f"put it at {place} and run 'ivr models get {NAME}' again" in caught.value.fix
    server.asked.clear()

    place.write_bytes(ARCHIVE)
    heard = Heard()
    folder.get(PINNED, heard)

    assert (files_of(folder), server.asked) == (FILES, [])
    assert heard.texts[-1] == f"{place} is no longer needed"


def test_a_damaged_file_put_there_by_hand_is_refused_and_stays(folder: ModelFolder, server: ModelServer) -> None:
    """It is not ours to delete, and nothing else is tried behind somebody's back."""
    folder.path.mkdir()
    place = folder.path / f"{NAME}.zip"
    place.write_bytes(ARCHIVE[:-1] + b"x")

    with pytest.raises(DamagedModelError, match=r"its sha256 is .*Fetch it again from .*, or delete it"):
        folder.get(PINNED, Heard())
    assert place.exists()
    assert server.asked == []


def test_a_file_from_elsewhere_is_installed_without_a_network(
    folder: ModelFolder, server: ModelServer, tmp_path: Path
) -> None:
    """`--from FILE`."""
    archive = tmp_path / "下载.zip"
    archive.write_bytes(ARCHIVE)

    folder.install_file(UNKNOWN, archive, Heard())
    record = folder.record(NAME)

    assert (files_of(folder), server.asked) == (FILES, [])
    assert record is not None
    assert (record.source, record.verified) == ("下载.zip", "only by the checksums inside the zip file")


def test_what_is_installed_is_left_alone(folder: ModelFolder, server: ModelServer) -> None:
    """A second get asks nobody."""
    folder.get(PINNED, Heard())
    server.asked.clear()

    assert folder.get(PINNED, Heard()) == folder.path / NAME
    assert server.asked == []


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    folder: ModelFolder, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive and the model both need room."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1000})())

    with pytest.raises(ModelError, match=r"needs at least \d+ bytes, and 1000 are free\. Make room"):
        folder.get(PINNED, Heard())
    assert server.asked == []


def test_a_disk_that_fills_up_while_unpacking_leaves_the_download(
    folder: ModelFolder, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next get unpacks what is here; simulated by an error of the system's write."""

    def full(*_: object) -> int:
        raise ModelError("no room", "Make room")

    with monkeypatch.context() as patched:
        patched.setattr(model_folder, "unpack_zip", full)
        with pytest.raises(ModelError, match="no room"):
            folder.get(PINNED, Heard())
    assert left_over(folder) == {f"{NAME}.zip.part", f"{NAME}.zip.part.json"}

    folder.get(PINNED, Heard())

    assert (files_of(folder), left_over(folder)) == (FILES, set())
    assert server.spans() == [None]


def test_what_a_killed_run_left_is_cleared(folder: ModelFolder) -> None:
    """Half an unpacked model is no model."""
    scratch = folder.path / f".unpack-{NAME}" / "am"
    scratch.mkdir(parents=True)
    (scratch / "final.mdl").write_bytes(b"half")
    assert folder.installed() == []

    folder.get(PINNED, Heard())

    assert (files_of(folder), left_over(folder)) == (FILES, set())


def test_two_at_once_fetch_it_once(folder: ModelFolder, server: ModelServer) -> None:
    """The second waits, says so, and finds it there."""
    server.answers.append(Answer(stall=50_000))
    heard = [Heard(), Heard()]
    slow = ModelFolder(folder.path, server.url, Patience(read_s=2.0, pauses_s=(0.0,)))
    first = threading.Thread(target=slow.get, args=(PINNED, heard[0]))
    first.start()
    assert server.stalled.wait(10)

    folder.get(PINNED, heard[1])
    first.join(30)

    assert heard[1].texts == [f"another ivr is installing {NAME}; waiting for it"]
    assert server.spans() == [None, "bytes=50000-"]
    assert (files_of(folder), left_over(folder)) == (FILES, set())


def test_a_removed_model_is_gone_and_can_be_had_again(folder: ModelFolder) -> None:
    """Leftovers of a killed removal are cleared, too."""
    folder.get(PINNED, Heard())
    (folder.path / f".removed-{NAME}" / "am").mkdir(parents=True)

    folder.remove(NAME)
    assert (folder.installed(), left_over(folder)) == ([], set())

    folder.get(PINNED, Heard())
    assert folder.installed() == [NAME]


def test_what_has_come_of_a_download_can_be_removed(folder: ModelFolder, server: ModelServer) -> None:
    """Nobody has to know its files."""
    server.answers.extend([Answer(cut=50_000), Answer(status=404)])
    with pytest.raises(DownloadError):
        folder.get(PINNED, Heard())
    assert folder.traces(NAME)

    folder.remove(NAME)

    assert left_over(folder) == set()


@pytest.mark.parametrize("name", ["..", "../models", ".", "", "vosk-model-x", ".unpack-vosk-model-x"])
def test_only_a_model_in_the_folder_is_a_model(folder: ModelFolder, name: str) -> None:
    """No name leads out of it."""
    folder.get(PINNED, Heard())
    (folder.path / ".unpack-vosk-model-x").mkdir()

    assert folder.directory(name) is None


def test_the_vendors_list_is_kept_when_it_is_asked_for(folder: ModelFolder, server: ModelServer) -> None:
    """Later runs know it without a network."""
    server.publish("vosk-model-small-cn-9", ARCHIVE)
    folder.refresh()
    server.asked.clear()
    new = next(model for model in folder.known() if model.name == "vosk-model-small-cn-9")

    assert (len(folder.known()), server.asked) == (len(packaged_models()) + 1, [])
    assert new.origin == "the vendor's list, as fetched with 'ivr models list --online'"


def test_a_list_that_is_none_is_not_kept(folder: ModelFolder, server: ModelServer) -> None:
    """A proxy's page does not become the list."""
    server.files["model-list.json"] = b"<html>Please log in</html>"

    with pytest.raises(ModelError, match="cannot be understood"):
        folder.refresh()
    assert len(folder.known()) == len(packaged_models())


def test_a_folder_that_cannot_be_written_is_told(server: ModelServer, tmp_path: Path) -> None:
    """Here a file stands in its place."""
    (tmp_path / "models").touch()

    with pytest.raises(ModelError, match="set IVR_DATA_DIR to a folder that can be written"):
        ModelFolder(tmp_path / "models", server.url, QUICK).get(PINNED, Heard())


def test_a_file_that_cannot_be_read_is_told(folder: ModelFolder, tmp_path: Path) -> None:
    """It may be gone since."""
    with pytest.raises(ModelError, match="cannot be read"):
        folder.install_file(PINNED, tmp_path / "gone.zip", Heard())


def test_a_kept_list_that_was_damaged_is_told(folder: ModelFolder) -> None:
    """Deleting it brings back the list of this version."""
    folder.path.mkdir()
    (folder.path / "model-list.json").write_bytes(b"\xff")

    with pytest.raises(ModelError, match=r"model-list\.json: this list of models cannot be read\. Delete it"):
        folder.known()


def test_a_password_in_the_address_is_never_told(folder: ModelFolder, server: ModelServer, tmp_path: Path) -> None:
    """Neither in errors nor in what is written down."""
    secret = ModelFolder(tmp_path / "secret", server.url.replace("//", "//me:hush@"), QUICK)
    server.answers.append(Answer(status=404))
    with pytest.raises(DownloadError) as caught:
        secret.get(PINNED, Heard())
    server.answers.append(Answer(cut=50_000))
    server.answers.append(Answer(status=404))
    with pytest.raises(DownloadError):
        secret.get(PINNED, Heard())
    written = [path.read_bytes() for path in secret.path.rglob("*") if path.is_file()]
    secret.get(PINNED, Heard())
    written += [path.read_bytes() for path in secret.path.rglob("*") if path.is_file()]

    assert "hush" not in str(caught.value)
    assert [content for content in written if b"hush" in content] == []
