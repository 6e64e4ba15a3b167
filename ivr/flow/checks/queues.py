"""Queue names that look like slips of the pen."""

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from ivr.errors import Problem
from ivr.flow.author_file import Trail, named
from ivr.flow.loader import LoadedFlow


def misspelt(loaded: LoadedFlow) -> Iterator[Problem]:
    """A queue that is named once, and is a letter away from another that is named before it or more often.

    Queues are not declared: whoever names one expects agents there. Digits are meant: `desk_1` and `desk_2` are two.
    """
    places: dict[str, list[Trail]] = defaultdict(list)
    places[loaded.flow.hand_over.queue].append(("hand_over", "queue"))
    for name, node in loaded.flow.nodes.items():
        if node.transfer is not None:
            places[node.transfer.queue].append(("nodes", name, "transfer", "queue"))
    queues = list(places)
    for at, queue in enumerate(queues):
        near = [
            other
            for before, other in enumerate(queues)
            if _a_letter_away(queue, other) and (len(places[other]) > 1 or before < at)
        ]
        if near and len(places[queue]) == 1:
            trail, fix = places[queue][0], f"Did you mean '{near[0]}'? If not, call one of them another name"
            message = f"{named(trail)}: the queue '{queue}' is named only here"
            yield loaded.places.problem(trail, "odd-queue", message, fix, severity="warning")


def _a_letter_away(one: str, other: str) -> bool:
    without_digits = ["".join(letter for letter in name if not letter.isdigit()) for name in (one, other)]
    return without_digits[0] != without_digits[1] and len(one) > 3 and OSA.distance(one, other, score_cutoff=1) == 1


WARNINGS = (misspelt,)
