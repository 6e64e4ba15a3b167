"""Every error of the project, split by who must act. Messages never hold a caller's words or a secret."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]
"""With an error no call is taken; a warning is only told."""


class IvrError(Exception):
    """An error with an owner: the message says what is wrong, `fix` says what to do about it."""

    exit_code = 70

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}. {self.fix}" if self.fix else self.message


class WrongUse(IvrError):
    """The person at the keyboard must act: an argument or a file given is not what the command needs."""

    exit_code = 2


class NotNow(WrongUse):
    """What an agent or supervisor wants cannot be done as things stand: somebody was faster, the caller has left."""


class Unknown(WrongUse):
    """Nothing goes by the name that was given."""


class AudioFileError(WrongUse):
    """A given sound file cannot be played into a call."""


class OperatorError(IvrError):
    """The operator must act: a setting, a device, a model, a database."""

    exit_code = 3


class SettingError(OperatorError):
    """A setting has a value that cannot be."""


class ModelError(OperatorError):
    """A speech model is missing, damaged or not a model."""


class DamagedModelError(ModelError):
    """The file of a model is not what was published, or no model."""


class DownloadError(OperatorError):
    """A file cannot be fetched over the network."""


class VoiceError(OperatorError):
    """The speaking voice cannot be opened or fails to speak."""


class DeviceError(OperatorError):
    """No sound card, or no library to reach it."""


class DatabaseError(OperatorError):
    """The database cannot be opened, read or written."""


class ContractError(IvrError):
    """Our own bug or a race: one part broke its promise to another."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in an author's file; line and column count from 1, and docs/checker.md explains the code."""

    file: str
    line: int
    column: int
    code: str
    message: str
    fix: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.severity}[{self.code}]: {self.message}"
        return f"{text}. {self.fix}" if self.fix else text


class AuthorError(IvrError):
    """The author of a flow must act: every problem found, each with its place."""

    exit_code = 1

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
