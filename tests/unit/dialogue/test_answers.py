"""Questions answered from knowledge: wherever they are asked, and then on where the caller was."""

from collections.abc import Callable, Set
from datetime import date

import pytest

from ivr.dialogue.answers import informed
from ivr.dialogue.events import Heard
from ivr.dialogue.policy import Decision, Kind
from ivr.flow.costs import Costs
from ivr.flow.entry import Entry
from ivr.speech.transcript import Transcript
from ivr.terms import Disposition, Language
from ivr.testing import Conversation
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import Interpreter
from ivr.understanding.knowledge import Match

Call = Callable[..., Conversation]

KNOWLEDGE = {
    Language.ENGLISH: """\
knowledge:
  wrapping: {questions: [do you wrap presents, how much is gift wrapping, can you pack it as a gift], answer: We do.,
    source: house rules}
  parking: {questions: [where can i park, is there parking], answer: Behind the shop., go: anything_else}
  fair: {questions: [are you at the fair, will you come to the fair], answer: "Until {valid.until|date}.",
    valid: {from: 2026-03-01, until: 2026-03-07}}
  mine: {questions: [who else saw my number, is my number a secret], answer: "{slot.number|digits} is a secret."}
routes:""",
    Language.MANDARIN: """\
knowledge:
  wrapping: {questions: [有没有礼品包装, 礼品包装多少钱, 可以包装成礼物吗], answer: 有的。, source: 店规}
  parking: {questions: [哪里可以停车, 有停车场吗], answer: 店后面。, go: anything_else}
  fair: {questions: [你们去展会吗, 展会能看到你们吗], answer: "到{valid.until|date}。",
    valid: {from: 2026-03-01, until: 2026-03-07}}
  mine: {questions: [我的号码保密吗, 谁能看到我的号码], answer: "{slot.number|digits}是保密的。"}
routes:""",
}

SAYS = {
    Language.ENGLISH: {
        "wrap": "do you wrap presents", "wrapped": "We do.", "else": "What else can I do for you?",
        "order": "where is my order", "ask": "What is your four digit order number?", "park": "where can i park",
        "parked": "Behind the shop.", "anything": "Anything else?", "cancel": "cancel my order",
        "sure": "Shall I really cancel it?", "fair": "are you at the fair", "until": "Until Saturday, March 7.",
        "secret": "is my number a secret", "number": "1 2 3 4 is a secret.",
        "story": "Answered from knowledge: wrapping (house rules), parking.",
    },
    Language.MANDARIN: {
        "wrap": "有没有礼品包装", "wrapped": "有的。", "else": "还有什么可以帮您？", "order": "我的订单到哪了",
        "ask": "请说您的四位订单号。", "park": "哪里可以停车", "parked": "店后面。", "anything": "还有别的事吗？",
        "cancel": "取消订单", "sure": "确定要取消吗？", "fair": "你们去展会吗", "until": "到3月7日，星期六。",
        "secret": "我的号码保密吗", "number": "一二三四是保密的。",
        "story": "已按知识库回答：wrapping（店规），parking。",
    },
}  # fmt: skip


@pytest.fixture
def asked(call: Call, language: Language) -> Callable[..., Conversation]:
    """Starts a call to the shop that knows some answers, on March 2; each language in turn."""

    def start(today: date | None = date(2026, 3, 2)) -> Conversation:
        talk = call(language, {"routes:": KNOWLEDGE[language], "when_done: anything_else\n": ""})
        return Conversation(talk.flow, talk.interpreter, talk.rows).start(today)

    return start


@pytest.fixture
def says(language: Language) -> dict[str, str]:
    """The sentences of the language."""
    return SAYS[language]


def test_a_question_is_answered_at_once(asked: Call, says: dict[str, str]) -> None:
    """The decision says by which entry, and where that comes from."""
    talk = asked().say(says["wrap"])
    decision = talk.explained.decision

    assert (decision.kind, decision.entry) == (Kind.ANSWER, "wrapping")
    assert decision.source == talk.flow.knowledge["wrapping"].source != ""
    assert [play.text for play in talk.plays] == [says["wrapped"], says["else"]]
    assert talk.listens


@pytest.mark.parametrize(("first", "taken"), [("guess", 2), ("order", 1)])
def test_a_question_heard_second_wins_over_what_fits_nothing(
    asked: Call, says: dict[str, str], language: Language, first: str, taken: int
) -> None:
    """Word for word a question of the knowledge; but what can be acted on stands."""
    second = Transcript(says["wrap"], language, 0.8, share=0.4)
    words = Transcript(says.get(first, first), language, 0.9, share=0.5, alternatives=(second,))
    heard = asked().tell(Heard(words)).explained

    assert heard.interpretation is not None
    assert heard.interpretation.hypothesis == taken
    assert (heard.decision.kind is Kind.ANSWER) is (taken == 2)


