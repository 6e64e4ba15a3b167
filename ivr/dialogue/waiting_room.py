"""While a caller waits for a person: what is told, what may be asked for, and what follows."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from ivr.dialogue.actions import Action, Connect, EndCall, Hold, Listen, Play, PromiseCall, TakeMessage
from ivr.dialogue.events import (
    AgentAccepted,
    AgentFinished,
    AgentLost,
    Heard,
    HungUp,
    NoInput,
    Noted,
    PlaceChanged,
    RecognitionFailed,
    TransferQueued,
)
from ivr.dialogue.keys import in_words
from ivr.dialogue.policy import Decision, Kind
from ivr.dialogue.state import Asked, Turn
from ivr.dialogue.waiting_words import place_in_line, wording_of
from ivr.dialogue.walk import Walk
from ivr.handoff.estimate import Estimate, News
from ivr.prompts.spoken_values import read_phone, read_phone_from
from ivr.speech.endpointer import Outlook, Patience
from ivr.speech.keypad import digits_of, only_keys
from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.terms import BargeIn, Disposition, EndReason
from ivr.understanding.slots.phone import PhoneSlot
from ivr.understanding.slots.slot_type import Moment
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import normalise
from ivr.understanding.waiting_wish import KEYS, WaitingWish, waiting_phrases, wish_in
from ivr.understanding.yes_no import SPOKEN, find_answer

ANSWER_MS = 6_000
"""So long it is quiet after something was said, for the caller to say something in turn."""

MUSIC_MS = 25_000
"""So long there is music before something is said again."""

MESSAGE_MS = 120_000
"""The longest voice message."""

TRIES = 2
"""So often a number is asked for; then the caller just waits on."""


class Asking(Enum):
    """What the caller who waits was asked."""

    NOTHING = "nothing"
    NUMBER = "number"
    RIGHT_NUMBER = "right_number"


class WaitingRoom:
    """One caller's wait, from the place in the queue to the end of the call, or back into the dialogue."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._say = walk.phrasing.say
        self._language = walk.flow.language
        self._position: int | None = None
        self._estimate: Estimate | None = None
        self._asking = Asking.NOTHING
        self._number = ""
        self._tries = 0
        self._music = False

    def enter(self, queued: TransferQueued) -> list[Action]:
        """The caller's ticket stands in the queue: tell where, and what may be done meanwhile."""
        self._walk.state.turn = Turn.WAITING
        self._asking, self._position, self._estimate = Asking.NOTHING, queued.position, queued.estimate
        return [*self._told(self._where(), self._say("waiting_options")), self._quiet()]

    def handle(
        self,
        event: PlaceChanged
        | AgentAccepted
        | AgentLost
        | AgentFinished
        | Noted
        | Heard
        | NoInput
        | RecognitionFailed
        | HungUp,
    ) -> list[Action]:
        """What to do now that this happened."""
        match event:
            case PlaceChanged():
                return self._moved(event)
            case AgentAccepted(agent):
                return self._connected(agent)
            case AgentLost():
                self._walk.state.turn = Turn.WAITING
                return [*self._told(self._say("waiting_agent_lost")), self._hold()]
            case AgentFinished():
                return self._finished()
            case Noted(ms):
                return self._noted(ms)
            case Heard():
                return self._heard(event.transcript)
            case NoInput():
                return self._silent()
            case RecognitionFailed():
                return [self._hold()]
            case HungUp():
                talked = self._walk.state.turn is Turn.CONNECTED or self._walk.state.met_agent
                return [EndCall(Disposition.TRANSFERRED if talked else Disposition.ABANDONED, EndReason.HUNG_UP)]

    def outlook(self, transcript: Transcript) -> Outlook:
        """What may follow on what a caller who waits has said so far."""
        text = normalise(transcript.text)
        if self._asking is Asking.NUMBER:
            return Outlook.COMPLETE if self._numbers(transcript) else Outlook.UNFINISHED
        if self._asking is Asking.RIGHT_NUMBER and find_answer(text, self._language) is not None:
            return Outlook.CONFIDENT
        return Outlook.CONFIDENT if wish_in(text, self._language) else Outlook.OPEN

    def _where(self, news: News = News.FIRST) -> str:
        """The place, and how long it will take, where that is known."""
        if self._estimate and (worded := wording_of(self._estimate, news, self._language)):
            key, values = worded
            return self._say(key, **values)
        if self._position is None:
            return self._say("queued_somewhere")
        return self._say("waiting_place", place=place_in_line(self._position, self._language))

    def _moved(self, moved: PlaceChanged) -> list[Action]:
        """Tell the new place, unless something else is being asked."""
        self._position, self._estimate = moved.position, moved.estimate
        if self._asking is not Asking.NOTHING:
            return [self._hold()]
        return [*self._told(self._where(moved.news)), self._hold()]

    def _connected(self, agent: str) -> list[Action]:
        state = self._walk.state
        state.turn, state.met_agent, self._asking = Turn.CONNECTED, True, Asking.NOTHING
        return [*self._told(self._say("connected", agent=agent), barge_in=False), Connect(self._walk.node)]

    def _finished(self) -> list[Action]:
        """The agent is done: the flow's survey, if there is one, and goodbye."""
        walk = self._walk
        walk.state.asked = Asked()
        nodes = walk.flow.nodes.items()
        survey = next((name for name, node in nodes if node.survey and node.survey.slot not in walk.state.surveyed), "")
        if survey and walk.state.met_agent:
            walk.state.agenda.clear()
            return walk.enter(survey)
        return self._bye(self._say("agent_finished"), Disposition.TRANSFERRED, EndReason.HANDED_OVER)

    def _noted(self, ms: int) -> list[Action]:
        if self._asking is Asking.RIGHT_NUMBER:
            told = self._say("waiting_called_back", number=self._read(self._number))
        elif ms:
            told = self._say("waiting_message_kept")
        else:
            return [*self._told(self._say("waiting_message_empty")), self._hold()]
        return self._bye(told, Disposition.TRANSFERRED, EndReason.HANDED_OVER)

    def _heard(self, transcript: Transcript) -> list[Action]:
        text = normalise(transcript.text)
        if self._asking is not Asking.NUMBER and only_keys(transcript) and self._asking is Asking.NOTHING:
            wish = KEYS.get(digits_of(transcript.keys))
        else:
            wish = wish_in(text, self._language)
        actions = self._answered(transcript, text, wish)
        kind = Kind.ACCEPT if wish or self._asking is not Asking.NOTHING else Kind.REPROMPT
        reason = f"the caller who waits wants: {wish}" if wish else f"asked while waiting: {self._asking.value}"
        again = "repeat" if wish is WaitingWish.PLACE else ""
        return [self._walk.explain(Decision(kind, reason, again)), *actions]

    def _answered(self, transcript: Transcript, text: str, wish: WaitingWish | None) -> list[Action]:
        if self._asking is Asking.NUMBER and (numbers := self._numbers(transcript)):
            return self._confirm(numbers[0])
        if self._asking is Asking.RIGHT_NUMBER:
            said = normalise(in_words(transcript).text) if only_keys(transcript) else text
            match find_answer(said, self._language):
                case True:
                    return [PromiseCall(self._walk.node, self._number)]
                case False if wish is None or wish is WaitingWish.STAY:
                    return self._ask_number("waiting_number")
        if wish:
            return self._granted(wish)
        if self._asking is not Asking.NOTHING:
            return self._again()
        return [*self._told(self._say("waiting_no_match")), self._quiet()] if text else [self._hold()]

    def _granted(self, wish: WaitingWish) -> list[Action]:
        asking, self._asking, self._tries = self._asking, Asking.NOTHING, 0
        match wish:
            case WaitingWish.CALL_BACK:
                known = self._walk.phone()
                return self._confirm(known) if known else self._ask_number("waiting_number")
            case WaitingWish.MESSAGE:
                told = self._told(self._say("waiting_message"), barge_in=False)
                return [*told, TakeMessage(self._walk.node, MESSAGE_MS)]
            case WaitingWish.SELF_SERVICE:
                return self._back_to_the_line()
            case WaitingWish.PLACE:
                return [*self._told(self._where(), self._say("waiting_options")), self._quiet()]
            case WaitingWish.LEAVE:
                return self._bye(self._say("waiting_left"), Disposition.ABANDONED, EndReason.GOODBYE)
            case WaitingWish.STAY:
                spoken = asking is Asking.NOTHING or self._tries == 0
                return [*self._told(self._say("waiting_on")), self._hold()] if spoken else [self._hold()]

    def _back_to_the_line(self) -> list[Action]:
        """The dialogue goes on; the ticket keeps its place as long as the caller is there."""
        walk = self._walk
        walk.state.asked, walk.state.asked_at = Asked(), ""
        told = self._say("waiting_self_service")
        return walk.preceded(told, walk.enter(walk.flow.when_done or walk.flow.start))

    def _silent(self) -> list[Action]:
        """Music after words, and words after music."""
        if self._asking is not Asking.NOTHING:
            return self._again()
        if not self._music:
            return [self._hold()]
        return [*self._told(self._say("waiting_tips")), self._quiet()]

    def _again(self) -> list[Action]:
        """Ask once more; then let the caller wait on in peace."""
        self._tries += 1
        if self._tries >= TRIES:
            self._asking, self._tries = Asking.NOTHING, 0
            return [*self._told(self._say("waiting_on")), self._hold()]
        if self._asking is Asking.RIGHT_NUMBER:
            return self._confirm(self._number)
        return self._ask_number("waiting_number_again")

    def _ask_number(self, key: str) -> list[Action]:
        self._asking = Asking.NUMBER
        return [*self._told(self._say(key)), self._quiet()]

    def _confirm(self, number: str) -> list[Action]:
        self._asking, self._number = Asking.RIGHT_NUMBER, number
        return [*self._told(self._say("waiting_confirm_number", number=self._read(number))), self._quiet()]

    def _numbers(self, transcript: Transcript) -> list[str]:
        """The good phone numbers in what was said, the likeliest first."""
        spec = SlotSpec("number", "phone", country=self._country)
        moment = Moment(self._language, None, asked=True)
        said: Sequence[Transcript] = (transcript, *transcript.alternatives)
        found = [one for words in said for one in PhoneSlot().find(normalise(words.text), spec, moment)]
        return [one.value for one in found if not one.problem]

    @property
    def _country(self) -> str:
        """Whose numbers are said without a country code."""
        slots = self._walk.flow.slots.values()
        return next((slot.country for slot in slots if slot.type == "phone" and slot.country), "")

    def _read(self, number: str) -> str:
        country = self._country
        return read_phone_from(number, self._language, country) if country else read_phone(number, self._language)

    def _quiet(self) -> Hold:
        self._music = False
        return Hold(self._listen(ANSWER_MS), music=False)

    def _hold(self) -> Hold:
        """Wait on: in silence, where something was asked."""
        if self._asking is not Asking.NOTHING:
            return self._quiet()
        self._music = True
        return Hold(self._listen(MUSIC_MS))

    def _listen(self, ms: int) -> Listen:
        walk = self._walk
        timing = walk.flow.timing.model_dump() | {"no_input_ms": ms}
        return Listen(walk.node, self._expectation(), Patience(**timing))

    def _expectation(self) -> Expectation:
        phrases = waiting_phrases(self._language)
        if self._asking is Asking.NUMBER:
            spec = SlotSpec("number", "phone", country=self._country)
            return Expectation(phrases, garbage=False, answers=PhoneSlot().phrases(spec, self._language))
        answers = tuple(SPOKEN[self._language]) if self._asking is Asking.RIGHT_NUMBER else ()
        return Expectation(phrases, answers=answers)

    def _told(self, *texts: str, barge_in: bool = True) -> list[Action]:
        play = self._walk.play(self._joined(*texts), barge_in=barge_in)
        return [replace(play, barge_in=BargeIn.SPEECH) if barge_in else play]

    def _joined(self, *texts: str) -> str:
        return ("" if self._language.value == "zh" else " ").join(texts)

    def _bye(self, told: str, disposition: Disposition, reason: EndReason) -> list[Action]:
        play: Play = self._walk.play(told, barge_in=False)
        return [play, EndCall(disposition, reason)]
