"""Sentences for the voice and for the grammar: filled patterns of requests, and words or syllables at random."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from models.recipe.mandarin import numbers

REQUESTS = Path(__file__).with_name("requests.zh.txt")

COLOURS = "红色 橙色 黄色 绿色 蓝色 紫色 黑色 白色 灰色 粉色 棕色 金色 银色 米色 深色 浅色".split()
WEEKDAYS = [
    week + day for week in ("星期", "礼拜", "周") for day in "一二三四五六"
] + "星期天 星期日 礼拜天 周日 周末".split()

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def read_patterns(path: Path) -> list[str]:
    """Read the patterns, one a line; "#" begins a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [pattern for line in lines if (pattern := line.partition("#")[0].strip())]


def read_topics(path: Path) -> dict[str, list[str]]:
    """Read a word list into its topics: the words below each comment."""
    topics: dict[str, list[str]] = {}
    topic = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            topic = line.removeprefix("#").strip()
        else:
            topics.setdefault(topic, []).extend(line.split())
    return topics


class Speaker:
    """Makes up what a caller says; the same seed says the same things."""

    def __init__(self, topics: dict[str, list[str]], patterns: Sequence[str], random: Random) -> None:
        """Take the patterns and the words for their slots."""
        self._random = random
        self._patterns = list(patterns)
        self._fillers: dict[str, Callable[[], str]] = {
            "goods": lambda: random.choice(topics["Goods"]),
            "city": lambda: random.choice(topics["Cities and provinces"]),
            "surname": lambda: random.choice(topics["Surnames said with the name that explains them"]),
            "colour": lambda: random.choice(COLOURS),
            "weekday": lambda: random.choice(WEEKDAYS),
            "digits": self._digits,
            "count": lambda: numbers.count(int(10 ** random.uniform(0, 6)), two=random.choice("二两")),
            "ordinal": lambda: numbers.count(random.randint(1, 30)),
            "number": self._number,
            "money": self._money,
            "date": self._date,
            "time": lambda: numbers.time_of_day(
                random.randrange(24), random.choice((0, 0, 15, 30, random.randrange(60)))
            ),
        }

    def request(self) -> str:
        """Return one sentence of the patterns, without blanks."""
        text = self._random.choice(self._patterns)
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda found: self._random.choice(found[1].split("|")), text)
        return _SLOT.sub(lambda found: self._fillers[found[1]](), text)

    def _digits(self) -> str:
        length = self._random.choice((2, 3, 4, 4, 5, 6, 6, 8, 8, 8, 11, 11))
        string = "".join(self._random.choice("0123456789") for _ in range(length))
        return numbers.digit_string(string, one=self._random.choice("一幺"))

    def _number(self) -> str:
        if self._random.random() < 0.5:
            return numbers.percentage(self._random.randint(1, 100))
        return numbers.decimal(self._random.randrange(100), str(self._random.randrange(1, 100)))

    def _money(self) -> str:
        fen = int(10 ** self._random.uniform(1.5, 7))
        fen -= fen % self._random.choice((1, 10, 100, 1000))
        return numbers.money(max(fen, 10), two=self._random.choice("二两"), spoken=self._random.random() < 0.75)

    def _date(self) -> str:
        year = self._random.choice((None, None, None, self._random.randint(1950, 2035)))
        month, day = self._random.randint(1, 12), self._random.randint(1, 31)
        return numbers.date(month, day, year, formal=self._random.random() < 0.3)
