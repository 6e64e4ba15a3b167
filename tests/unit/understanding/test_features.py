"""Sentences as vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.terms import Language
from ivr.understanding.features import Features
from ivr.understanding.text import normalise

LEARNT = {
    Language.ENGLISH: [
        "where is my order",
        "where is my parcel",
        "i want my money back",
        "send the order back",
        "track my o'order o",
    ],
    Language.MANDARIN: ["我的订单到哪了", "我要退款", "把钱退给我", "我要查订单 order"],
}
FEATURES = {language: Features(texts, language) for language, texts in LEARNT.items()}


def words(language: Language) -> st.SearchStrategy[str]:
    """Sentences of words that are known, of such that are not, and of anything at all."""
    known = st.sampled_from([piece for text in LEARNT[language] for piece in (*text.split(), text, text[:2])])
    return st.lists(known | st.text(max_size=9), max_size=12).map(" ".join).map(normalise)


@pytest.mark.parametrize("language", Language)
@given(data=st.data())
def test_one_sentence_is_weighed_as_among_many(language: Language, data: st.DataObject) -> None:
    """To the last bit: what scikit-learn says of many is what is said of one without it."""
    text = data.draw(words(language))
    alone, among = FEATURES[language].vectors([text]), FEATURES[language].vectors([text, text])[:1]

    assert (alone.shape, alone.dtype, alone.indices.dtype) == (among.shape, among.dtype, among.indices.dtype)
    assert alone.indices.tolist() == among.indices.tolist()
    assert alone.data.tobytes() == among.data.tobytes()


@pytest.mark.parametrize("language", Language)
def test_a_vector_has_length_one(language: Language) -> None:
    """But for a sentence of which nothing is known."""
    known, unknown = FEATURES[language].vectors([LEARNT[language][0]]), FEATURES[language].vectors(["zzz"])

    assert known.multiply(known).sum() == pytest.approx(1, abs=1e-5)
    assert unknown.nnz == 0
