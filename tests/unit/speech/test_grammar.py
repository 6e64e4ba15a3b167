"""Run-time grammars: what is expected as phrases of words that the model knows."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.grammar import ANSWER_WEIGHT, EXPECTED_PER_STRANGER, STRANGERS, make_grammar, strangers_of
from ivr.speech.hypotheses import NOT_WORDS
from ivr.speech.recognizer import Expectation

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = frozenset("my order yes no 我的 订单 在 哪里 是 零 幺 [unk] <eps>".split())


def test_a_grammar_holds_whole_phrases_of_known_words() -> None:
    """libvosk would leave out single words; an answer stands there as often as it is likelier."""
    grammar = make_grammar(Expectation(("my order", "my parcel", "no"), answers=("yes",)), VOCABULARY)

    assert grammar.phrases == (*["yes"] * ANSWER_WEIGHT, "my order", "no", "[unk]")


def test_an_answer_is_not_lost_among_many_sentences() -> None:
    """A third of all phrases are answers, however many others there are."""
    words = frozenset(f"word{number}" for number in range(1000))
    grammar = make_grammar(Expectation(tuple(sorted(words)), garbage=False, answers=("yes", "no")), words | VOCABULARY)

    assert grammar.phrases.count("yes") == grammar.phrases.count("no") == 250
    assert len(grammar.phrases) == 1500


def test_a_grammar_of_chinese_is_cut_into_the_words_of_the_model() -> None:
    """Which are not always characters; as JSON it stays readable."""
    grammar = make_grammar(Expectation(("我的订单在哪里", "我的龘", "零 幺"), garbage=False), VOCABULARY)

    assert grammar.as_json == '["我的 订单 在 哪里", "零 幺"]'


def test_without_a_known_phrase_there_is_no_grammar() -> None:
    """Garbage alone would hear nothing but garbage."""
    assert make_grammar(Expectation(("龘", "")), VOCABULARY, ("my",)).phrases == ()


def test_words_that_nobody_expects_stand_for_everything_else() -> None:
    """Unless a phrase holds them; not at all where digits are read."""
    expected = Expectation(("my order",))
    grammar = make_grammar(expected, VOCABULARY, ("my", "yes"))

    assert grammar.phrases == (*["my order"] * EXPECTED_PER_STRANGER, "yes")
    assert grammar.garbage - NOT_WORDS == {"yes"}
    assert make_grammar(Expectation(("my order",), garbage=False), VOCABULARY, ("yes",)).phrases == ("my order",)


def test_words_that_follow_on_any_other_are_frequent() -> None:
    """One in a hundred, and none of them stands for what nobody expects; of those that are not known there is none."""
    words = frozenset(f"word{number}" for number in range(250))
    expected = Expectation(tuple(sorted(words)), followers=("um", "那个", "erm"))
    grammar = make_grammar(expected, words | {"um", "那个"}, ("um",))

    assert [grammar.phrases.count(word) for word in ("um", "那个", "erm")] == [3, 3, 0]
    assert "um" not in grammar.garbage


@given(st.frozensets(st.text("abc一二三[]<>", min_size=1, max_size=6), max_size=200))
def test_strangers_are_real_words_and_few(vocabulary: frozenset[str]) -> None:
    """No marks, and never so many that they crowd out what is expected."""
    strangers = strangers_of(vocabulary)

    assert vocabulary.issuperset(strangers)
    assert all(word.isalpha() for word in strangers)
    assert len(strangers) <= 1 + len(vocabulary) // 20


@given(st.integers(0, 60), st.integers(1, 60))
def test_the_expected_outnumbers_strangers(strangers: int, phrases: int) -> None:
    """However few phrases there are, each as often as before in comparison with the others."""
    expected = [f"yes{number}" for number in range(phrases)]
    others = tuple(f"no{number}" for number in range(strangers))

    grammar = make_grammar(Expectation(tuple(expected)), VOCABULARY | {*expected, *others}, others)

    counts = Counter(grammar.phrases)
    assert len({counts[phrase] for phrase in expected}) == 1
    assert phrases * counts["yes0"] >= EXPECTED_PER_STRANGER * strangers
    assert all(counts[word] == 1 for word in others)


def test_what_sounds_like_the_expected_is_no_stranger() -> None:
    """队 is 对 to any ear without tones, and 是零 is made of expected syllables; 订单 is neither."""
    vocabulary = frozenset("是 对 零 队 是零 订单".split())

    grammar = make_grammar(Expectation(("对", "是", "零")), vocabulary, ("队", "是零", "订单"))

    assert grammar.garbage - {"订单"} == NOT_WORDS


def test_a_large_vocabulary_gives_only_so_many_strangers() -> None:
    """From all over the alphabet."""
    words = [f"{first}{second}{third}" for first in ALPHABET for second in ALPHABET for third in ALPHABET]
    strangers = strangers_of(frozenset(words) | {word + "x" for word in words})

    assert STRANGERS * 9 // 10 <= len(strangers) <= STRANGERS
    assert {word[0] for word in strangers} == set(ALPHABET)
