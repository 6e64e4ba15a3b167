"""The phases of a call: who has the caller just now."""

from collections.abc import Mapping
from enum import StrEnum

from ivr.errors import ContractError


class Phase(StrEnum):
    """Who has the caller."""

    RINGING = "ringing"  # nobody yet
    TALKING = "talking"  # the dialogue
    WAITING = "waiting"  # the queue
    CONNECTED = "connected"  # an agent
    WRAP_UP = "wrap_up"  # the dialogue once more, after the agent
    ENDED = "ended"


LEADS_TO: Mapping[Phase, frozenset[Phase]] = {
    Phase.RINGING: frozenset({Phase.TALKING, Phase.ENDED}),
    Phase.TALKING: frozenset({Phase.WAITING, Phase.CONNECTED, Phase.ENDED}),
    Phase.WAITING: frozenset({Phase.TALKING, Phase.CONNECTED, Phase.ENDED}),
    Phase.CONNECTED: frozenset({Phase.WAITING, Phase.WRAP_UP, Phase.ENDED}),
    Phase.WRAP_UP: frozenset({Phase.ENDED}),
    Phase.ENDED: frozenset(),
}


def onward(now: Phase, then: Phase) -> Phase:
    """The next phase of a call. Raises ContractError where it does not lead there."""
    if then is not now and then not in LEADS_TO[now]:
        raise ContractError(f"a call that is {now} cannot become {then}")
    return then
