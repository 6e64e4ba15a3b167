"""Passwords."""

import pytest
from argon2 import PasswordHasher

from ivr.console.passwords import Passwords, check_password
from ivr.errors import WrongUse
from tests.unit.console.conftest import CHEAP


@pytest.mark.parametrize(
    "good", ["four words are enough", "今天天气真不错我们去公园", "x7!kQ2#mP9$z", "a b c d e f g h i"]
)
def test_a_good_password_is_taken(good: str) -> None:
    """Of any script, with spaces, without rules about signs."""
    check_password(good, "mei")


@pytest.mark.parametrize(
    "bad", ["", "short", "x" * 11, "abcdefghijk", "aaaaaaaaaaaa", "121212121212", "meilingwang1", "x" * 300]
)
def test_a_password_that_is_soon_guessed_is_not(bad: str) -> None:
    """Too short, the same signs again and again, little more than the name; too long to hash."""
    with pytest.raises(WrongUse):
        check_password(bad, "meilingwang")


def test_a_password_fits_its_own_hash_only() -> None:
    """Each hash has its own salt; damaged ones fit nothing."""
    passwords = Passwords(CHEAP)
    first, second = passwords.hash("four words are enough"), passwords.hash("four words are enough")

    assert first != second
    assert passwords.fits("four words are enough", first)
    assert not passwords.fits("four words are enough!", first)
    assert not passwords.fits("four words are enough", "damaged")
    assert not passwords.fits("four words are enough", None)


def test_a_password_is_the_same_on_every_keyboard() -> None:
    """Wide letters and joined accents are the letters that they are."""
    passwords = Passwords(CHEAP)

    assert passwords.fits("ａｂｃ café", passwords.hash("abc cafe\u0301"))


def test_the_usual_cost_is_that_of_the_standard() -> None:
    """RFC 9106's second choice or more: 64 MB, three passes."""
    kept = Passwords().hash("four words are enough")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,")
    assert Passwords().is_dated(CHEAP.hash("x"))
    assert not Passwords().is_dated(PasswordHasher().hash("x"))
