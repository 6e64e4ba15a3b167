"""Check digits: one digit misheard, or two swapped, and the number is none."""

from collections.abc import Callable, Mapping
from itertools import cycle

CHINESE_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def luhn(value: str) -> bool:
    """Payment cards, and many customer numbers: the last digit makes the doubled sum a multiple of ten."""
    if not _is_digits(value):
        return False
    doubled = (int(digit) * times for digit, times in zip(reversed(value), cycle((1, 2)), strict=False))
    return sum(sum(divmod(part, 10)) for part in doubled) % 10 == 0


def ean(value: str) -> bool:
    """Article numbers (EAN-8, EAN-13, GTIN, SSCC): weights three and one, a multiple of ten."""
    if not _is_digits(value):
        return False
    return sum(int(digit) * times for digit, times in zip(reversed(value), cycle((1, 3)), strict=False)) % 10 == 0


def mod97(value: str) -> bool:
    """ISO 7064 over letters and digits, as in structured references: what it spells as a number leaves one."""
    return _is_alphanumeric(value) and int("".join(str(int(character, 36)) for character in value)) % 97 == 1


def iban(value: str) -> bool:
    """Bank accounts: as `mod97`, with the country and its two check digits moved to the end."""
    return len(value) > 4 and mod97(value[4:] + value[:4])


def resident_id(value: str) -> bool:
    """Chinese identity cards: eighteen characters, the last 0 to 9 or X."""
    body, check = value[:-1], value[-1:]
    if len(value) != 18 or not _is_digits(body):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(body, CHINESE_WEIGHTS, strict=True))
    return check.upper() == "10X98765432"[total % 11]


CHECKSUMS: Mapping[str, Callable[[str], bool]] = {
    "luhn": luhn,
    "ean": ean,
    "mod97": mod97,
    "iban": iban,
    "resident_id": resident_id,
}
"""What `checksum:` may name."""


def _is_digits(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _is_alphanumeric(value: str) -> bool:
    return value.isascii() and value.isalnum()
