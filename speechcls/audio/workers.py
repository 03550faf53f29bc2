"""Decoding in worker processes: a file that crashes a decoder ends one worker, and no other file is affected."""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from speechcls.audio import decode, worker
from speechcls.audio.clip import EXPORT, MAX_SECONDS, SAMPLE_RATE, AudioError, Clip

SIZE = min(4, os.cpu_count() or 1)  # workers
SECONDS = 20.0  # for a file; the slowest file in fuzzing took under 2
MEMORY = 1 << 30  # bytes of address space, of which the libraries take a third
LARGEST = int(MAX_SECONDS * SAMPLE_RATE) * 4  # bytes of an answer
BROKE_DOWN = "could not be read: its decoder broke down, needed too much memory or took too long"
ROOT = Path(__file__).parents[2]
PROGRAM = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module(sys.argv.pop(1), run_name='__main__')"
)


Source = str | os.PathLike[str] | bytes


class Pool:
    """A pool of workers, started when needed, and replaced when they die or take too long.

    Threads may share it; a forked process starts its own workers.
    """

    def __init__(self, size: int = SIZE, seconds: float = SECONDS, memory: int = MEMORY, module: str = "") -> None:
        self.size, self.seconds, self.memory = size, seconds, memory
        self.module = module or worker.__name__
        self._free = threading.Condition()
        self._waiting: list[_Worker] = []
        self._busy = 0
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def read(self, source: str | os.PathLike[str] | bytes, name: str = "") -> Clip:
        """`audio.read` by a worker. Raises AudioError, also where the worker died."""
        data, name = decode.load(source, name)
        one = self._take()
        answer = None
        try:
            answer = one.ask(data, name, self.seconds)
        finally:
            self._give_back(one, well=answer is not None)
        if answer is None:
            raise AudioError(f"{name or 'The sound'} {BROKE_DOWN}. {EXPORT}")
        head, body = answer
        if "refused" in head:
            raise AudioError(str(head["refused"]))
        return Clip(np.frombuffer(body, np.float32), name, max(0.0, float(head.get("missing", 0))))

    def read_all(self, sources: Sequence[Source | AudioError]) -> list[Clip | AudioError]:
        """The clips of many files, one at a time for each worker; for a file that can't be read its AudioError."""
        from concurrent.futures import ThreadPoolExecutor

        def one(source: Source | AudioError) -> Clip | AudioError:
            try:
                return source if isinstance(source, AudioError) else self.read(source)
            except AudioError as error:
                return error

        with ThreadPoolExecutor(self.size) as threads:
            return list(threads.map(one, sources))

    def start(self) -> None:
        """Start a worker, so that it is there when the first file comes; whoever reads waits for it, or says why."""
        with self._free, contextlib.suppress(AudioError):
            if not self._waiting and not self._busy:
                self._waiting.append(_Worker(self.module, self.memory, self.seconds))

    def close(self) -> None:
        """End the idle workers. Another read starts new ones."""
        with self._free:
            ended, self._waiting = self._waiting, []
        for one in ended:
            one.end()

    def _forget(self) -> None:
        """Forget the workers in a forked child, since they are the parent's."""
        for one in self._waiting:
            one.let_go()
        self._free, self._waiting, self._busy = threading.Condition(), [], 0

    def _take(self) -> _Worker:
        """The idle worker used last, or a new one where the pool is not full."""
        with self._free:
            self._free.wait_for(lambda: self._waiting or self._busy < self.size)
            self._busy += 1
            one = self._waiting.pop() if self._waiting else None
        try:
            if one and one.process.poll() is not None:
                one.end()
                one = None
            one = one or _Worker(self.module, self.memory, self.seconds)
            one.wait()
        except BaseException:
            self._give_back(None, well=False)
            raise
        return one

    def _give_back(self, one: _Worker | None, well: bool) -> None:
        with self._free:
            self._busy -= 1
            if one and well:
                self._waiting.append(one)
            self._free.notify()
        if one and not well:
            one.end()


class _Worker:
    """One process and its pipes."""

    def __init__(self, module: str, memory: int, seconds: float) -> None:
        command = [sys.executable, "-c", PROGRAM, str(ROOT), module, str(memory), str(seconds + 5)]
        alone = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # since threads take address space
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=alone,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise AudioError(f"Sounds can't be read: no process can be started ({error.strerror}).") from error
        assert self.process.stdin and self.process.stdout
        self.to, self.source = self.process.stdin, self.process.stdout
        self._ready = False

    def wait(self) -> None:
        """Wait until it is ready. Raises AudioError if it doesn't start."""
        if not self._ready and self._hear(60.0, 0) is None:
            self.end()
            raise AudioError("Sounds can't be read: the process that decodes them does not start. See `doctor`.")
        self._ready = True

    def ask(self, data: bytes, name: str, seconds: float) -> tuple[dict[str, Any], bytes] | None:
        """The answer for a file; None where none came in time."""
        try:
            worker.send(self.to, {"name": name}, data)
        except OSError:  # the pipe is closed: the worker died
            return None
        return self._hear(seconds, LARGEST)

    def _hear(self, seconds: float, most: int) -> tuple[dict[str, Any], bytes] | None:
        late = threading.Timer(seconds, self.process.kill)
        late.daemon = True
        late.start()
        try:
            return worker.receive(self.source, most)
        except (OSError, ValueError):
            return None
        finally:
            late.cancel()

    def end(self) -> None:
        """Kill the process and wait for it; a worker holds nothing that could be lost."""
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()
        self.let_go()

    def let_go(self) -> None:
        for pipe in (self.to, self.source):
            with contextlib.suppress(OSError):
                pipe.close()


_pool = Pool()


def start() -> None:
    """Start what reads files, before the first one comes."""
    _pool.start()


def read(source: str | os.PathLike[str] | bytes, name: str = "") -> Clip:
    """`audio.read` in a worker process: for untrusted files."""
    return _pool.read(source, name)


def read_all(sources: Sequence[Source | AudioError]) -> list[Clip | AudioError]:
    """Many files; see `Pool.read_all`."""
    return _pool.read_all(sources)
