"""A voice that remembers what it has said, and makes ready what it will say."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from heapq import heappop, heappush
from itertools import count

from ivr.audio.frames import Pcm
from ivr.errors import VoiceError
from ivr.prompts.prompt_folder import PromptFolder
from ivr.prompts.voice import Manner, Voice, When

MEMORY_BYTES = 64_000_000
"""Half an hour of speech: the constant pieces of a large line in two languages."""


class CachedVoice:
    """Remembers in memory for this process, in `folder` for the next and for others. Threads may share it.

    What is to be made ready is rendered in a thread of its own, one text at a time, so that whoever needs a text at
    once waits for one other at most.
    """

    def __init__(
        self,
        voice: Voice,
        folder: PromptFolder,
        edition: Callable[[Manner], str] = lambda _: "1",
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        """`edition` names how `voice` renders a manner; another edition never reads this one's files."""
        self._voice = voice
        self._folder = folder
        self._edition = edition
        self._memory_left = memory_bytes
        self._memory: OrderedDict[str, Pcm] = OrderedDict()
        self._rendering: dict[str, Future[Pcm]] = {}
        self._lock = threading.Lock()
        self._ahead = _Ahead(self)

    def render(self, text: str, manner: Manner) -> Pcm:
        text = text.strip()  # blanks between pieces are not heard
        key = self._key(text, manner)
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
            elsewhere = self._rendering.get(key)
            here: Future[Pcm] = Future()
            if elsewhere is None:
                self._rendering[key] = here
        if elsewhere is not None:
            return elsewhere.result()
        return self._render(key, text, manner, here)

    def prepare(self, texts: Iterable[str], manner: Manner, when: When = When.SOON) -> None:
        for text in texts:
            self._ahead.add(text, manner, when)

    def close(self) -> None:
        self._ahead.close()
        self._voice.close()

    def _key(self, text: str, manner: Manner) -> str:
        parts = (self._edition(manner), manner.language, manner.name, str(manner.rate), str(manner.volume), text)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _render(self, key: str, text: str, manner: Manner, result: "Future[Pcm]") -> Pcm:
        try:
            pcm = self._folder.get(key)
            if pcm is None:
                pcm = self._voice.render(text, manner)
                pcm.flags.writeable = False  # everyone gets the same samples
                self._folder.put(key, pcm)
        except BaseException as error:
            with self._lock:
                del self._rendering[key]
            result.set_exception(error)
            raise
        with self._lock:
            del self._rendering[key]
            self._remember(key, pcm)
        result.set_result(pcm)
        return pcm

    def _remember(self, key: str, pcm: Pcm) -> None:
        self._memory[key] = pcm
        self._memory_left -= pcm.nbytes
        while self._memory_left < 0:
            _, forgotten = self._memory.popitem(last=False)
            self._memory_left += forgotten.nbytes


class _Ahead:
    """Renders in the background what will be said, the soonest first.

    Its thread lives while there is something to render, and is over before the process is: one that were cut off in the
    middle of a native library could take the process with it.
    """

    def __init__(self, voice: CachedVoice) -> None:
        self._voice = voice
        self._waiting: list[tuple[When, int, str, Manner]] = []
        self._number = count()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, text: str, manner: Manner, when: When) -> None:
        with self._lock:
            heappush(self._waiting, (when, next(self._number), text, manner))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="render-ahead")
                self._thread.start()

    def close(self) -> None:
        """What is being rendered is finished, the rest is left."""
        with self._lock:
            self._waiting.clear()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while (following := self._next()) is not None:
            try:
                self._voice.render(*following)
            except VoiceError:
                continue  # whoever says it hears of it

    def _next(self) -> tuple[str, Manner] | None:
        with self._lock:
            if not self._waiting or not threading.main_thread().is_alive():
                self._thread = None
                return None
            _, _, text, manner = heappop(self._waiting)
            return text, manner
