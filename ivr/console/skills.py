"""Skills as they are typed: `refund=3, billing=5`."""

import re
from collections.abc import Mapping

from ivr.errors import WrongUse

SKILL = re.compile(r"(\w[\w-]{0,31})\s*[=:：]\s*([1-5])")
COMMAS = re.compile("[,，、;；]")


def read_skills(text: str) -> dict[str, int]:
    """Skills with their levels. Raises WrongUse for what is none."""
    skills = {}
    for part in read_names(text):
        found = SKILL.fullmatch(part)
        if found is None:
            raise WrongUse("a skill is written with its level from 1 to 5", "For example refund=3, billing=5")
        skills[found[1]] = int(found[2])
    return skills


def write_skills(skills: Mapping[str, int]) -> str:
    """Skills as somebody would type them."""
    return ", ".join(f"{name}={level}" for name, level in sorted(skills.items()))


def read_names(text: str) -> tuple[str, ...]:
    """Names with commas between them, each once."""
    return tuple(dict.fromkeys(part for one in COMMAS.split(text) if (part := one.strip())))
