"""Settings of a machine: environment variables `IVR_...`, each with a default that works."""

from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ivr.errors import SettingError
from ivr.prompts.voice_names import no_such_voice
from ivr.terms import Language

PACKAGE = Path(__file__).parent


def _shelf(name: str) -> Path:
    """A folder that stands beside the package in a checkout and inside it in an installed wheel."""
    inside = PACKAGE / "shelf" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


class Settings(BaseSettings):
    """What an operator may set."""

    model_config = SettingsConfigDict(env_prefix="IVR_", extra="ignore")

    data_dir: Path = Field(
        default=platformdirs.user_data_path("ivr"),
        description="Folder of the database and of the official models that were fetched.",
    )
    cache_dir: Path = Field(
        default=platformdirs.user_cache_path("ivr"),
        description="Folder of unpacked models and rendered prompts; may be deleted at any time.",
    )
    prompt_cache_mb: int = Field(
        default=200,
        ge=0,
        description="Size of the folder of rendered prompts, in MB (31 seconds of speech each); those used longest ago "
        "go, and with 0 none are kept.",
    )
    database: str = Field(default="", description="Database URL; empty: SQLite in `data_dir`.")
    desk: Path | None = Field(
        default=None,
        description="[Desk file](desk.md): queues and agents; not set: `desk.yaml` in `data_dir`, where there is one, "
        "else every queue is as usual.",
    )
    model: str = Field(
        default="",
        description="Vosk model directory, or name of a starter or an installed official model; empty: the starter of "
        "the flow's language.",
    )
    voices_dir: Path | None = Field(
        default=None, description="Folder of Piper voice files; not set: `voices` in `data_dir`."
    )
    voice_en: str = Field(default="", description="Voice of English flows that name none; empty: espeak-ng's.")
    voice_zh: str = Field(default="", description="The same for Mandarin flows.")
    input: str = Field(default="", description="Microphone: its name or number in `ivr doctor`; empty: the usual one.")
    output: str = Field(default="", description="Loudspeaker: its name or number; empty: the usual one.")
    flows_dir: Path = Field(default=_shelf("flows"), description="Folder of the sample lines.")
    models_dir: Path = Field(default=_shelf("models"), description="Folder of the starter models and their catalogue.")
    models_url: str = Field(
        default="https://alphacephei.com/vosk/models/",
        description="Where `ivr models get` fetches official models; a mirror of your own may be named.",
    )

    @property
    def official_models_dir(self) -> Path:
        """Where official models are installed. They are no cache: they were asked for."""
        return self.data_dir / "models"

    @property
    def voice_files_dir(self) -> Path:
        """Where Piper's voice files stand."""
        return self.voices_dir or self.data_dir / "voices"

    def voice_of(self, language: Language) -> str:
        """The voice of flows in a language that name none. Raises SettingError where there can be no such voice."""
        name = {Language.ENGLISH: self.voice_en, Language.MANDARIN: self.voice_zh}[language]
        if problem := no_such_voice(name, language):
            message, fix = problem
            raise SettingError(f"IVR_VOICE_{language.upper()}: {message}", fix)
        return name

    @property
    def desk_file(self) -> Path | None:
        """The desk file, where there is one or one is named."""
        usual = self.data_dir / "desk.yaml"
        return self.desk or (usual if usual.is_file() else None)

    @property
    def echo_file(self) -> Path:
        """What `ivr doctor --echo` found out about devices."""
        return self.data_dir / "echo.json"

    @property
    def versions_dir(self) -> Path:
        """Where published flows are laid out to be loaded; the database holds them."""
        return self.data_dir / "versions"

    @property
    def database_url(self) -> str:
        """The database to use."""
        return self.database or f"sqlite:///{self.data_dir / 'ivr.sqlite'}"


def read_settings() -> Settings:
    """The settings of this process. Raises SettingError, naming the variable but not its value."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(f"IVR_{one['loc'][0]}".upper() for one in error.errors())
        raise SettingError(f"{names}: not a value that can be used", "See docs/settings.md") from error
