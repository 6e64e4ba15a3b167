"""What an author is told about answers: with file, line and column, and by a day that is given."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import AuthorError, Problem
from ivr.flow.entry import Valid
from ivr.flow.linter import check, warnings
from ivr.flow.loader import LoadedFlow, load_flow
from ivr.flow.vocabulary import own_texts

Load = Callable[[str], LoadedFlow]
TODAY = date(2026, 3, 2)

FLOW = """\
flow: tiny
language: {language}
start: hello
hand_over: {{queue: desk}}
intents: {{order: {{means: x, examples: [{example}]}}}}
routes: {{order: hand_over}}
knowledge: answers.yaml
nodes:
  hello: {{say: Hello., listen: {{to: any}}}}
"""

ENGLISH = FLOW.format(language="en", example="where is my order")
MANDARIN = FLOW.format(language="zh", example="我的订单到哪了")


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[..., LoadedFlow]:
    """A flow with this text as its file of answers."""

    def load_answers(answers: str, flow: str = ENGLISH) -> LoadedFlow:
        (tmp_path / "answers.yaml").write_text(answers, "utf-8")
        path = tmp_path / "flow.yaml"
        path.write_text(flow, "utf-8")
        return load_flow(path)

    return load_answers


def told(found: list[Problem]) -> list[str]:
    """Problems with the name of their file alone."""
    return [str(replace(one, file=Path(one.file).name)) for one in found if one.code != "few-examples"]


def test_answers_may_stand_in_a_file_of_their_own(loaded: Callable[..., LoadedFlow]) -> None:
    """And a change there is another version of the flow."""
    one = loaded("parking:\n  questions: [where can i park]\n  answer: Here.\n  source: house rules\n")
    other = loaded("parking:\n  questions: [where can i park]\n  answer: There.\n  source: house rules\n")

    assert one.flow.knowledge["parking"].source == "house rules"
    assert check(one) == []
    assert one.version != other.version


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ("a:\n  question: [b]\n  answer: c\n", "answers.yaml:2:3: error[unknown-key]: knowledge.a.question: no such k"),
        ("a:\n  questions: [b]\n", "answers.yaml:1:1: error[missing-key]: knowledge.a.answer: this key is missing"),
        ("a:\n  questions: []\n  answer: c\n", "answers.yaml:2:14: error[wrong-value]: knowledge.a.questions: List sh"),
        ("a:\n  questions: [' ']\n  answer: c\n", "answers.yaml:2:15: error[wrong-value]: knowledge.a.questions.0: th"),
        ("a:\n  questions: [b]\n  answer: ''\n", "answers.yaml:3:11: error[wrong-value]: knowledge.a.answer: this is"),
        ("a:\n  questions: [b]\n  answer: c\n  valid: {until: soon}\n",
         "answers.yaml:4:18: error[wrong-value]: knowledge.a.valid.until: this is no"),
        ("a:\n  questions: [b]\n  answer: c\n  valid: {to: 2026-01-01}\n",
         "answers.yaml:4:11: error[unknown-key]: knowledge.a.valid.to: no such key"),
        ("a b:\n  questions: [b]\n  answer: c\n", "answers.yaml:2:3: error[wrong-value]: knowledge.a b: String should"),
        ("- a\n", "answers.yaml:1:1: error[not-a-mapping]: must be a mapping"),
    ],
)  # fmt: skip
def test_every_complaint_names_its_place(loaded: Callable[..., LoadedFlow], answers: str, complaint: str) -> None:
    """In the file of the answers, not in that of the flow."""
    with pytest.raises(AuthorError) as raised:
        loaded(answers)

    assert any(one.startswith(complaint) for one in told(raised.value.problems)), told(raised.value.problems)


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ("a: {questions: [b], answer: c, go: hullo}\n",
         "answers.yaml:1:36: error[no-such-node]: knowledge.a.go: no node 'hullo'. Did you mean 'hello'?"),
        ("a: {questions: [b], answer: 'Until {valid.until}.'}\n",
         "answers.yaml:1:29: error[no-such-value]: knowledge.a.answer: no value 'valid.until'."),
        ("a: {questions: [where is my order], answer: c}\n",
         "answers.yaml:1:17: error[question-is-example]: knowledge.a.questions.0: this is an example of the intent 'o"),
        ("a: {questions: [help me], answer: c}\n",
         "answers.yaml:1:17: error[question-is-example]: knowledge.a.questions.0: this is an example of the intent 'h"),
        ("a: {questions: [is it], answer: c}\nb: {questions: [where, Is it?], answer: d}\n",
         "answers.yaml:2:24: error[contradicting-answers]: knowledge.b.questions.1: 'a' answers the same question oth"),
    ],
)  # fmt: skip
def test_answers_that_cannot_be_given_are_mistakes(
    loaded: Callable[..., LoadedFlow], answers: str, complaint: str
) -> None:
    """No call is taken with them."""
    found = told(check(loaded(answers)))

    assert [one for one in found if one.startswith(complaint)], found


def test_the_same_question_may_have_other_answers_on_other_days(loaded: Callable[..., LoadedFlow]) -> None:
    """Summer and winter."""
    flow = loaded(
        "a: {questions: [is it open], answer: Yes., valid: {until: 2026-05-31}}\n"
        "b: {questions: [is it open], answer: No., valid: {from: 2026-06-01}}\n"
    )

    assert check(flow) == []
    assert flow.flow.in_force(date(2026, 5, 31)) == {"a"}
    assert flow.flow.in_force(date(2026, 6, 1)) == {"b"}
    assert flow.flow.in_force(None) == frozenset()


def test_what_holds_is_judged_by_the_day_that_is_given(loaded: Callable[..., LoadedFlow]) -> None:
    """The checker has no clock."""
    flow = loaded(
        "a: {questions: [b], answer: c, valid: {until: 2026-03-01}}\n"
        "d: {questions: [e], answer: f, valid: {from: 2026-03-03}}\n"
    )

    assert told(warnings(flow, TODAY)) == [
        "answers.yaml:1:47: warning[expired-answer]: knowledge.a: this answer holds no more since 2026-03-01, "
        "and is not given. Write a new one or delete it",
        "answers.yaml:2:46: warning[future-answer]: knowledge.d: this answer does not hold before 2026-03-03, "
        "and is not given yet",
    ]
    assert len(told(warnings(flow, TODAY - timedelta(1)))) == 1
    assert check(flow) == []


@pytest.mark.parametrize(
    ("flow", "first", "second", "near"),
    [
        (ENGLISH, "do you wrap presents", "presents do you wrap", True),
        (ENGLISH, "do you wrap presents", "do you sell presents to companies", False),
        (ENGLISH, "how can i pay in the shop", "how i can pay in the shops", True),
        (MANDARIN, "礼品包装多少钱", "里品包装多少钱", True),
        (MANDARIN, "礼品包装多少钱", "停车多少钱", False),
    ],
)
def test_nearly_the_same_question_with_another_answer_is_warned_of(
    loaded: Callable[..., LoadedFlow], flow: str, first: str, second: str, near: bool
) -> None:
    """In Mandarin also what only sounds the same: the recogniser may hear either."""
    answers = f"a: {{questions: [{first}], answer: c}}\nb: {{questions: [{second}], answer: d}}\n"
    found = told(warnings(loaded(answers, flow), TODAY))

    expected = "answers.yaml:2:17: warning[similar-questions]: knowledge.b.questions.0: 'a' answers nearly"
    assert [one.startswith(expected) for one in found] == [True] * near


def test_nearly_an_example_of_an_intent_is_warned_of(loaded: Callable[..., LoadedFlow]) -> None:
    """It might be understood as that."""
    found = told(warnings(loaded("a: {questions: [where is my orders], answer: c}\n"), TODAY))

    assert found == [
        "answers.yaml:1:17: warning[similar-to-example]: knowledge.a.questions.0: the intent 'order' has nearly "
        "the same example. Leave it out here or there"
    ]


def test_questions_are_words_that_callers_may_say(loaded: Callable[..., LoadedFlow]) -> None:
    """The recogniser must know them, and an adapted model learns them."""
    flow = loaded("a: {questions: [is there a zorblat], answer: c}\n")

    assert (("knowledge", "a", "questions", 0), "is there a zorblat") in list(own_texts(flow.flow))


def test_a_node_that_only_an_answer_leads_to_is_reached(loaded: Callable[..., LoadedFlow]) -> None:
    """By the entry's `go`, or by `when_done`."""
    more = ENGLISH + "  offer: {say: Shall I?, listen: {to: any}}\n"

    assert check(loaded("a: {questions: [b], answer: c, go: offer}\n", more)) == []
    assert check(loaded("a: {questions: [b], answer: c}\n", more.replace("nodes:", "when_done: offer\nnodes:"))) == []
    assert "no call ever gets here" in told(check(loaded("a: {questions: [b], answer: c}\n", more)))[0]


def spell(days: tuple[date | None, date | None]) -> Valid:
    """From one day to the other, whichever is earlier; None is open."""
    first, last = days
    if first and last and first > last:
        first, last = last, first
    return Valid(since=first, until=last)


SPELLS = st.tuples(st.none() | st.dates(), st.none() | st.dates()).map(spell)


@given(one=SPELLS, other=SPELLS, day=st.dates())
def test_answers_that_hold_on_the_same_day_overlap(one: Valid, other: Valid, day: date) -> None:
    """And the other way round."""
    assert one.overlaps(other) == other.overlaps(one)
    if one.on(day) and other.on(day):
        assert one.overlaps(other)
