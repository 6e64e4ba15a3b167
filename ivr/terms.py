"""Words that every room shares."""

from enum import StrEnum


class Language(StrEnum):
    """A language the line speaks and understands."""

    ENGLISH = "en"
    MANDARIN = "zh"


class Disposition(StrEnum):
    """How a call went, seen from the caller's side."""

    CONTAINED = "contained"  # the line itself gave what was asked for
    TRANSFERRED = "transferred"  # a ticket waits in an agent queue
    ABANDONED = "abandoned"  # the call ended before that was given: the caller left, or the line stopped it
    FAILED = "failed"  # something of ours broke and no person could be reached


class BargeIn(StrEnum):
    """What stops a prompt."""

    NEVER = "never"
    KEYS = "keys"
    SPEECH = "speech"  # and keys


class Temper(StrEnum):
    """How a caller sounds."""

    CALM = "calm"
    ANNOYED = "annoyed"


class EndReason(StrEnum):
    """What ended a call."""

    GOODBYE = "goodbye"
    HUNG_UP = "hung_up"
    HANDED_OVER = "handed_over"
    SILENCE = "silence"
    ABUSE = "abuse"
    NONSENSE = "nonsense"
    FAILURE = "failure"
