"""The first moments of a call whose caller's language is not known: greet in all, hear it or ask, and go on in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from ivr.dialogue.actions import Action, ChooseLanguage, ChosenBy, Explain, Hold, Listen, LookUp, Play
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Event, Heard, NoInput, RecognitionFailed
from ivr.dialogue.keys import asks_for_person
from ivr.dialogue.language_choice import A_WISH, Reading, Readings, judged, likelier
from ivr.dialogue.phrasing import Phrasing
from ivr.dialogue.state import CallState
from ivr.flow.line import Finding, Line
from ivr.flow.model import Flow
from ivr.flow.node import Timing
from ivr.speech.endpointer import Outlook, Patience
from ivr.speech.keypad import only_keys
from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.interpreter import Understanding
from ivr.understanding.language_names import PHRASES, script_of, wished_language

ASKED_TWICE = 2
"""How often nobody can tell the language before the call goes on in one."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a line does in one language."""

    flow: Flow
    understanding: Understanding


class Reception:
    """A dialogue in front of one dialogue for each language; it hands the call to one of them, for good.

    What the caller said is then the answer to that dialogue's opening, so that nobody has to say it again.
    """

    def __init__(self, line: Line, tongues: Sequence[Tongue], finding: Finding) -> None:
        """The tongues are those of the line's languages, in their order."""
        self._line = line
        self._finding = finding
        self._tongues = {tongue.flow.language: tongue for tongue in tongues}
        flows = [one.flow for one in self._tongues.values()]
        self._dialogues = {name: Dialogue(one.flow, one.understanding, flows) for name, one in self._tongues.items()}
        self._questions = {name: Phrasing(one.flow, CallState()) for name, one in self._tongues.items()}
        self._openings: dict[Language, list[Action]] = {}
        self._today: date | None = None
        self._chosen: Language | None = None
        self._asked = False
        self._tries = 0
        self._kept: tuple[Heard, Readings] | None = None

    @property
    def node(self) -> str:
        """The node the call is at."""
        return self._dialogues[self._chosen or self._line.languages[0]].node

    def handle(self, event: Event) -> list[Action]:
        """What to do now that this happened. Raises ContractError when it cannot happen now."""
        if self._chosen is None and self._openings:
            match event:
                case Heard():
                    return self._heard(event)
                case NoInput():
                    return self._unsure("nothing was said")
                case RecognitionFailed():
                    return self._deaf(event)
        elif isinstance(event, CallStarted) and not self._openings:
            return self._greet(event)
        language = self._chosen or self._line.languages[0]
        return self._in_language(language, self._dialogues[language].handle(event))

    def outlook(self, transcript: Transcript, over_prompt_ms: int) -> Outlook:
        """As its language's dialogue sees it; while nobody knows the language, whoever heard it says so."""
        language = self._chosen or transcript.language
        if self._chosen is None and not (self._openings and language in self._dialogues):
            return Outlook.OPEN
        return self._dialogues[language].outlook(transcript, over_prompt_ms)

    @property
    def _first(self) -> Dialogue:
        return self._dialogues[self._line.languages[0]]

    def _greet(self, began: CallStarted) -> list[Action]:
        self._today = began.today
        self._openings = {language: dialogue.handle(began) for language, dialogue in self._dialogues.items()}
        greeting = [Play(self._line.greet[one], self.node, language=one) for one in self._dialogues]
        return [*greeting, *(self._ask() if self._finding is Finding.ASK else [self._listen()])]

    def _ask(self) -> list[Action]:
        self._asked = True
        asking = [Play(say.say("which_language"), self.node, language=one) for one, say in self._questions.items()]
        return [*asking, self._listen()]

    def _listen(self) -> Listen:
        """Listen in every language, as patiently as the most patient of them."""
        first, *others = (self._expectation(language) for language in self._dialogues)
        timings = [tongue.flow.timing for tongue in self._tongues.values()]
        longest = {name: max(getattr(timing, name) for timing in timings) for name in Timing.model_fields}
        return Listen(self.node, replace(first, beside=tuple(others)), Patience(**longest))

    def _expectation(self, language: Language) -> Expectation:
        """What the opening of a dialogue expects, and the names of the languages."""
        opening = _listens(self._openings[language])
        expected = opening.expectation if opening else Expectation()
        if self._asked:
            return replace(expected, answers=(*expected.answers, *PHRASES[language]), language=language)
        return replace(expected, phrases=(*expected.phrases, *PHRASES[language]), language=language)

    def _heard(self, heard: Heard) -> list[Action]:
        if only_keys(heard.transcript):
            return self._pressed(heard)
        readings = self._readings(heard)
        words = max(readings.values(), key=lambda reading: reading.clearness).transcript
        named = wished_language(words.text, asked=self._asked)
        if named is not None and named in readings:
            return self._go_on(named, ChosenBy.NAMED, "the caller named it", words)
        verdict = judged(readings)
        typed = not heard.transcript.beside
        language = script_of(heard.transcript.text) if typed else verdict.language
        if language is not None and language in readings:
            taken = readings[language].transcript
            reason = "it is written so" if typed else verdict.reason
            return self._begin(language, ChosenBy.HEARD, reason, replace(heard, transcript=taken), taken)
        self._kept = (heard, readings)
        return self._unsure(verdict.reason, readings)

    def _pressed(self, heard: Heard) -> list[Action]:
        """A lone 0 is a person in any language; other keys tell nobody which it is."""
        if not asks_for_person(heard.transcript):
            return self._unsure("keys are of no language")
        first = self._line.languages[0]
        taken = replace(heard.transcript, language=first, beside=())
        return self._begin(first, ChosenBy.DEFAULT, "0 was pressed", replace(heard, transcript=taken), taken)

    def _readings(self, heard: Heard) -> Readings:
        """What was heard in each language; what was typed may be any."""
        here = heard.transcript
        heard_in = {one.language: one for one in (here, *here.beside)}
        return {
            language: Reading(words, tongue.understanding.interpret(words, "", self._today))
            for language, tongue in self._tongues.items()
            for words in [replace(heard_in.get(language, here), language=language, beside=())]
        }

    def _unsure(self, reason: str, readings: Readings = MappingProxyType({})) -> list[Action]:
        """Ask which language; when that has led to nothing, go on in the likelier."""
        self._tries += 1
        if self._tries < ASKED_TWICE:
            return [ChooseLanguage(None, ChosenBy.ASKED, reason), *self._ask()]
        language = likelier(self._kept[1]) if self._kept else self._line.languages[0]
        taken = readings[language].transcript if readings else None
        return self._go_on(language, ChosenBy.DEFAULT, reason, taken)

    def _go_on(self, language: Language, by: ChosenBy, reason: str, taken: Transcript | None) -> list[Action]:
        """Go on in a language that is known now: with what was said before it was, where that was a wish."""
        if self._kept is not None:
            heard, readings = self._kept
            if readings[language].meaning >= A_WISH:
                before = replace(heard, transcript=readings[language].transcript)
                return self._begin(language, by, reason, before, taken)
        self._chosen = language
        return [ChooseLanguage(language, by, reason, taken), *self._in_language(language, self._openings[language])]

    def _begin(
        self, language: Language, by: ChosenBy, reason: str, heard: Heard, taken: Transcript | None
    ) -> list[Action]:
        """Go on with what was heard, as the answer to the opening of the dialogue, where that listens at once."""
        opening = self._openings[language]
        self._chosen = language
        chosen = ChooseLanguage(language, by, reason, taken)
        if _listens(opening) is None:
            return [chosen, *self._in_language(language, opening)]
        explained = [action for action in opening if isinstance(action, Explain)]
        return [chosen, *explained, *self._in_language(language, self._dialogues[language].handle(heard))]

    def _deaf(self, event: RecognitionFailed) -> list[Action]:
        """Nobody can be heard any more: the first language leads to a person."""
        self._chosen = self._line.languages[0]
        opening = self._openings[self._chosen]
        actions = self._first.handle(event) if _listens(opening) else opening
        chosen = ChooseLanguage(self._chosen, ChosenBy.DEFAULT, "nobody can be heard any more")
        return [chosen, *self._in_language(self._chosen, actions)]

    def _in_language(self, language: Language, actions: Sequence[Action]) -> list[Action]:
        return [_told_in(language, action) for action in actions]


def _listens(actions: Sequence[Action]) -> Listen | None:
    return next((action for action in actions if isinstance(action, Listen)), None)


def _told_in(language: Language, action: Action) -> Action:
    """An action of a dialogue in one language, for a line that speaks several."""
    if isinstance(action, Play):
        return replace(action, language=language)
    if isinstance(action, LookUp):
        meanwhile, ahead = (
            tuple(replace(play, language=language) for play in plays) for plays in (action.meanwhile, action.ahead)
        )
        return replace(action, meanwhile=meanwhile, ahead=ahead)
    if isinstance(action, Listen):
        return replace(action, expectation=replace(action.expectation, language=language))
    if isinstance(action, Hold):
        listen = action.listen
        return replace(action, listen=replace(listen, expectation=replace(listen.expectation, language=language)))
    return action
