"""Which intent a sentence has."""

import pytest

from ivr.flow.loader import chatter, everywhere
from ivr.terms import Language
from ivr.understanding.classifier import IntentClassifier
from ivr.understanding.matcher import NONE
from ivr.understanding.text import normalise

EXAMPLES = {
    Language.ENGLISH: {
        "refund": ["i want my money back", "refund please", "return the shoes", "i want to return this"],
        "track": ["where is my order", "track my parcel", "when does my package arrive", "my delivery is late"],
    },
    Language.MANDARIN: {
        "refund": ["我要退款", "把钱退给我", "我想退货", "申请退款"],
        "track": ["我的订单到哪了", "查一下我的包裹", "快递什么时候到", "我的东西还没到"],
    },
}


def train(language: Language) -> IntentClassifier:
    """The two intents of a small shop among those of everywhere."""
    intents = EXAMPLES[language] | {name: intent.examples for name, intent in everywhere(language).items()}
    pairs = [(normalise(text), name) for name, texts in intents.items() for text in texts]
    return IntentClassifier(pairs, [normalise(line) for line in chatter(language)], language)


@pytest.fixture(scope="module", params=Language)
def trained(request: pytest.FixtureRequest) -> tuple[Language, IntentClassifier]:
    """One for each language."""
    return Language(request.param), train(Language(request.param))


def test_every_example_has_its_intent(trained: tuple[Language, IntentClassifier]) -> None:
    """What the author wrote is understood."""
    language, classifier = trained
    wrong = [
        text
        for name, texts in EXAMPLES[language].items()
        for text in texts
        if classifier.rank(normalise(text)).ranked[0][0] != name
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("language", "text", "intent"),
    [
        (Language.ENGLISH, "could you tell me where my parcel is", "track"),
        (Language.ENGLISH, "i would like my money back please", "refund"),
        (Language.ENGLISH, "can i talk to a human", "agent"),
        (Language.MANDARIN, "帮我看看包裹到哪里了", "track"),
        (Language.MANDARIN, "能不能把钱退给我", "refund"),
        (Language.MANDARIN, "帮我转一下人工", "agent"),
    ],
)
def test_other_words_for_the_same_are_understood(language: Language, text: str, intent: str) -> None:
    """The nearest intent is the right one."""
    assert intent == train(language).rank(normalise(text)).ranked[0][0]


def test_small_talk_is_none_of_the_intents(trained: tuple[Language, IntentClassifier]) -> None:
    """It is out of scope, rather than the least unlikely."""
    language, classifier = trained
    ranking = classifier.rank(
        {Language.ENGLISH: "what is the weather like", Language.MANDARIN: "今天天气怎么样"}[language]
    )

    assert ranking.out_of_scope > 0.5
    assert NONE not in dict(ranking.ranked)


def test_silence_is_nothing(trained: tuple[Language, IntentClassifier]) -> None:
    """All of it is out of scope."""
    ranking = trained[1].rank("")

    assert (ranking.ranked, ranking.out_of_scope) == ((), 1.0)


@pytest.mark.parametrize("text", ["qwrtz", "ほ", "1234", "ø" * 500])
def test_what_looks_like_nothing_that_was_learnt_is_out_of_scope(
    trained: tuple[Language, IntentClassifier], text: str
) -> None:
    """And breaks nothing."""
    assert trained[1].rank(text).out_of_scope > 0.5


def test_scores_are_probabilities_from_the_likeliest_down(trained: tuple[Language, IntentClassifier]) -> None:
    """With what is out of scope they make one."""
    ranking = trained[1].rank("order 订单")
    scores = [score for _, score in ranking.ranked]

    assert sorted(scores, reverse=True) == scores
    assert pytest.approx(sum(scores) + ranking.out_of_scope, abs=0.001) == 1


def test_the_same_examples_make_the_same_classifier() -> None:
    """To the last digit: a call that is replayed is understood as it was."""
    first, second = train(Language.ENGLISH), train(Language.ENGLISH)

    assert first.rank("where is the money") == second.rank("where is the money")
