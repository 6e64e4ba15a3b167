"""From the phoneme names of espeak-ng's American English voice to the phones of the CMU dictionary (ARPAbet).

The names are those of espeak-ng's file phsource/ph_english_us and its parents; stress marks are dropped, for the
dictionary of the starter has none.
"""

ARPABET = {
    # vowels
    "a": "AE", "aa": "AE", "A:": "AA", "0": "AA", "A": "AA", "V": "AH", "@": "AH", "@2": "AH", "@-": "AH", "a#": "AH",
    "O:": "AO", "O": "AO", "O2": "AO", "aU": "AW", "aI": "AY", "E": "EH", "3:": "ER", "3": "ER", "eI": "EY",
    "I": "IH", "I2": "IH", "I2;": "IY", "I#": "IH", "i": "IY", "i:": "IY", "oU": "OW", "OI": "OY",
    "U": "UH", "u:": "UW", "u": "UW",
    # vowels before r, and two vowels under one name
    "A@": "AA R", "o@": "AO R", "O@": "AO R", "e@": "EH R", "i@3": "IH R", "U@": "UH R", "aI3": "AY ER",
    "aI@": "AY AH", "i@": "IY AH",
    # syllabic consonants
    "@L": "AH L", "n-": "AH N", "m-": "AH M", "r-": "R",
    # consonants; t#, t2 and ? are the flap and the glottal stop of "water" and "button"
    "b": "B", "tS": "CH", "d": "D", "D": "DH", "f": "F", "g": "G", "h": "HH", "dZ": "JH", "k": "K", "l": "L", "m": "M",
    "n": "N", "N": "NG", "p": "P", "r": "R", "s": "S", "S": "SH", "t": "T", "t#": "T", "t2": "T", "?": "T", "T": "TH",
    "v": "V", "w": "W", "j": "Y", "z": "Z", "Z": "ZH",
    # sounds of other languages
    "x": "K", "A~": "AA N", "O~": "AO N", "l#": "L", "o": "OW", "i::": "IY",
    # a glide between two vowels, which is no phone of its own
    ";": "",
}  # fmt: skip

_MARKS = "',%=|"
_DOUBLED = {("ER", "R")}
"""Pairs that are written as one phone; a phone after itself is, too."""


def to_arpabet(phonemes: str) -> tuple[str, ...] | None:
    """The phones of what espeak-ng said: names parted by "_" or blanks. None when a name is unknown."""
    joined = phonemes.replace("I2_;", "I2;").replace("_", " ")
    names = [name for written in joined.split() if (name := written.strip(_MARKS))]
    if not all(name in ARPABET for name in names):
        return None
    phones: list[str] = []
    for phone in (phone for name in names for phone in ARPABET[name].split()):
        if not phones or (phone != phones[-1] and (phones[-1], phone) not in _DOUBLED):
            phones.append(phone)
    return tuple(phones)
