"""The worker process that decodes: bytes of files come in, samples or a refusal go out, one after another.

A message is the length of its head (8 bytes), a head in JSON, and a body of as many bytes as the head says. Nothing is
pickled, since a malicious file may have taken the process over.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import signal
import struct
import sys
from collections.abc import Callable
from typing import IO, Any

from speechcls.audio.clip import AudioError, Clip

Decode = Callable[[bytes, str], Clip]


def send(to: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    text = json.dumps(head | {"bytes": len(body)}).encode()
    for part in (struct.pack("<Q", len(text)) + text, body):
        view = memoryview(part)
        while view:
            view = view[to.write(view) :]


def receive(source: IO[bytes], most: int) -> tuple[dict[str, Any], bytes] | None:
    """A message with a body of at most `most` bytes; None where the other side has gone or sent something invalid."""
    length = _exactly(source, 8)
    if length is None or (size := struct.unpack("<Q", length)[0]) > 1 << 16:
        return None
    text = _exactly(source, size)
    if text is None:
        return None
    head = json.loads(text)
    if not isinstance(head, dict) or not isinstance(head.get("bytes"), int) or not 0 <= head["bytes"] <= most:
        return None
    body = _exactly(source, head["bytes"])
    return None if body is None else (head, body)


def _exactly(source: IO[bytes], count: int) -> bytes | None:
    parts, rest = [], count
    while rest:
        part = source.read(min(rest, 1 << 20))
        if not part:
            return None
        parts.append(part)
        rest -= len(part)
    return b"".join(parts)


def limit_memory(size: int) -> None:
    """Limit the address space, where the system has such a limit, and disable core dumps."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def serve(decode: Decode, memory: int, seconds: float, largest: int) -> None:
    """Decode until the other side closes the pipe. A file that takes longer than `seconds` ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the other side, whose end ends this process
    source, to = (os.fdopen(os.dup(fd), mode, buffering=0) for fd, mode in ((0, "rb"), (1, "wb")))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):  # output of libraries must not mix with messages, nor reach a terminal
        os.dup2(nowhere, fd)
    limit_memory(memory)
    send(to, {"ready": True})
    with open(os.devnull, "w") as log:
        while message := receive(source, largest):
            head, data = message
            faulthandler.dump_traceback_later(
                seconds, exit=True, file=log
            )  # a watchdog thread in C, independent of the GIL
            try:
                clip = decode(data, head["name"])
                send(to, {"missing": clip.missing}, clip.samples.tobytes())
            except AudioError as error:
                send(to, {"refused": str(error)})
            faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    from speechcls.audio.decode import MAX_BYTES, from_bytes

    serve(from_bytes, int(sys.argv[1]), float(sys.argv[2]), MAX_BYTES)
