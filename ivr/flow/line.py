"""A line in two languages: how its callers are greeted, and in which language calls are held."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, ValidationInfo, field_validator

from ivr.errors import AuthorError
from ivr.flow.author_file import Places, read_part
from ivr.flow.loader import LoadedFlow
from ivr.flow.part import Name, Part, Words
from ivr.prompts.wording import placeholders
from ivr.terms import Language

LINE_FILE = "line.yaml"


class Finding(StrEnum):
    """Two ways to find out a caller's language."""

    DETECT = "detect"
    ASK = "ask"


Held: TypeAlias = Literal["detect", "ask", "en", "zh"]
"""In which language a call is held: that of its caller, found out so, or one."""


Tongue = Annotated[Language, Field(strict=False)]


class Line(Part):
    """A line whose callers speak one of several languages."""

    line: Name = Field(description="The line's name: that of its flows.")
    languages: Annotated[list[Tongue], Field(min_length=2)] = Field(
        description="The languages of its callers, each with a `flow.LANGUAGE.yaml` beside. Who says nothing, or "
        "cannot be understood, is spoken to in the first."
    )
    language: Held = Field(
        default="detect",
        description="In which language calls are held: `detect` hears it in the caller's first words, `ask` asks for "
        "it, `en` or `zh` is that language until somebody calls with `--language`.",
    )
    greet: dict[Tongue, Words] = Field(
        description="The first words of a call whose caller's language is not known, for each language, spoken in the "
        "order of `languages`: who is there, that it is a machine, and the question what the caller needs."
    )

    @field_validator("languages")
    @classmethod
    def _each_once(cls, languages: list[Language]) -> list[Language]:
        if len(set(languages)) < len(languages):
            raise ValueError("a language stands here twice")
        return languages

    @field_validator("greet")
    @classmethod
    def _in_each_language(cls, greet: dict[Language, str], info: ValidationInfo) -> dict[Language, str]:
        if lacking := [language for language in info.data.get("languages", ()) if language not in greet]:
            raise ValueError(f"there are no words in '{lacking[0]}'")
        if any(placeholders(text) for text in greet.values()):
            raise ValueError("nothing is known yet that could stand in {braces}")
        return greet


@dataclass(frozen=True, slots=True)
class LoadedLine:
    """A line with its places and its folder."""

    line: Line
    places: Places
    folder: Path

    def flow_file(self, language: Language) -> Path:
        """The flow in a language."""
        return self.folder / f"flow.{language}.yaml"

    def refuse(self, flows: Mapping[Language, LoadedFlow]) -> None:
        """Raise AuthorError where these flows are not those of the line."""
        fix = "Give the line and its flows one name"
        problems = [
            self.places.problem(("line",), "wrong-value", f"line: {loaded.files()[0].name} is of '{named}'", fix)
            for loaded in flows.values()
            if (named := loaded.flow.flow) != self.line.line
        ]
        if problems:
            raise AuthorError(problems)


def load_line(folder: Path) -> LoadedLine | None:
    """The line of a folder, where it has a line file. Raises AuthorError with every problem found."""
    path = folder / LINE_FILE
    if not path.is_file():
        return None
    line, places = read_part(path, Line, lambda _: None)
    loaded = LoadedLine(line, places, folder)
    problems = [
        places.problem(
            ("languages", at),
            "cannot-read",
            f"languages: there is no {loaded.flow_file(language).name} beside this file",
            "Write it, or leave the language out",
        )
        for at, language in enumerate(line.languages)
        if not loaded.flow_file(language).is_file()
    ]
    if problems:
        raise AuthorError(problems)
    return loaded
