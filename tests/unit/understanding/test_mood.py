"""How annoyed a caller sounds, and what the mood of a call does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.terms import Language, Temper
from ivr.understanding.mood import ANNOYED, Mood, Sign, frustration, signs_in
from ivr.understanding.text import normalise

HERE = Path(__file__).parent


def sentences(name: str) -> list[str]:
    """The sentences of a file beside this test; the second half was written after the lexicon."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [normalise(line) for line in lines if line and not line.startswith("#")]


def test_most_annoyed_callers_are_noticed_by_their_words(language: Language) -> None:
    """Nearly all in words that the lexicon was written for, and more than half in others."""
    said = sentences(f"annoyed.{language}.txt")
    noticed = [bool(signs_in(text)) for text in said]
    half = len(said) // 2

    assert len(said) >= 60
    assert sum(noticed[:half]) / half >= 0.9
    assert sum(noticed[half:]) / half >= 0.6


def test_hardly_anybody_who_is_calm_is_taken_for_annoyed(language: Language) -> None:
    """Not who complains in plain words, makes a mistake, or says "not bad"."""
    said = sentences(f"calm.{language}.txt")

    assert len(said) >= 60
    assert sum(map(bool, map(signs_in, said))) <= 1


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("you stupid machine", Sign.HARSH_WORDS),
        ("什么破系统", Sign.HARSH_WORDS),
        ("bloody hell", Sign.SWEARING),
        ("他妈的", Sign.SWEARING),
        ("this is ridiculous", Sign.HAD_ENOUGH),
        ("气死我了", Sign.HAD_ENOUGH),
        ("for the third time", Sign.SAID_BEFORE),
        ("说了多少遍了", Sign.SAID_BEFORE),
        ("i am very disappointed", Sign.UNHAPPY),
        ("太让人失望", Sign.UNHAPPY),
        ("you waste my time", Sign.WAITING),
        ("浪费我时间", Sign.WAITING),
    ],
)
def test_each_kind_of_words_is_its_own_sign(said: str, sign: Sign) -> None:
    """In both languages, and in a line of either."""
    assert sign in signs_in(said)
    assert sign in signs_in(f"refund 退款 {said}")


@pytest.mark.parametrize(
    "said",
    [
        "that is not ridiculous",
        "i'm not angry",
        "it isn't a terrible line",
        "no rubbish",
        "没生气",
        "不太差",
        "没事",
        "烦请转接",
    ],
)
def test_what_is_denied_is_no_sign(said: str) -> None:
    """Nor what only sounds like one."""
    assert signs_in(said) == ()


@given(st.text(max_size=300), st.integers(0, 9), st.booleans())
def test_any_words_give_a_mood(text: str, failures: int, corrected: bool) -> None:
    """Between 0 and 1, and the same each time."""
    signs = signs_in(normalise(text))
    mood = Mood().after(signs, failures=failures, corrected=corrected)

    assert 0 <= mood.frustration <= 1
    assert 1 <= mood.impatience <= 2
    assert signs_in(normalise(text)) == signs


@given(st.lists(st.sampled_from(Sign), max_size=20), st.floats(0, 1))
def test_frustration_never_leaves_its_range_and_no_sign_lowers_it(signs: list[Sign], before: float) -> None:
    """However many come together."""
    assert round(before, 4) <= frustration(signs, before) <= 1


def test_one_plain_sign_makes_annoyed_and_a_mild_one_does_not() -> None:
    """Two mild ones do."""
    assert Mood().after([Sign.SAID_BEFORE]).temper is Temper.ANNOYED
    assert Mood().after([Sign.WAITING]).temper is Temper.CALM
    assert Mood().after([Sign.WAITING]).after([Sign.UNHAPPY]).temper is Temper.ANNOYED


def test_a_mood_fades_while_all_goes_well_and_stays_while_it_does_not() -> None:
    """What it was read from is remembered for the agent."""
    angry = Mood().after([Sign.HAD_ENOUGH])
    well = angry.after([]).after([])

    assert (angry.annoyed, well.annoyed, well.signs) == (True, False, (Sign.HAD_ENOUGH,))
    assert angry.after([], failures=1).frustration == angry.frustration


def test_failures_are_a_sign_from_the_second_and_never_enough_alone() -> None:
    """The caller who stays friendly while the line fails is not called annoyed."""
    mood = Mood()
    told = []
    for failures in range(5):
        mood = mood.after([], failures=failures)
        told.append(mood.lately)
        if failures < 4:
            assert mood.frustration < ANNOYED

    assert told == [(), (), (Sign.TROUBLE,), (Sign.TROUBLE,), (Sign.TROUBLE,)]


def test_a_correction_counts_like_a_failure() -> None:
    """The line had it wrong; the second one is a sign."""
    mood = Mood().after([], corrected=True)
    assert mood.lately == ()

    assert mood.after([], corrected=True).lately == (Sign.TROUBLE,)


def test_a_calm_caller_is_as_patient_as_ever() -> None:
    """Below the threshold a mood changes nothing."""
    assert Mood().after([Sign.WAITING]).impatience == 1
    assert Mood().after([Sign.HARSH_WORDS]).impatience == 1.6


def test_who_speaks_clearly_louder_than_before_shows_a_sign() -> None:
    """Against their own first two turns; once is not enough to be called annoyed, twice is."""
    usual = Mood().after([], level_dbfs=-30.0).after([], level_dbfs=-28.0)

    assert usual.after([], level_dbfs=-21.5).lately == ()
    louder = usual.after([], level_dbfs=-21.0)
    assert (louder.lately, louder.annoyed) == ((Sign.LOUDER,), False)
    assert louder.after([], level_dbfs=-18.0).annoyed


def test_the_first_turns_and_those_of_unknown_loudness_are_never_louder() -> None:
    """A typed call has none; a caller who begins loudly is one who speaks loudly."""
    assert Mood().after([], level_dbfs=-40.0).after([], level_dbfs=-10.0).lately == ()
    assert Mood(levels=(-30.0, -30.0)).after([]).lately == ()


def test_speaking_over_prompts_again_and_again_is_a_mild_sign() -> None:
    """From the third turn running; alone it makes nobody annoyed who gets on well."""
    mood = Mood()
    told = []
    for _ in range(12):
        mood = mood.after([], over_prompt=True)
        told.append(bool(mood.lately))

    assert told == [False, False] + [True] * 10
    assert not mood.annoyed
    assert mood.after([]).after([], over_prompt=True).lately == ()
