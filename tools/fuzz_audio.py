"""Damage sound files of twenty kinds at random, and see that each ends in a clip or a sentence.

    python -m tools.fuzz_audio --count 50000 --seed 1
    python -m tools.fuzz_audio --count 5000 --through page   # upload and /classify of a page that is started for it
    python -m tools.fuzz_audio --through bombs               # an hour of silence in small files

Every file goes through the worker processes that page, API and predict read with. Told at the end: how many gave a clip
or a sentence, how many workers broke down, the slowest file, and the highest memory of a worker. Not part of the tests;
they run a few hundred of the same.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import av
import httpx
import numpy as np
import soundfile

from speechcls.audio import AudioError, Clip
from speechcls.audio.workers import BROKE_DOWN, Pool

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from serving import serving

WITH_SOUNDFILE = (
    ("WAV", "PCM_16"), ("WAV", "IMA_ADPCM"), ("WAV", "ULAW"), ("RF64", "PCM_24"), ("W64", "FLOAT"), ("AIFF", "PCM_16"),
    ("AU", "PCM_16"), ("CAF", "ALAC_16"), ("NIST", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("OGG", "OPUS"),
    ("MP3", "MPEG_LAYER_III"),
)  # fmt: skip
WITH_FFMPEG = (
    ("adts", "aac"), ("ipod", "aac"), ("mp4", "flac"), ("webm", "libopus"), ("matroska", "pcm_s16le"),
    ("mpegts", "aac"), ("wav", "g722"), ("ac3", "ac3"), ("avi", "libmp3lame"), ("mp3", "libmp3lame"), ("tta", "tta"),
)  # fmt: skip
RATE = 16_000
NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def seeds() -> list[tuple[str, bytes]]:
    """Half a second of noise over a tone in every kind, named."""
    rng = np.random.default_rng(0)
    samples = 0.3 * np.sin(np.arange(RATE // 2) * 0.2) + rng.normal(0, 0.02, RATE // 2)
    made = []
    for form, subtype in WITH_SOUNDFILE:
        file = io.BytesIO()
        soundfile.write(file, samples, RATE, format=form, subtype=subtype)
        made.append((f"{form} {subtype}", file.getvalue()))
    made += [(f"{container} {codec}", _encoded(container, codec, samples)) for container, codec in WITH_FFMPEG]
    return made


def _encoded(container: str, codec: str, samples: np.ndarray) -> bytes:
    rate = 48_000 if codec == "ac3" else RATE
    file = io.BytesIO()
    with av.open(file, "w", format=container) as target:
        stream = target.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()


def damaged(data: bytes, rng: random.Random) -> bytes:
    """One to six changes: bytes, bits and numbers, more often in the header; parts cut, doubled, filled or joined."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(min(len(changed), 200) if rng.random() < 0.5 else len(changed))
        length = rng.choice((1, 2, 4, 8, 64, 400))
        match rng.randrange(7):
            case 0:
                changed[at] = rng.randrange(256)
            case 1:
                changed[at] ^= 1 << rng.randrange(8)
            case 2:
                changed[at : at + 4] = rng.choice(NUMBERS).to_bytes(4, rng.choice(("little", "big")))
            case 3:
                del changed[at : at + length]
            case 4:
                changed[at:at] = changed[at : at + length]
            case 5:
                changed[at : at + length] = rng.randbytes(length)
            case 6:
                del changed[rng.randrange(len(changed)) :]
        if not changed:
            changed = bytearray(data)
    return bytes(changed)


