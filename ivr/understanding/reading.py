"""How a number was read out: digit by digit or in groups, by the pauses between its digits."""

from collections.abc import Sequence
from itertools import pairwise

from ivr.terms import Language
from ivr.understanding.slots.digits import CHINESE, ONES

APART_MS = 200
"""Who pauses so long after each digit reads them out one by one: within groups people pause for less ..."""

JOINED_MS = 60
"""... and two digits that are heard without even this between them were then one: a long 五 resembles 九二."""

FLUENT_MS = 300
"""Who has paused for less between all digits so far will hardly pause twice as long before the last one."""

Timed = Sequence[tuple[str, int, int]]
"""Words with the ms in which they begin and end."""


def split_digits(words: Timed, language: Language) -> int:
    """How many digits of a number that is read out one by one were probably heard as two."""
    digits = CHINESE if language is Language.MANDARIN else ONES
    pauses = [start - end for (text, _, end), (then, start, _) in pairwise(words) if text in digits and then in digits]
    joined = [pause for pause in pauses if pause < JOINED_MS]
    apart = [pause for pause in pauses if pause >= APART_MS]
    one_by_one = len(joined) + len(apart) == len(pauses) and 3 * len(joined) <= len(apart)
    return len(joined) if one_by_one else 0


def is_fluent(words: Timed) -> bool:
    """Whether a number was read out without a pause worth the name."""
    spoken = words[-1][2] > words[0][1] if words else False
    return spoken and all(start - end < FLUENT_MS for (_, _, end), (_, start, _) in pairwise(words))
