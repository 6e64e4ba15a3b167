"""Speech from the voice files of Piper: neural voices that sound like people, computed by onnxruntime.

A voice is two files, NAME.onnx and NAME.onnx.json. Its noise is left out, so the same text gives the same samples.
"""

import json
import re
import threading
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from ivr.audio.frames import LINE_RATE, Pcm, silence
from ivr.audio.pcm import resample
from ivr.errors import VoiceError
from ivr.prompts.aloud import aloud
from ivr.prompts.pace import USUAL_RATE
from ivr.prompts.phonemes import Phonemes
from ivr.prompts.voice import Manner

CLAUSE = re.compile(r"(.+?)((?:[,;:!?]|(?<!\b[a-z])\.)+(?=\s|$)|[。，、；：！？…]+|$)", re.DOTALL)
"""A clause and its marks; the full stops of p.m. are none."""

MARKS = dict(zip("。，、；：！？…", ".,,;:!?.", strict=True))
SENTENCE_ENDS = ".!?"
FOREIGN = re.compile(r"\([^)]*\)")
"""How espeak-ng marks a change of language."""

BEGIN, END, PAD = "^", "$", "_"
PAUSE_MS = 250
"""Silence between two sentences of a text."""

GAIN = 1.5
"""Brings the voices to about the level of espeak-ng. Piper's own program raises each sentence to full scale; a clause
that is spoken alone would then be louder than within its sentence."""

NO_NOISE = 0.0
EDITION = "piper-1"


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A voice that was read: what computes samples from the ids of phonemes, and how it wants to be asked."""

    compute: Callable[[Mapping[str, Any]], Pcm]
    espeak_voice: str
    ids: Mapping[str, list[int]]
    rate: int
    length: float
    several_speakers: bool
    digest: str


class PiperVoice:
    """The voices of a folder, each read when it first speaks; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, VoiceFile] = {}
        self._phonemes = Phonemes()
        self._lock = threading.Lock()

    def edition(self, name: str) -> str:
        """What a voice's samples depend on, besides text and manner. Raises VoiceError when it cannot speak."""
        return f"{EDITION}-{self._file(name).digest}"

    def render(self, text: str, manner: Manner) -> Pcm:
        file = self._file(manner.name)
        sentences = self._sentences(aloud(text, manner.language), file.espeak_voice)
        spoken = [pcm for sentence in sentences if len(pcm := _computed(file, sentence, manner))]
        if not spoken:
            return silence(0)
        pause = np.zeros(file.rate * PAUSE_MS // 1000, np.int16)
        parts = [part for pcm in spoken for part in (pause, pcm)][1:]
        return resample(np.concatenate(parts), file.rate, LINE_RATE)

    def close(self) -> None:
        self._phonemes.close()

    def _file(self, name: str) -> VoiceFile:
        with self._lock:
            if name not in self._files:
                self._files[name] = read_voice_file(self._folder, name)
            return self._files[name]

    def _sentences(self, text: str, voice: str) -> list[str]:
        """The phonemes of each sentence, with the marks at which the voice pauses."""
        clauses = [(match[1].strip(), _mark(match[2])) for match in CLAUSE.finditer(text)]
        clauses = [(clause, mark) for clause, mark in clauses if any(character.isalnum() for character in clause)]
        sentences = [""]
        said = self._phonemes.of(voice, [clause for clause, _ in clauses]) if clauses else []
        for (_, mark), phonemes in zip(clauses, said, strict=True):
            sentences[-1] += FOREIGN.sub("", phonemes) + mark
            if mark in SENTENCE_ENDS and mark:
                sentences.append("")
            elif mark:
                sentences[-1] += " "
        return [sentence for sentence in sentences if sentence]


def voice_names(folder: Path) -> list[str]:
    """The names of the voice files in a folder."""
    return sorted(path.stem for path in folder.glob("*.onnx"))


def read_voice_file(folder: Path, name: str) -> VoiceFile:
    """The voice `name` of a folder. Raises VoiceError when a file or a package is missing, or is not what it should."""
    weights, settings = folder / f"{name}.onnx", folder / f"{name}.onnx.json"
    get = f"Fetch {weights.name} and {settings.name} from Piper's voices and put both into {folder}"
    for path in (weights, settings):
        if not path.is_file():
            raise VoiceError(f"the voice '{name}' has no file {path}", get)
    try:
        from onnxruntime import InferenceSession, SessionOptions  # late: most lines have no such voice
    except ImportError as error:
        message = f"the voice '{name}' needs onnxruntime, which is not installed"
        raise VoiceError(message, "pip install 'ivr[piper]'") from error
    options = SessionOptions()
    options.intra_op_num_threads = 1
    try:
        told, blob = json.loads(settings.read_bytes()), weights.read_bytes()
        session = InferenceSession(blob, options, providers=["CPUExecutionProvider"])
        phoneme_type = told.get("phoneme_type", "espeak")
        file = VoiceFile(
            compute=lambda inputs: np.ravel(session.run(None, dict(inputs))[0]),
            espeak_voice=str(told["espeak"]["voice"]),
            ids={str(phoneme): [int(number) for number in ids] for phoneme, ids in told["phoneme_id_map"].items()},
            rate=int(told["audio"]["sample_rate"]),
            length=float(told.get("inference", {}).get("length_scale", 1)),
            several_speakers=told.get("num_speakers", 1) > 1,
            digest=sha256(blob + settings.read_bytes()).hexdigest()[:16],
        )
        missing = {BEGIN, END, PAD} - file.ids.keys()
    except Exception as error:  # whatever onnxruntime and the parser raise for a file of another kind
        raise VoiceError(f"{weights} with {settings.name} is no voice of Piper", get) from error
    if phoneme_type != "espeak" or missing:
        message = f"the voice '{name}' wants phonemes of the type '{phoneme_type}', and the line knows those of espeak"
        raise VoiceError(message, "Take another voice of the language; `ivr voices list` names those that are here")
    return file


def _mark(marks: str) -> str:
    """The first of a clause's marks, in ASCII."""
    return MARKS.get(marks[:1], marks[:1])


def _computed(file: VoiceFile, phonemes: str, manner: Manner) -> Pcm:
    known = [file.ids[one] for one in unicodedata.normalize("NFD", phonemes) if one in file.ids]
    if not known:
        return silence(0)
    ids = [*file.ids[BEGIN], *file.ids[PAD]]
    for one in known:
        ids += [*one, *file.ids[PAD]]
    ids += file.ids[END]
    inputs: dict[str, Any] = {
        "input": np.array([ids], np.int64),
        "input_lengths": np.array([len(ids)], np.int64),
        "scales": np.array([NO_NOISE, file.length * USUAL_RATE / manner.rate, NO_NOISE], np.float32),
    }
    if file.several_speakers:
        inputs["sid"] = np.array([0], np.int64)
    try:
        samples = file.compute(inputs)
    except Exception as error:  # whatever onnxruntime raises
        raise VoiceError(
            f"the voice '{manner.name}' cannot speak", "Fetch its files again; they may be damaged"
        ) from error
    return np.asarray(np.clip(samples * (GAIN * manner.volume), -1, 1) * 32767, np.int16)
