"""Many files at once: processes that hear, each with a model of its own."""

import multiprocessing
import queue
import signal
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path

from ivr.errors import ContractError, IvrError
from ivr.speech.transcription import Ears, Heard, Listening, Unheard

DIED = "the process that heard it died (killed, or out of memory). Try it again with fewer --jobs"


def hear_files(listening: Listening, paths: Sequence[Path], jobs: int = 1) -> Generator[Heard | Unheard, None, None]:
    """Hear files, `jobs` at a time, and give what was heard in the order of the files.

    One job hears in this process; more have a process each, started afresh (not forked: libraries have threads). The
    death of a process costs the file it was hearing. Raises ModelError when the model cannot be loaded.
    """
    jobs = min(jobs, len(paths))
    if jobs <= 1:
        ears = Ears(listening)
        yield from map(ears.hear, paths)
        return
    workers = [Worker(listening) for _ in range(jobs)]
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def hear(path: Path) -> Heard | Unheard:
        worker = idle.get()
        try:
            return worker.hear(path)
        finally:
            idle.put(worker)

    with ThreadPoolExecutor(jobs, "hear") as threads:
        try:
            yield from threads.map(hear, paths)
        finally:  # also after Ctrl-C: the threads wait for the processes
            for worker in workers:
                worker.stop()


class Worker:
    """A process that hears one file after the other; when it dies, the next file gets a new one."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening
        self._stopped = False
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._listening), daemon=True)
        with _without_interrupts():
            self._process.start()
        theirs.close()

    def hear(self, path: Path) -> Heard | Unheard:
        """Hear one file. Raises ModelError when the model cannot be loaded."""
        if not self._process.is_alive() and not self._stopped:
            self._start()
        try:
            self._pipe.send(path)
            answer = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            return Unheard(path, f"{path}: {DIED}")
        if isinstance(answer, IvrError):
            raise answer
        if not isinstance(answer, Heard | Unheard):
            raise ContractError("a hearing process answered with something else")
        return answer

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._stopped = True
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection, listening: Listening) -> None:
    """The life of a worker: a path comes in, what was heard goes out, until nobody asks any more."""
    ears = Ears(listening)
    while True:
        try:
            path = pipe.recv()
        except EOFError:
            return
        try:
            answer: Heard | Unheard | IvrError = ears.hear(path)
        except IvrError as error:
            answer = error
        pipe.send(answer)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """A process started in here never sees Ctrl-C, which the terminal sends to all: its parent ends it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # or it starts with the first process, and lets interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
