"""How people name what was published: `live:retail`, `live:retail.zh`, `retail@3`, `retail.zh@3`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ivr.errors import WrongUse
from ivr.publishing.version import Version
from ivr.terms import Language

SHAPE = re.compile(
    r"(?P<live>live:)?(?P<line>[A-Za-z][\w-]*)(?:\.(?P<language>en|zh))?(?(live)|@(?P<number>[0-9]{1,9}))", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One version of a line, or (without a number) the one that is live; without a language the usual one."""

    line: str
    language: Language | None
    number: int | None

    def pick(self, versions: Sequence[Version]) -> Version:
        """The version that is meant, of all versions of the line. Raises WrongUse when there is none."""
        there = [one for one in versions if one.live] if self.number is None else versions
        mine = [one for one in there if self.number in (None, one.number) and self.language in (None, one.language)]
        if not mine:
            what = "no live version" if self.number is None else f"no version {self.number}"
            language = f" in '{self.language}'" if self.language else ""
            fix = f"See `ivr flow versions {self.line}`" if versions else "It was never published: `ivr flow publish`"
            raise WrongUse(f"{self.line}: there is {what}{language}", fix)
        return min(mine, key=lambda one: one.language)


def read_reference(text: str) -> Reference | None:
    """What a text names, or None when it is no name of something published.

    A folder may be called my-line, a flow cannot: it is my_line then, and both names are understood.
    """
    found = SHAPE.fullmatch(text)
    if found is None:
        return None
    language, number = found["language"], found["number"]
    line = found["line"].replace("-", "_")
    return Reference(line, Language(language) if language else None, int(number) if number else None)


def read_line(text: str) -> tuple[str, Language | None]:
    """A line's name, with or without its language: `retail`, `retail.zh`. Raises WrongUse for anything else."""
    reference = read_reference(f"live:{text}")
    if reference is None:
        raise WrongUse(f"'{text}' is no name of a line", "Write it like retail, or retail.zh for one language")
    return reference.line, reference.language


def worth_preparing(versions: Sequence[Version], live: Reference) -> list[str]:
    """The names of the versions that may take calls soon: the live one, the newest, and the one to go back to.

    Raises WrongUse when nothing is live.
    """
    now = live.pick(versions)
    mine = [one for one in versions if one.language is now.language]
    return list(dict.fromkeys([now.name, mine[0].name, *(one.name for one in mine if one.number == now.replaces)]))
