"""The voice that a flow names."""

from collections.abc import Iterator

from ivr.errors import Problem
from ivr.flow.loader import LoadedFlow
from ivr.prompts.voice_names import no_such_voice


def voice(loaded: LoadedFlow) -> Iterator[Problem]:
    """A voice that no machine has, or that speaks another language. Whether its file is there is the operator's."""
    if problem := no_such_voice(loaded.flow.voice.name, loaded.flow.language):
        message, fix = problem
        yield loaded.places.problem(("voice", "name"), "no-such-voice", f"voice.name: {message}", fix)


CHECKS = (voice,)
