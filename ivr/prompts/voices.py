"""All the voices of a machine behind one: espeak-ng's, and those of voice files, by the name in the manner."""

from pathlib import Path

from ivr.audio.frames import Pcm
from ivr.prompts.aloud import EDITION as READING
from ivr.prompts.piper_voice import PiperVoice
from ivr.prompts.pyttsx3_voice import EDITION as ESPEAK
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.prompts.voice_names import language_of_file


class Voices:
    """Speaks with whichever voice is named."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the voice files."""
        self._espeak = Pyttsx3Voice()
        self._files = PiperVoice(folder)

    def edition(self, manner: Manner) -> str:
        """What the samples depend on, besides text and manner. Raises VoiceError when a file is missing."""
        return f"{self._files.edition(manner.name) if language_of_file(manner.name) else ESPEAK}-{READING}"

    def render(self, text: str, manner: Manner) -> Pcm:
        voice = self._files if language_of_file(manner.name) else self._espeak
        return voice.render(text, manner)

    def close(self) -> None:
        self._espeak.close()
        self._files.close()