def test_the_call_goes_on_where_the_author_says(asked: Call, says: dict[str, str]) -> None:
    """At the node that the entry names."""
    talk = asked().say(says["park"])

    assert [play.text for play in talk.plays] == [says["parked"], says["anything"]]
    assert talk.node == "anything_else"


def test_the_call_goes_on_where_things_are_done(call: Call, language: Language) -> None:
    """At the node that asks what else there is, unless the caller is there already."""
    changes = {"routes:": KNOWLEDGE[language]}
    talk = call(language, changes).say(SAYS[language]["wrap"])

    assert [play.text for play in talk.plays] == [SAYS[language]["wrapped"], SAYS[language]["anything"]]
    assert talk.say(SAYS[language]["wrap"]).node == "anything_else"


def test_a_question_in_the_middle_of_something_leads_back_to_it(asked: Call, says: dict[str, str]) -> None:
    """The number that was asked for is asked for again, and is then taken."""
    talk = asked().say(says["order"], says["wrap"])
    assert [play.text for play in talk.plays] == [says["wrapped"], says["ask"]]

    talk.say("1234")
    assert talk.node == "anything_else"


def test_a_question_instead_of_yes_or_no_leads_back_to_that(asked: Call, says: dict[str, str]) -> None:
    """The node says again what it asks."""
    talk = asked().say(says["cancel"], says["wrap"])

    assert [play.text for play in talk.plays] == [says["wrapped"], says["sure"]]


def test_an_answer_is_no_failure_and_counts_as_given(asked: Call, says: dict[str, str]) -> None:
    """Whoever got an answer and hangs up was served."""
    talk = asked().say(says["wrap"]).hang_up()

    assert talk.end is not None
    assert talk.end.disposition is Disposition.CONTAINED


def test_an_answer_holds_only_on_its_days(asked: Call, says: dict[str, str]) -> None:
    """By the call's own day; on a day that nobody knows, only what always holds does."""
    assert asked().say(says["fair"]).said.startswith(says["until"])
    for day in (date(2026, 2, 28), date(2026, 3, 8), None):
        assert asked(day).say(says["fair"]).explained.decision.kind is not Kind.ANSWER
        assert asked(day).say(says["wrap"]).explained.decision.kind is Kind.ANSWER


def test_an_answer_that_speaks_of_what_is_not_known_is_not_given(asked: Call, says: dict[str, str]) -> None:
    """It is once the value was told."""
    talk = asked().say(says["secret"])
    assert talk.explained.decision.entry == ""

    talk = asked().say(says["order"], "1234", says["secret"])
    assert says["number"] in talk.said


def test_the_agent_reads_what_was_answered(asked: Call, says: dict[str, str]) -> None:
    """Each once, with its source."""
    talk = asked().say(says["wrap"], says["park"], says["wrap"], "agent")

    assert talk.transfer is not None
    assert says["story"] in talk.transfer.summary


def test_questions_are_listened_for_where_anything_may_be_said(asked: Call, says: dict[str, str]) -> None:
    """And not while digits are: there they would be heard instead of numbers."""
    talk = asked()
    assert says["wrap"] in talk.listen.expectation.phrases

    talk.say(says["order"])
    assert says["wrap"] not in talk.listen.expectation.phrases


# --- when the line is not sure ---


class Doubtful(Interpreter):
    """Understands as `inner` does, but that "hmm" is perhaps a question about wrapping."""

    def __init__(self, inner: Interpreter) -> None:
        vars(self).update(vars(inner))

    def with_knowledge(self, heard: Interpretation, entries: Set[str]) -> Interpretation:
        if heard.text == "hmm":
            return Interpretation("hmm", knowledge=(Match("wrapping", "x", 0.4),))
        return super().with_knowledge(heard, entries)


@pytest.fixture
def doubtful(asked: Call) -> Conversation:
    """A call in which "hmm" is perhaps a question about wrapping."""
    talk = asked()
    return Conversation(talk.flow, Doubtful(talk.interpreter), talk.rows).start(date(2026, 3, 2))


YES = {Language.ENGLISH: "yes", Language.MANDARIN: "是的"}
NO = {Language.ENGLISH: "no", Language.MANDARIN: "不是"}


def test_what_is_not_clear_is_asked_back(doubtful: Conversation, says: dict[str, str], language: Language) -> None:
    """With the first of its questions; yes gives the answer."""
    doubtful.say("hmm")
    assert doubtful.explained.decision.kind is Kind.CONFIRM
    assert says["wrap"] in doubtful.said

    doubtful.say(YES[language])
    assert [play.text for play in doubtful.plays] == [says["wrapped"], says["else"]]


