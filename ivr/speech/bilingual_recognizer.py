"""Ears for a caller whose language is not known yet: every recogniser hears the same sound."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ivr.audio.frames import AudioFrame
from ivr.speech.recognizer import Expectation, Hearing, Recognizer
from ivr.speech.transcript import Transcript
from ivr.terms import Language


class BilingualHearing:
    """One utterance being heard in several languages at once."""

    def __init__(self, hearings: Sequence[Hearing]) -> None:
        self._hearings = hearings

    def feed(self, frame: AudioFrame) -> None:
        for hearing in self._hearings:
            hearing.feed(frame)

    def partial(self) -> Transcript:
        partials = [hearing.partial() for hearing in self._hearings]
        return next((partial for partial in partials if partial.text), partials[0])

    def draft(self) -> Transcript:
        return self._clearest([hearing.draft() for hearing in self._hearings])

    def finish(self) -> Transcript:
        return self._clearest([hearing.finish() for hearing in self._hearings])

    @staticmethod
    def _clearest(heard: Sequence[Transcript]) -> Transcript:
        """What was heard most clearly, with what was heard in the other languages `beside`."""
        best, *others = sorted(heard, key=lambda one: one.confidence * one.share, reverse=True)
        return replace(best, beside=tuple(others))


class BilingualRecognizer:
    """A recogniser for each language. An expectation tells which of them listen: after the first turns only one."""

    def __init__(self, recognizers: Mapping[Language, Recognizer]) -> None:
        self._recognizers = recognizers

    def open(self, expectation: Expectation) -> Hearing:
        hearings = [self._open(one) for one in (expectation, *expectation.beside)]
        return hearings[0] if len(hearings) == 1 else BilingualHearing(hearings)

    def unknown_words(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """Those that none of the recognisers can hear."""
        unknown = [set(one.unknown_words(phrases)) for one in self._recognizers.values()]
        return tuple(sorted(set.intersection(*unknown)))

    def _open(self, expectation: Expectation) -> Hearing:
        assert expectation.language is not None
        return self._recognizers[expectation.language].open(replace(expectation, beside=()))
