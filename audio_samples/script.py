"""The script of the samples: who says what, how, and through which telephone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from ruamel.yaml import YAML

from ivr.terms import Language

HERE = Path(__file__).parent
PAUSE = re.compile(r"<(\d+)>")
TURN_GAP_MS = 2000
"""A pause this long in a whole call parts two turns; shorter ones are within a turn."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(_Part):
    """A caller: an espeak-ng voice with its variant, at so many words a minute."""

    language: Language = Language.ENGLISH
    voice: str
    pace: int = Field(ge=80, le=300)


class Take(_Part):
    """How something is said and recorded. In `say`, `<700>` is a pause of 700 ms."""

    who: str
    effects: tuple[str, ...] = ()
    rate: int = Field(default=16_000, ge=8_000, le=48_000)
    coding: Literal["pcm", "mu-law", "a-law"] = "pcm"
    channels: Literal[1, 2] = 1


class Utterance(Take):
    """One file in `utterances/`."""

    file: str
    say: str


class Call(Take):
    """One call in `calls/`: a file of the caller's whole side (`say`), or a folder with a file for each of `turns`."""

    call: str
    say: str = ""
    turns: tuple[str, ...] = ()
    suffix: Literal["wav", "flac", "ogg"] = "flac"

    @model_validator(mode="after")
    def _file_or_folder(self) -> Self:
        if bool(self.say) == bool(self.turns):
            raise ValueError(f"{self.call}: a call has either `say` or `turns`")
        return self


@dataclass(frozen=True, slots=True)
class Recording:
    """One file to make, at `path` below the folder of the samples."""

    path: str
    kind: Literal["utterance", "call", "turn", "not-speech"]
    say: str
    take: Take

    @property
    def transcript(self) -> str:
        """The words alone; " / " parts the turns of a whole call."""
        marked = PAUSE.sub(lambda pause: " / " if int(pause[1]) >= TURN_GAP_MS else " ", self.say)
        return re.sub(r"\s+", " ", marked).strip(" /")


class Script(_Part):
    """Everything in script.yaml."""

    espeakng_loader: str
    babble: tuple[str, ...]
    people: dict[str, Person]
    utterances: tuple[Utterance, ...]
    calls: tuple[Call, ...]

    @model_validator(mode="after")
    def _everybody_is_known(self) -> Self:
        for take in (*self.utterances, *self.calls):
            if take.who not in self.people:
                raise ValueError(f"nobody is called '{take.who}'; there is: {', '.join(self.people)}")
        return self

    def recordings(self) -> Iterator[Recording]:
        """Every file to make."""
        for one in self.utterances:
            kind: Literal["utterance", "not-speech"] = "utterance" if PAUSE.sub("", one.say).strip() else "not-speech"
            yield Recording(f"utterances/{one.file}", kind, one.say, one)
        for call in self.calls:
            if call.say:
                yield Recording(f"calls/{call.call}", "call", call.say, call)
            for number, turn in enumerate(call.turns, 1):
                yield Recording(f"calls/{call.call}/{number}.{call.suffix}", "turn", turn, call)


def load_script(path: Path = HERE / "script.yaml") -> Script:
    """Read the script. Raises pydantic's ValidationError when it says something that cannot be."""
    return Script.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))
