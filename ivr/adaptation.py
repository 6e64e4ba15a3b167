"""A speech model of just the words of one flow."""

import hashlib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ivr.app import model_for
from ivr.flow.loader import LoadedFlow
from ivr.flow.vocabulary import acronyms, house_texts, own_texts
from ivr.settings import Settings
from ivr.speech.adaptation import open_kit, write_adapted
from ivr.speech.pronunciation.author_lexicon import read_author_lexicon
from ivr.speech.pronunciation.pronouncer import Pronounced, english_guesser, mandarin_guesser, pronounce
from ivr.speech.pronunciation.spelling import PhoneSpelling, PinyinSpelling
from ivr.speech.segmentation import segment
from ivr.understanding.text import normalise


@dataclass(frozen=True, slots=True)
class Adapted:
    """A model that was made for one flow.

    `unheard` are words of the flow that nobody could pronounce; `free_text` its slots that any words would answer.
    """

    path: Path
    words: tuple[Pronounced, ...]
    unheard: tuple[str, ...]
    free_text: tuple[str, ...]


def adapt_model(
    loaded: LoadedFlow, settings: Settings, lexicon: Path | None = None, out: Path | None = None
) -> Adapted:
    """Make a model of just the flow's words, from the starter or the model that the settings name.

    Raises AuthorError for the lexicon file, ModelError when the model cannot be adapted, OperatorError when words
    cannot be guessed, WrongUse when `out` cannot be written.
    """
    flow = loaded.flow
    starter = model_for(settings, flow.language)
    kit = open_kit(starter)
    spelling = PinyinSpelling(kit.syllables) if kit.syllables else PhoneSpelling(kit.graphs.units)
    author = read_author_lexicon(lexicon, spelling, normalise) if lexicon else {}
    own = [text for _, text in own_texts(flow)]
    known = frozenset({*author, *kit.lexicon})
    sentences = [segment(normalise(text), known) for text in (*own, *house_texts(flow))]
    guess = mandarin_guesser(spelling) if kit.syllables else english_guesser(acronyms(own))
    words = pronounce(chain.from_iterable(sentences), author, kit.lexicon, guess)
    heard = {one.word for one in words}
    about = {
        "flow": flow.flow,
        "flow_version": loaded.version,
        "lexicon_sha256": hashlib.sha256(lexicon.read_bytes()).hexdigest() if lexicon else None,
        "words": len(words),
    }
    path = out or settings.official_models_dir / f"{flow.flow}-{flow.language}"
    sayable = [one for one in sentences if heard.issuperset(one)]
    write_adapted(starter, kit, words, sayable, about=about, out=path)
    unheard = sorted(set(chain.from_iterable(sentences[: len(own)])) - heard)
    free_text = (name for name, slot in flow.slots.items() if slot.type == "free_text")
    return Adapted(path, words, tuple(unheard), tuple(free_text))
