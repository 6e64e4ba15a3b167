"""What to do with an interpretation when anything may have been said. Pure; explains itself in words."""

from collections.abc import Collection, Sequence
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


def decide(
    heard: Interpretation, allowed: frozenset[str], certainty: Certainty, refused: Collection[str] = ()
) -> Decision:
    """Accept, confirm, choose between two, or ask again: over the `allowed` intents and those of everywhere.

    What the caller has just `refused` is not offered again, but accepted when it is said clearly.
    """
    if not heard.text:
        return Decision(Kind.REPROMPT, "there was a sound, but no words in it")
    trust = min(1.0, heard.confidence / CLEAR_WORDS)
    ranked = [
        (intent, round(score * trust, 4)) for intent, score in heard.ranked if intent in allowed or intent in EVERYWHERE
    ]
    clear = _clear(ranked, certainty)
    return clear or _doubtful([(intent, score) for intent, score in ranked if intent not in refused], certainty)


def _clear(ranked: Sequence[tuple[str, float]], certainty: Certainty) -> Decision | None:
    """The first intent, if it is likely enough and far enough ahead."""
    (first, score), (_, runner_up) = (*ranked, ("", 0.0), ("", 0.0))[:2]
    if not first or score < certainty.accept or score - runner_up < certainty.margin:
        return None
    reason = f"{first} at {score:.2f}, at least {certainty.accept:.2f}, and {score - runner_up:.2f} ahead of the next"
    return Decision(Kind.ACCEPT, reason, first, score)


def _doubtful(ranked: Sequence[tuple[str, float]], certainty: Certainty) -> Decision:
    """No intent is clear: ask back about one or two, or ask again."""
    (first, score), (second, runner_up) = (*ranked, ("", 0.0), ("", 0.0))[:2]
    if not first or score < certainty.confirm:
        best = f"the likeliest is {first} at {score:.2f}" if first else "nothing fits here"
        return Decision(Kind.REPROMPT, f"{best}, under {certainty.confirm:.2f}: not understood")
    close = score - runner_up < certainty.margin and runner_up >= certainty.confirm / 2
    if close and not {first, second} & set(EVERYWHERE):
        reason = f"{first} at {score:.2f} and {second} at {runner_up:.2f} are too close to choose"
        return Decision(Kind.DISAMBIGUATE, reason, first, score, (first, second))
    reason = f"{first} at {score:.2f} is likely, but not clear enough: asking back"
    return Decision(Kind.CONFIRM, reason, first, score)
