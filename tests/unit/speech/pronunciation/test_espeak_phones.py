"""What espeak-ng says, in the phones of the dictionary."""

import pytest

from ivr.speech.pronunciation.espeak_phones import ARPABET, to_arpabet

PHONES = set(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)


def test_every_name_stands_for_phones_of_the_dictionary() -> None:
    """The table invents none, and every phone can be reached."""
    assert {phone for phones in ARPABET.values() for phone in phones.split()} == PHONES


@pytest.mark.parametrize(
    ("said", "phones"),
    [
        ("z_'o@_b_l_a_t", "Z AO R B L AE T"),  # stress; a vowel before r
        ("w_'O:_t#_3", "W AO T ER"),  # a flap, and a vowel that is an r
        ("b_'V_?_n-", "B AH T AH N"),  # a glottal stop, and a consonant that is a syllable
        ("l_'I_t#_@L", "L IH T AH L"),
        ("b_'3:_d", "B ER D"),
        ("f_'3:_r_i", "F ER IY"),  # r behind the vowel that is an r already
        ("p_'3:_m_I2_;_,eI_t", "P ER M IY EY T"),  # a glide between vowels
        ("f_'o@ k_'eI", "F AO R K EY"),  # two words
        ("", ""),
    ],
)
def test_names_become_phones(said: str, phones: str) -> None:
    """One name may be several phones, or none."""
    assert " ".join(to_arpabet(said) or ()) == phones


def test_an_unknown_name_is_no_guess() -> None:
    """Rather no pronunciation than a wrong one."""
    assert to_arpabet("k_'ɬ_t") is None
