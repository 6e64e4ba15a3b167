"""Guessed pronunciations against those of the starter's dictionary."""

import random
import re

from rapidfuzz.distance import Levenshtein

from ivr import app
from ivr.settings import read_settings
from ivr.speech.adaptation import open_kit
from ivr.speech.pronunciation.pronouncer import english_guesser
from ivr.terms import Language

WORDS = 2000
SEED = 2026


def test_guesses_are_near_the_dictionary() -> None:
    """Of 2,000 words at random, most of them names: phones in error, and words that are right in every phone.

    Of several pronunciations in the dictionary the nearest counts. docs/models.md tells these figures.
    """
    dictionary = open_kit(app.model_for(read_settings(), Language.ENGLISH)).lexicon
    words = random.Random(SEED).sample(sorted(word for word in dictionary if re.fullmatch("[a-z']*[a-z]", word)), WORDS)

    guesses = english_guesser(frozenset())(words)

    errors = phones = right = 0
    for word in words:
        guess = guesses[word][0] if word in guesses else ()
        distance, length = min((Levenshtein.distance(known, guess), len(known)) for known in dictionary[word])
        errors, phones, right = errors + distance, phones + length, right + (distance == 0)
    print(f"phone error rate {errors / phones:.3f}, words right {right / WORDS:.3f}")
    assert errors / phones <= 0.11
    assert right / WORDS >= 0.58
