"""What was found out about echo, for each pair of devices."""

import json
import os
from pathlib import Path

from ivr.audio.echo import Echo, EchoChoice


class EchoChoices:
    """A JSON file: what is not in it, or cannot be read, was not measured."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, microphone: str, loudspeaker: str) -> EchoChoice | None:
        """What was chosen for these devices."""
        try:
            kept = self._read()[_key(microphone, loudspeaker)]
            return EchoChoice(Echo(str(kept["echo"])), int(str(kept["tail_ms"])))
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, microphone: str, loudspeaker: str, choice: EchoChoice) -> None:
        """Remember it. Raises OSError."""
        chosen = {"echo": choice.echo, "tail_ms": choice.tail_ms}
        text = json.dumps(self._read() | {_key(microphone, loudspeaker): chosen}, ensure_ascii=False, indent=2)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        part.write_text(text + "\n", "utf-8")
        os.replace(part, self._path)

    def _read(self) -> dict[str, dict[str, object]]:
        try:
            read = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}


def _key(microphone: str, loudspeaker: str) -> str:
    return f"{microphone} | {loudspeaker}"
