"""What decoding in a worker process costs over decoding in this one, a file."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from speechcls import audio
from speechcls.audio import Clip, workers
from speechcls.paths import ASSETS

TIMES = 200


def milliseconds(read: Callable[[Path], Clip], file: Path) -> float:
    """Median over many readings of one file."""
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        read(file)
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)


def main() -> None:
    begun = time.perf_counter()
    files = sorted((ASSETS / "clips").glob("*.flac"))
    workers.read(files[0])
    print(f"a worker starts and answers in {time.perf_counter() - begun:.2f} s")
    here, there = ([milliseconds(read, file) for file in files] for read in (audio.read, workers.read))
    print(f"{len(files)} clips, median of {TIMES}: here {statistics.mean(here):.2f} ms, ", end="")
    print(f"by a worker {statistics.mean(there):.2f} ms")


if __name__ == "__main__":
    main()
