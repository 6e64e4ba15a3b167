"""All speech models side by side: the starters, the official ones, and which of them are here."""

from dataclasses import asdict, dataclass
from pathlib import Path

from ivr.errors import WrongUse
from ivr.speech.model_folder import ModelFolder
from ivr.speech.model_store import Starter, starters
from ivr.speech.official_models import OfficialModel, of_language, our_code, suggestion

LANGUAGE_TEXTS = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A model as it is listed. `kind`: starter, small, big-lgraph, big, or own (put into the folder by somebody).

    `size` is that of the packed file, for people; `licence` None: not known here.
    """

    name: str
    language: str
    language_text: str
    kind: str
    size: str
    licence: str | None
    installed: bool
    older: bool = False


class ModelShelf:
    """Every model that has a name here."""

    def __init__(self, starters_dir: Path, folder: ModelFolder) -> None:
        """Raises ModelError when a list of models cannot be read."""
        self.folder = folder
        self._starters = starters(starters_dir)
        self._starters_dir = starters_dir
        self._official = folder.known()

    def refresh(self) -> None:
        """Fetch the vendor's list. Raises DownloadError, ModelError."""
        self.folder.refresh()
        self._official = self.folder.known()

    def entries(self, language: str | None = None) -> list[Entry]:
        """What there is, for one language or for all: starters first, then the official models by language."""
        installed = self.folder.installed()
        official = self._official if language is None else of_language(self._official, language)
        code = None if language is None else our_code(language).partition("-")[0]
        names = {model.name for model in self._official}
        return [
            *(_starter_entry(one) for one in self._starters if code in {None, one.language.value}),
            *(_official_entry(one, one.name in installed) for one in official),
            *(_own_entry(name) for name in installed if name not in names and language is None),
        ]

    def entry(self, name: str) -> Entry:
        """The model of this name. Raises WrongUse, with the nearest name."""
        found = next((entry for entry in self.entries() if entry.name == name), None)
        if found is None:
            near = suggestion(name, [entry.name for entry in self.entries()])
            raise WrongUse(f"no model is called '{name}'", f"{near}See: ivr models list")
        return found

    def card(self, entry: Entry) -> dict[str, object]:
        """What is known of a model besides its entry: a starter's card as text, or facts by name."""
        if entry.kind == "starter":
            return self._starter_card(entry.name)
        model = next((one for one in self._official if one.name == entry.name), None)
        path = self.folder.directory(entry.name)
        told: dict[str, object] = {} if model is None else self._published(model)
        if path is None:
            return told | {"get_it": f"ivr models get {entry.name}"}
        record = self.folder.record(entry.name)
        installed = {} if record is None else {key: value for key, value in asdict(record).items() if key != "name"}
        return told | installed | {"path": str(path), "disk_bytes": _disk_use(path)}

    def removable(self, name: str) -> list[Path]:
        """What removing this model deletes. Raises WrongUse when there is nothing to remove."""
        entry = self.entry(name)
        if entry.kind == "starter":
            raise WrongUse(f"{name} comes with this program and stays", "What IVR_CACHE_DIR holds may be deleted")
        traces = self.folder.traces(name)
        if not traces:
            raise WrongUse(f"{name} is not installed", f"Installed: {', '.join(self.folder.installed()) or 'none'}")
        return traces

    def _starter_card(self, name: str) -> dict[str, object]:
        starter = next(one for one in self._starters if one.name == name)
        facts: dict[str, object] = {"archive": str(starter.archive), "sha256": starter.sha256}
        try:
            return facts | {"card": (self._starters_dir / f"{name}.card.md").read_text("utf-8")}
        except OSError:
            return facts

    def _published(self, model: OfficialModel) -> dict[str, object]:
        return {
            "size": model.size,
            "licence": model.licence,
            "note": model.note or None,
            "file": self.folder.url_of(model),
            "file_bytes": model.bytes,
            "file_md5": model.md5,
            "file_sha256": model.sha256,
            "known_from": model.origin,
        }


def _starter_entry(starter: Starter) -> Entry:
    size = f"{starter.archive.stat().st_size / 1e6:.1f}M" if starter.archive.exists() else ""
    text = LANGUAGE_TEXTS[starter.language]
    return Entry(starter.name, starter.language, text, "starter", size, starter.licence, installed=True)


def _official_entry(model: OfficialModel, installed: bool) -> Entry:
    size = model.size or ""
    return Entry(
        model.name, model.language, model.language_text, model.kind, size, model.licence, installed, model.older
    )


def _own_entry(name: str) -> Entry:
    return Entry(name, "", "", "own", "", None, installed=True)


def _disk_use(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
