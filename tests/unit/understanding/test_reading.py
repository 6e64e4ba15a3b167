"""How a number was read out."""

import pytest

from ivr.terms import Language
from ivr.understanding.reading import is_fluent, split_digits

EN, ZH = Language.ENGLISH, Language.MANDARIN


def split(pauses: list[int], *, words: dict[Language, list[str]] | None = None) -> set[int]:
    """How many digits were heard as two of a number that is read out with these pauses, in both languages."""
    spoken = words or {
        EN: "one two three four five six seven eight nine zero one".split(),
        ZH: list("一二三四五六七八九零幺"),
    }
    found = set()
    for language, names in spoken.items():
        timed, now = [], 0
        for name, pause in zip(names, [*pauses, 0], strict=False):
            timed.append((name, now, now + 300))
            now += 300 + pause
        found.add(split_digits(timed, language))
    return found


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([400, 900, 0, 700, 1200, 300, 600], 1),
        ([400, 0, 900, 700, 1200, 300, 600, 30, 500], 2),
        ([400, 900, 700, 1200, 300, 600], 0),
        ([40, 60, 20, 900, 100, 0, 80], 0),
        ([300, 0, 300, 0, 300, 0], 0),
        ([900, 0, 900, 120, 900, 900], 0),
        ([], 0),
    ],
)
def test_two_digits_without_a_pause_were_one_where_all_others_stand_alone(pauses: list[int], expected: int) -> None:
    """Not in groups or pairs, nor where somebody also makes short pauses."""
    assert split(pauses) == {expected}


def test_only_digits_count() -> None:
    """ "Double five" and the words before a number are said without a pause by everybody."""
    words = {EN: "it is one double two three four".split(), ZH: ["号", "码", "一", "二", "嗯", "三", "四", "五"]}

    assert split([0, 400, 400, 0, 400, 400], words={EN: words[EN]}) == {0}
    assert split([0, 400, 400, 0, 0, 400, 400], words={ZH: words[ZH]}) == {0}


@pytest.mark.parametrize(
    ("pauses", "expected"), [([0, 40, 140, 299], True), ([0, 40, 300], False), ([900, 0, 0], False), ([], False)]
)
def test_who_pauses_nowhere_reads_fluently(pauses: list[int], expected: bool) -> None:
    """One pause between two groups is enough for another one to come."""
    now, words = 0, []
    for at, pause in enumerate(pauses):
        words += [(f"{at}", now, now + 300)]
        now += 300 + pause
    words += [("last", now, now + 300)] if pauses else []

    assert is_fluent(words) is expected
