"""The folder of installed official models: fetched, verified, put in place whole or not at all, and removed."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from ivr.errors import DamagedModelError, DownloadError, ModelError
from ivr.speech.download import Download, Patience, fetch_text, shown, stamp_of
from ivr.speech.model_store import installed_names, is_model
from ivr.speech.model_zip import unpack_zip
from ivr.speech.official_models import OfficialModel, choose, merged, packaged_models, published_models

RECORD = "ivr-install.json"
PUBLISHED = "model-list.json"
FETCHED_BEFORE = "the vendor's list, as fetched with 'ivr models list --online'"


class Watcher(Protocol):
    """Whoever wants to see how an installation goes."""

    def says(self, text: str) -> None:
        """Something that a person should know."""

    def moved(self, done: int, total: int | None) -> None:
        """So many bytes have come, of so many if that is known."""


@dataclass(frozen=True, slots=True)
class InstallRecord:
    """What is written down of an installation, in the model's directory.

    `sha256` and `bytes` are those of the zip file; `verified` says in words against what it was checked;
    `installed_at` is in UTC.
    """

    name: str
    source: str
    sha256: str
    bytes: int
    unpacked_bytes: int
    verified: str
    installed_at: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a zip file turned out to be."""

    sha256: str
    how: str


class ModelFolder:
    """Official models in `path`, each in a directory of its name; fetched from under `url`.

    What changes one model is done under that model's lock, which the system lets go of when its process dies. Names
    beginning with a dot are work in progress, and what a killed run has left of it is cleared by the next.
    """

    def __init__(self, path: Path, url: str, patience: Patience | None = None) -> None:
        self.path = path
        self._url = url if url.endswith("/") else f"{url}/"
        self._patience = patience or Patience()

    def known(self) -> list[OfficialModel]:
        """The models that can be fetched: this version's list and what `refresh` has brought. Raises ModelError."""
        kept = self.path / PUBLISHED
        if not kept.exists():
            return packaged_models()
        try:
            return merged(packaged_models(), published_models(kept.read_text("utf-8"), FETCHED_BEFORE))
        except (OSError, UnicodeDecodeError, ModelError) as error:
            raise ModelError(f"{kept}: this list of models cannot be read", "Delete it") from error

    def url_of(self, model: OfficialModel) -> str:
        """Where the model's zip file is fetched from, for people: without a password that may be in the address."""
        return shown(self._url + model.zip_name)

    def installed(self) -> list[str]:
        """The names of the models that are here, sorted."""
        return installed_names(self.path)

    def directory(self, name: str) -> Path | None:
        """The directory of an installed model."""
        return self.path / name if name in self.installed() else None

    def record(self, name: str) -> InstallRecord | None:
        """How a model was installed; None for one that came into the folder in another way."""
        try:
            return InstallRecord(**json.loads((self.path / name / RECORD).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def refresh(self) -> None:
        """Fetch the vendor's list and keep it. Raises DownloadError, ModelError."""
        try:
            text = fetch_text(self._url + PUBLISHED, self._patience)
        except DownloadError as error:
            raise DownloadError(error.message, "Without --online the list needs no network") from error
        published_models(text, FETCHED_BEFORE)  # raises before anything is kept
        with _writable(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            _write_whole(self.path / PUBLISHED, text)

    def get(self, model: OfficialModel, watcher: Watcher) -> Path:
        """Install a model: from NAME.zip if that was put into the folder by hand, else over the network.

        A model that is there already is left as it is. Raises DownloadError with the steps to do by hand, ModelError.
        """
        with self._locked(model, watcher):
            if there := self.directory(model.name):
                return there
            by_hand = self.path / model.zip_name
            if by_hand.exists():
                return self._install_by_hand(model, by_hand, watcher)
            try:
                return self._fetch_and_install(self._with_checksum(model, watcher), watcher)
            except DownloadError as error:
                raise DownloadError(error.message, self._steps_by_hand(model)) from error

    def install_file(self, model: OfficialModel, archive: Path, watcher: Watcher) -> Path:
        """Install a model from a zip file that is here; nothing is fetched. Raises ModelError."""
        with self._locked(model, watcher):
            return self.directory(model.name) or self._install_by_hand(model, archive, watcher)

    def traces(self, name: str) -> list[Path]:
        """What there is of a model: its directory, and what has come of a download that did not end."""
        part = self._part(name)
        there = [path for path in (part, stamp_of(part)) if path.exists()]
        directory = self.directory(name)
        return there if directory is None else [directory, *there]

    def remove(self, name: str) -> None:
        """Take a model away: at once for everybody, then its files and traces. Raises ModelError."""
        with _writable(self.path), FileLock(self._lock_file(name)):
            gone = self.path / f".removed-{name}"
            shutil.rmtree(gone, ignore_errors=True)
            for path in self.traces(name):
                if path.is_dir():
                    os.rename(path, gone)
                    shutil.rmtree(gone)
                else:
                    path.unlink()

    def _part(self, name: str) -> Path:
        return self.path / f"{name}.zip.part"

    def _lock_file(self, name: str) -> Path:
        return self.path / f".{name}.lock"

    @contextmanager
    def _locked(self, model: OfficialModel, watcher: Watcher) -> Iterator[None]:
        with _writable(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._lock_file(model.name))
            try:
                lock.acquire(timeout=0)
            except Timeout:
                watcher.says(f"another ivr is installing {model.name}; waiting for it")
                lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _with_checksum(self, model: OfficialModel, watcher: Watcher) -> OfficialModel:
        """The model with what the vendor publishes of it, where this version knows no checksum."""
        if model.sha256 or model.md5:
            return model
        url = self._url + PUBLISHED
        try:
            published = published_models(
                fetch_text(url, self._patience), f"the vendor's list, fetched from {shown(url)}"
            )
            return choose(model.name, merged([model], published))
        except (DownloadError, ModelError) as error:
            watcher.says(f"no checksum could be fetched ({error.message})")
            return model

    def _fetch_and_install(self, model: OfficialModel, watcher: Watcher) -> Path:
        part = self._part(model.name)
        download = Download(self._url + model.zip_name, part, model.bytes, watcher.moved, self._patience)
        if model.bytes is not None:
            self._check_room(model.bytes, download.have)
        if download.have:
            watcher.says(f"going on with the {download.have} bytes that are here")
        download.run()
        try:
            installed = self._install(model, part, self.url_of(model), watcher)
        except DamagedModelError as error:
            download.discard()
            fix = "It was deleted; run this again. If that does not help, the vendor or something on the way changed it"
            raise DamagedModelError(error.message, fix) from error
        download.discard()
        return installed

    def _install_by_hand(self, model: OfficialModel, archive: Path, watcher: Watcher) -> Path:
        try:
            installed = self._install(model, archive, archive.name, watcher)
        except DamagedModelError as error:
            raise DamagedModelError(error.message, f"Fetch it again from {self.url_of(model)}, or delete it") from error
        watcher.says(f"{archive} is no longer needed")
        return installed

    def _check_room(self, size: int, have: int) -> None:
        """The rest of the zip file and the model, which is no smaller, must find room."""
        needed, free = max(0, size - have) + size, shutil.disk_usage(self.path).free
        if free < needed:
            text = f"{self.path}: this needs at least {needed} bytes, and {free} are free"
            raise ModelError(text, "Make room, or set IVR_DATA_DIR to a folder that has it")

    def _install(self, model: OfficialModel, archive: Path, source: str, watcher: Watcher) -> Path:
        """Verify and unpack beside the target, then put in place by one rename."""
        verified = verify(archive, model)
        watcher.says(f"verified: {verified.how}")
        scratch, target = self.path / f".unpack-{model.name}", self.path / model.name
        with _writable(self.path):
            shutil.rmtree(scratch, ignore_errors=True)
            try:
                unpacked = unpack_zip(archive, scratch)
                if not is_model(scratch):
                    raise DamagedModelError(f"{archive}: there is no Vosk model in this zip file")
                size = archive.stat().st_size
                now = datetime.now(UTC).isoformat(timespec="seconds")
                record = InstallRecord(model.name, source, verified.sha256, size, unpacked, verified.how, now)
                _write_whole(scratch / RECORD, json.dumps(asdict(record), indent=2) + "\n")
                os.rename(scratch, target)
                _sync_directory(self.path)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
        return target

    def _steps_by_hand(self, model: OfficialModel) -> str:
        size = f", {model.bytes} bytes" if model.bytes else f", about {model.size}" if model.size else ""
        return (
            f"By hand: fetch {self.url_of(model)} ({model.zip_name}{size}) on any machine, put it at "
            f"{self.path / model.zip_name} and run 'ivr models get {model.name}' again; "
            f"or run 'ivr models get {model.name} --from FILE'"
        )


def verify(archive: Path, model: OfficialModel) -> Verified:
    """Check a zip file against all that is known of it: size, sha256, md5. Raises DamagedModelError, ModelError."""
    try:
        size = archive.stat().st_size
        if model.bytes is not None and size != model.bytes:
            raise DamagedModelError(f"{archive}: has {size} bytes and should have {model.bytes}")
        sums = {"sha256": hashlib.sha256(), "md5": hashlib.md5(usedforsecurity=False)}
        with archive.open("rb") as file:
            while chunk := file.read(1 << 20):
                for one in sums.values():
                    one.update(chunk)
    except OSError as error:
        raise ModelError(f"{archive}: cannot be read ({error.strerror})", "Name the zip file of the model") from error
    wanted = {"sha256": model.sha256, "md5": model.md5}
    for kind, right in wanted.items():
        if right is not None and sums[kind].hexdigest() != right:
            found = sums[kind].hexdigest()
            raise DamagedModelError(f"{archive}: its {kind} is {found} and should be {right}")
    known = [kind for kind, right in wanted.items() if right is not None]
    how = f"{' and '.join(known)} as in {model.origin}" if known else "only by the checksums inside the zip file"
    return Verified(sums["sha256"].hexdigest(), how)


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, NotImplementedError) as error:  # the second: the file system has no locks
        fix = "Make room, or set IVR_DATA_DIR to a folder that can be written"
        why = error.strerror if isinstance(error, OSError) else "its file system has no locks"
        raise ModelError(f"{folder}: cannot be written ({why})", fix) from error


def _write_whole(path: Path, text: str) -> None:
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with scratch.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)


def _sync_directory(path: Path) -> None:
    """Make a rename last through a power cut, where directories can be opened for that."""
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