def files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many damaged files, each named by its kind; the same for the same seed."""
    rng, whole = random.Random(seed), seeds()
    for _ in range(count):
        kind, data = rng.choice(whole)
        yield kind, damaged(data, rng)


def run(pool: Pool, count: int, seed: int) -> tuple[Counter[str], list[tuple[float, str]], Counter[str]]:
    """What became of the files, the slowest (s) of them, and the kinds of those that ended a worker."""
    outcomes: Counter[str] = Counter()
    slow: list[tuple[float, str]] = []
    fatal: Counter[str] = Counter()

    def read(named: tuple[str, bytes]) -> tuple[str, float, str]:
        begun = time.perf_counter()
        try:
            clip: Clip | None = pool.read(named[1])
            outcome = "clip with a part missing" if clip and clip.missing else "clip"
        except AudioError as error:
            outcome = "broke down" if BROKE_DOWN in str(error) else "sentence"
        return outcome, time.perf_counter() - begun, named[0]

    chunk, made = 1000, files(count, seed)
    with ThreadPoolExecutor(pool.size) as threads:
        for _ in range(0, count, chunk):
            some = [named for _, named in zip(range(chunk), made, strict=False)]
            for outcome, seconds, kind in threads.map(read, some):
                outcomes[outcome] += 1
                slow = sorted([*slow, (seconds, kind)])[-3:]
                if outcome == "broke down":
                    fatal[kind] += 1
            print(f"{sum(outcomes.values()):>8,} of {count:,}: {dict(outcomes)}", file=sys.stderr, flush=True)
    return outcomes, slow, fatal


def through_page(count: int, seed: int, workers: int) -> None:
    """Send files to a page as programs do, and tell what came of them and what the server left."""
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        with serving(scratch) as address, httpx.Client(base_url=address, timeout=120) as web:
            with ThreadPoolExecutor(workers) as threads:
                for outcome in threads.map(lambda named: _ask(web, named[1]), files(count, seed)):
                    outcomes[outcome] += 1
            print(f"{count:,} files through the page: {dict(outcomes)}")
            print(f"a whole one then: {_ask(web, dict(seeds())['WAV PCM_16'])}")
        left = [path for path in scratch.rglob("*") if path.is_file() and path.name != "server.log"]
        print(f"{len(left)} files left once the server has ended; in its terminal:")
        print((scratch / "server.log").read_text())


def _ask(web: httpx.Client, data: bytes) -> str:
    (path,) = web.post("/gradio_api/upload", files={"files": ("a.wav", data)}).json()
    body = {"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}, ""]}
    event = web.post("/gradio_api/call/classify", json=body).json()["event_id"]
    answer = web.get(f"/gradio_api/call/classify/{event}").text
    if answer.startswith("event: complete"):
        return "answer with a part missing" if json.loads(answer.rpartition("data: ")[2])[0]["missing"] else "answer"
    return "broke down" if BROKE_DOWN in answer else "sentence" if "event: error" in answer else f"odd: {answer[:80]}"


def explode(pool: Pool) -> None:
    """Read an hour of silence in each of some formats, which makes small files, and tell what is said of it."""
    silence = np.zeros(3600 * RATE, np.float32)
    flac = io.BytesIO()
    soundfile.write(flac, silence, RATE, format="FLAC")
    made = {
        "flac": flac.getvalue(),
        "opus": _encoded("ogg", "libopus", silence),
        "webm": _encoded("webm", "libopus", silence),
    }
    for kind, data in made.items():
        begun = time.perf_counter()
        try:
            pool.read(data, f"hour.{kind}")
            said = "read, which it must not be"
        except AudioError as error:
            said = str(error)
        print(f"{kind}: {len(data) / 2**20:.2f} MB, {time.perf_counter() - begun:.2f} s: {said}")
    print(f"highest memory of a worker: {peak_memory(pool):.0f} MB")
    pool.close()


def peak_memory(pool: Pool) -> float:
    """Highest resident memory (MB) of the workers that wait, to be asked before the pool is closed; nan off Linux."""
    peaks = [_peak(one.process.pid) for one in pool._waiting]
    return max(peaks, default=float("nan"))


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=10_000, help="damaged files")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--through", choices=("pool", "page", "bombs"), default="pool")
    asked = parser.parse_args()
    if asked.through == "page":
        through_page(asked.count, asked.seed, asked.workers)
        return
    pool = Pool(size=asked.workers)
    if asked.through == "bombs":
        explode(pool)
        return
    begun = time.perf_counter()
    outcomes, slow, fatal = run(pool, asked.count, asked.seed)
    peak = peak_memory(pool)
    pool.close()
    print(f"{asked.count:,} files in {time.perf_counter() - begun:.0f} s: {dict(outcomes)}")
    print(f"workers that broke down, by kind: {dict(fatal)}")
    print("slowest: " + ", ".join(f"{seconds:.2f} s ({kind})" for seconds, kind in reversed(slow)))
    print(f"highest memory of a worker: {peak:.0f} MB")


if __name__ == "__main__":
    main()
