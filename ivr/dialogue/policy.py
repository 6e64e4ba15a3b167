"""What to do with an interpretation when anything may have been said. Pure; explains itself in words."""

from dataclasses import dataclass
from enum import StrEnum

from ivr.flow.model import EVERYWHERE, Certainty
from ivr.understanding.interpretation import Interpretation


class Kind(StrEnum):
    """What was decided."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    DISAMBIGUATE = "disambiguate"
    REPROMPT = "reprompt"
    HAND_OVER = "hand_over"
    END = "end"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision and its reason in words, which replay and the agent are shown."""

    kind: Kind
    reason: str
    intent: str = ""
    score: float = 0.0
    alternatives: tuple[str, ...] = ()


CLEAR_WORDS = 0.5
"""Mean word confidence from which the recogniser is believed as it stands; below, scores shrink in proportion."""


def decide(heard: Interpretation, allowed: frozenset[str], certainty: Certainty) -> Decision:
    """Accept, confirm, choose between two, or ask again: over the `allowed` intents and those of everywhere."""
    if not heard.text:
        return Decision(Kind.REPROMPT, "there was a sound, but no words in it")
    trust = min(1.0, heard.confidence / CLEAR_WORDS)
    ranked = [
        (intent, round(score * trust, 4)) for intent, score in heard.ranked if intent in allowed or intent in EVERYWHERE
    ]
    if not ranked or ranked[0][1] < certainty.confirm:
        best = f"the likeliest is {ranked[0][0]} at {ranked[0][1]:.2f}" if ranked else "nothing fits here"
        return Decision(Kind.REPROMPT, f"{best}, under {certainty.confirm:.2f}: not understood")
    (first, score), (second, runner_up) = ranked[0], ranked[1] if len(ranked) > 1 else ("", 0.0)
    margin = score - runner_up
    if score >= certainty.accept and margin >= certainty.margin:
        reason = f"{first} at {score:.2f}, at least {certainty.accept:.2f}, and {margin:.2f} ahead of the next"
        return Decision(Kind.ACCEPT, reason, first, score)
    if (
        margin < certainty.margin
        and runner_up >= certainty.confirm / 2
        and second not in EVERYWHERE
        and first not in EVERYWHERE
    ):
        reason = f"{first} at {score:.2f} and {second} at {runner_up:.2f} are too close to choose"
        return Decision(Kind.DISAMBIGUATE, reason, first, score, (first, second))
    return Decision(
        Kind.CONFIRM,
        f"{first} at {score:.2f}, between {certainty.confirm:.2f} and {certainty.accept:.2f}: asking back",
        first,
        score,
    )
