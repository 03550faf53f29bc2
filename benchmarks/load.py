"""Latency, memory, threads, handles and files of the app while many people upload and others open the page.

Each uploads a second of sound and has it answered every five seconds; openers load the page and what it asks for first.
With --against, a server of another revision is measured in turn with this one, in a worktree that is removed again.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import soundfile

from benchmarks import machine
from speechcls.audio import SAMPLE_RATE

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from serving import PATIENCE, ROOT, free_port

MOST_PEOPLE, MOST_SECONDS = 200, 3600  # so that a slip of the hand takes no computer down
EVERY = 5.0  # s between two uploads of one person, and two openings of the page
FIRST = ("/", "/config", "/theme.css", "/scope/page.js", "/clips/bird.flac")  # what a browser that opens it asks for


@dataclass
class Seen:
    """What people saw of one server, and what it took."""

    uploads: list[float] = field(default_factory=list)  # ms from sending a sound to having its word
    pages: list[float] = field(default_factory=list)  # ms until the page and what it asks for first have come
    failed: int = 0
    states: list[dict[str, float]] = field(default_factory=list)  # before, at times during, and after


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--uploaders", type=int, default=40)
    parser.add_argument("--openers", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long each server is under load")
    parser.add_argument("--against", metavar="REV", help="a revision of git to measure first")
    options = parser.parse_args(arguments)
    if not 0 < options.uploaders + options.openers <= MOST_PEOPLE or not 0 < options.seconds <= MOST_SECONDS:
        parser.error(f"At most {MOST_PEOPLE} people for at most {MOST_SECONDS} s.")
    print(f"{options.uploaders} upload and {options.openers} open the page every {EVERY:g} s; {machine()}", flush=True)
    if options.against:
        with worktree(options.against) as place:
            report(options.against, measure(place, options.uploaders, options.openers, options.seconds))
    report("this tree", measure(ROOT, options.uploaders, options.openers, options.seconds))


@contextlib.contextmanager
def worktree(revision: str) -> Iterator[Path]:
    """A folder with the files of a revision."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "tree"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(place), revision], check=True)
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], check=True)


def measure(place: Path, uploaders: int, openers: int, seconds: float) -> Seen:
    """What comes of a server that runs from a folder, on this computer only."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as scratch:
        with running(place, scratch) as (address, pid):
            asyncio.run(_crowd(address, uploaders, openers, min(5.0, seconds), Seen()))  # warm
            seen.states.append(state(pid, Path(scratch)))
            asyncio.run(_crowd(address, uploaders, openers, seconds, seen, lambda: state(pid, Path(scratch))))
            time.sleep(EVERY)  # connections close
            seen.states.append(state(pid, Path(scratch)))
        seen.states.append({"files": sum(path.is_file() for path in Path(scratch).rglob("*"))})
        return seen


@contextlib.contextmanager
def running(place: Path, scratch: str) -> Iterator[tuple[str, int]]:
    """Address and process id of a server that runs from a folder, with its files below `scratch`."""
    port = free_port()
    environment = {"TMPDIR": scratch, "GRADIO_TEMP_DIR": f"{scratch}/uploads", "GRADIO_ANALYTICS_ENABLED": "False"}
    command = [sys.executable, "app.py", "--no-browser", "--host=127.0.0.1", f"--port={port}"]
    server = subprocess.Popen(command, cwd=place, env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _when_ready(address, server)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _when_ready(address: str, running: subprocess.Popen) -> None:
    begun = time.monotonic()
    while running.poll() is None and time.monotonic() < begun + PATIENCE:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=30):
            return
        time.sleep(0.2)
    sys.exit("The server did not come up.")


def state(pid: int, scratch: Path) -> dict[str, float]:
    """Memory in MB, threads and handles of a process, and files and folders below its scratch folder."""
    place = Path(f"/proc/{pid}")
    below = list(os.walk(scratch))  # which passes over what goes meanwhile
    return {
        "MB": int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6,
        "threads": len(list((place / "task").iterdir())),
        "handles": len(list((place / "fd").iterdir())),
        "files": sum(len(files) for _, _, files in below),
        "folders": sum(len(folders) for _, folders, _ in below),
    }


async def _crowd(
    address: str,
    uploaders: int,
    openers: int,
    seconds: float,
    seen: Seen,
    look: Callable[[], dict[str, float]] | None = None,
) -> None:
    """Everybody at once, each beginning at another moment of the first five seconds."""
    until = time.monotonic() + seconds
    people = [_again(until, seen.uploads, seen, lambda: _upload(address)) for _ in range(uploaders)]
    people += [_again(until, seen.pages, seen, lambda: _open(address)) for _ in range(openers)]
    crowd = asyncio.gather(*people)
    while look and time.monotonic() < until:
        await asyncio.sleep(min(30.0, seconds / 4))
        seen.states.append(await asyncio.to_thread(look))
    await crowd


async def _again(until: float, times: list[float], seen: Seen, work: Callable[[], Awaitable[None]]) -> None:
    await asyncio.sleep(random.uniform(0, EVERY))
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            await work()
            times.append(1000 * (time.monotonic() - begun))
        except (httpx.HTTPError, OSError, ValueError):
            seen.failed += 1
        await asyncio.sleep(max(0.0, begun + EVERY - time.monotonic()))


@contextlib.asynccontextmanager
async def _browser(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, timeout=60) as web:
        yield web


async def _upload(address: str) -> None:
    wav = io.BytesIO()
    soundfile.write(wav, np.random.default_rng().normal(0, 0.1, SAMPLE_RATE), SAMPLE_RATE, format="WAV")
    async with _browser(address) as web:
        sent = await web.post("/gradio_api/upload", files={"files": ("a.wav", wav.getvalue(), "audio/wav")})
        sound = {"path": sent.raise_for_status().json()[0], "meta": {"_type": "gradio.FileData"}}
        called = await web.post("/gradio_api/call/classify", json={"data": [sound, ""]})
        answer = await web.get(f"/gradio_api/call/classify/{called.raise_for_status().json()['event_id']}")
        if "label" not in json.loads(answer.text.rpartition("data: ")[2])[0]:
            raise ValueError(answer.text)


async def _open(address: str) -> None:
    async with _browser(address) as web:
        for path in FIRST:
            (await web.get(path)).raise_for_status()


def report(name: str, seen: Seen) -> None:
    print(f"{name}: {seen.failed} failed")
    for what, times in (("upload and answer", seen.uploads), ("page", seen.pages)):
        if times:
            half, most, all_but_few = (f"{np.percentile(times, percent):.0f}" for percent in (50, 95, 99))
            print(f"  {what:18} {len(times):6} times, 50, 95, 99 %: {half}, {most}, {all_but_few} ms")
    *during, ended = seen.states
    for key in during[0]:
        print(f"  {key:18} {', '.join(f'{one[key]:.0f}' for one in during)}")
    print(f"  {ended['files']} files are left once the server has ended", flush=True)


if __name__ == "__main__":
    main()