def test_no_leads_back_to_what_was_asked_and_it_is_not_offered_again(
    doubtful: Conversation, says: dict[str, str], language: Language
) -> None:
    """In the middle of a number too."""
    doubtful.say(says["order"], "hmm", NO[language])
    assert says["ask"] in doubtful.said

    doubtful.say("hmm")
    assert doubtful.explained.decision.kind is Kind.REPROMPT
    doubtful.say("1234")
    assert doubtful.node == "anything_else"


def test_yes_in_the_middle_of_a_number_leads_back_to_it(
    doubtful: Conversation, says: dict[str, str], language: Language
) -> None:
    """The answer comes in between."""
    doubtful.say(says["order"], "hmm", YES[language])

    assert [play.text for play in doubtful.plays] == [says["wrapped"], says["ask"]]


def test_anything_else_may_be_said_instead_of_yes_or_no(
    doubtful: Conversation, says: dict[str, str], language: Language
) -> None:
    """A wish, another question, a person; and silence asks again."""
    assert doubtful.say("hmm", says["order"]).node == "order"
    assert doubtful.say("hmm", says["park"]).said.startswith(says["parked"])
    assert doubtful.say("hmm").silent().listens
    assert doubtful.say(YES[language]).said.startswith(says["wrapped"])
    assert doubtful.say("hmm", "agent").transfer is not None


# --- beside what the policy decided ---

KNOWN = {"wrapping": Entry(questions=["do you wrap presents"], answer="We do.")}


def decided(kind: Kind, score: float, entry: float, intent: str = "refund", confidence: float = 1.0) -> Decision:
    """What comes of a policy's decision where an entry is as likely as that."""
    heard = Interpretation("x", knowledge=(Match("wrapping", "y", entry),), confidence=confidence)
    return informed(Decision(kind, "r", intent, score), heard, KNOWN, Costs())


@pytest.mark.parametrize(
    ("decision", "kind"),
    [
        (decided(Kind.REPROMPT, 0, 0.51, ""), Kind.ANSWER),
        (decided(Kind.REPROMPT, 0, 0.49, ""), Kind.CONFIRM),
        (decided(Kind.REPROMPT, 0, 0.33, ""), Kind.REPROMPT),
        (decided(Kind.HAND_OVER, 0, 0.51, ""), Kind.ANSWER),
        (decided(Kind.CONFIRM, 0.4, 0.56), Kind.ANSWER),
        (decided(Kind.CONFIRM, 0.4, 0.54), Kind.CONFIRM),
        (decided(Kind.ACCEPT, 0.6, 0.81), Kind.ANSWER),
        (decided(Kind.ACCEPT, 0.6, 0.79), Kind.ACCEPT),
        (decided(Kind.ACCEPT, 0.9, 0.99), Kind.ACCEPT),
        (decided(Kind.IMPLICIT, 0.6, 0.79), Kind.IMPLICIT),
        (decided(Kind.IMPLICIT, 0.6, 0.81), Kind.ANSWER),
        (decided(Kind.ACCEPT, 0.3, 0.99, "agent"), Kind.ACCEPT),
        (decided(Kind.CONFIRM, 0.3, 0.99, "agent"), Kind.CONFIRM),
        (decided(Kind.ACCEPT, 1.0, 0.79, "yes"), Kind.ACCEPT),
        (decided(Kind.ACCEPT, 1.0, 0.81, "no"), Kind.ANSWER),
        (decided(Kind.ACCEPT, 0.3, 0.99, ""), Kind.ACCEPT),
        (decided(Kind.REPROMPT, 0, 0.9, "", 0.1), Kind.REPROMPT),
    ],
)
def test_an_answer_takes_the_place_of_a_decision_only_where_it_is_better(decision: Decision, kind: Kind) -> None:
    """Never of a person or of a value; and words that were heard badly are believed less."""
    assert decision.kind is kind


def test_two_entries_that_are_too_close_are_not_answered(asked: Call) -> None:
    """Better asked back than answered beside the question."""
    heard = Interpretation("x", knowledge=(Match("wrapping", "y", 0.6), Match("parking", "z", 0.5)))

    assert informed(Decision(Kind.REPROMPT, "r"), heard, asked().flow.knowledge, Costs()).kind is Kind.CONFIRM


def test_the_reason_is_in_words() -> None:
    """For the replay and the agent."""
    assert decided(Kind.CONFIRM, 0.3, 0.8).reason == (
        'like the question "y" of wrapping at 0.80, rather than refund at 0.30: '
        "answering would cost 1.0 questions, asking again 3.0"
    )
