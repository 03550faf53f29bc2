"""Milliseconds for one step of listening, sound in to scores out, beside Gradio's own streaming microphone.

With --clients, that many listen at once in real time instead: answers a second, delay, order, processor time, memory
and files left; with --floods, also while others send far too fast; with --browser, a Chromium that draws beside them;
with --against, the same at another revision first.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import numpy as np
from websockets.exceptions import WebSocketException

from benchmarks import frames, machine
from benchmarks._listeners import CHUNK, Live, Streamed, playing
from benchmarks.load import worktree
from speechcls import audio
from speechcls.models.classifier import Classifier
from speechcls.plots import clip_panels, mpl
from speechcls.ui.parts.front_ends import comparison

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from serving import PATIENCE, ROOT, free_port

LISTED = 16  # clients up to which each has a line of its own
FLOOD = 100  # times real time
TWO = "/live with two front ends"  # pictures of both and their difference, too
WAYS = ("/live", TWO, "Gradio", "Gradio with a figure")
PEERS = WAYS[2:]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--clients", type=int, default=0, help="listen in real time, so many at once")
    parser.add_argument("--browser", action="store_true", help="and a Chromium on the page, beside those of /live")
    parser.add_argument("--floods", type=int, default=0, help="and so many that send at FLOOD times real time")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long they listen")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--against", metavar="REVISION", help="of this repository, whose /live is measured first")
    parser.add_argument("--address", help="of an app that already runs, instead of starting one for /live")
    parser.add_argument("--peer", type=int, metavar="PORT", help="only serve the Gradio app that is compared with")
    options = parser.parse_args(arguments)
    if options.against and not options.clients:
        parser.error("--against takes --clients.")
    if options.floods and not (options.clients and options.ways == ["/live"]):
        parser.error("--floods takes --clients, and --ways /live.")
    if options.browser and not (options.clients and "/live" in options.ways):
        parser.error("--browser takes --clients, and /live among the ways.")
    if options.peer:
        peer().launch(server_port=options.peer, quiet=True, ssr_mode=False)
    elif options.clients:
        if options.against:
            with worktree(options.against) as before:
                print(options.against)
                listen_together("/live", options.clients, options.seconds, None, False, before)
        for way in options.ways:
            browser = options.browser and way == "/live"
            listen_together(way, options.clients, options.seconds, options.address, browser, floods=options.floods)
    else:
        compare_steps(options.repeats, options.ways, options.address)


def peer() -> gr.Blocks:
    """What a Gradio demo does: keep the last second in the session's state, answer, and perhaps draw."""
    classifier = Classifier.load()

    def hear(chunk: tuple[int, np.ndarray], kept: np.ndarray | None) -> tuple[dict[str, Any], np.ndarray]:
        rate, samples = chunk
        kept = samples if kept is None else np.concatenate([kept, samples])[-rate:]
        answer = classifier(audio.from_array(kept, rate))
        return {"number": int(samples[0]), "scores": answer.top(5)}, kept

    def draw(chunk: tuple[int, np.ndarray], kept: np.ndarray | None) -> tuple[dict[str, Any], np.ndarray, Any]:
        scores, kept = hear(chunk, kept)
        clip = audio.from_array(kept, chunk[0])
        return scores, kept, mpl.figure(clip_panels.waveform(clip, 0.0), clip_panels.spectrogram(clip, 0.0))

    with gr.Blocks(analytics_enabled=False) as page:
        kept, scores, plot = gr.State(None), gr.JSON(), gr.Plot()
        for work, outputs in ((hear, [scores, kept]), (draw, [scores, kept, plot])):
            sound = gr.Audio(sources=["microphone"], streaming=True)
            sound.stream(work, [sound, kept], outputs, stream_every=CHUNK, time_limit=3600, concurrency_limit=16)
    return page


def opener(way: str, address: str) -> contextlib.AbstractAsyncContextManager[Any]:
    if way in PEERS:
        return Streamed.open(address, PEERS.index(way))
    return Live.open(address, comparison.FIRST if way == TWO else None)


@contextlib.contextmanager
def server(way: str, scratch: Path, place: Path = ROOT) -> Iterator[tuple[str, int]]:
    """Address and process id of a server of that kind; what it leaves on disk lies in `scratch`."""
    port = free_port()
    ours = ["app.py", "--no-browser", f"--port={port}"]
    command = ["-m", "benchmarks.live", f"--peer={port}"] if way in PEERS else ours
    folders = {"TMPDIR": str(scratch), "GRADIO_TEMP_DIR": str(scratch / "uploads"), "PYTHONPATH": str(place)}
    environment = os.environ | folders | {"GRADIO_ANALYTICS_ENABLED": "False"}
    running = subprocess.Popen([sys.executable, *command], cwd=place, env=environment, stdout=subprocess.DEVNULL)
    begun, address, ready = time.monotonic(), f"http://127.0.0.1:{port}", False
    try:
        while not ready and running.poll() is None and time.monotonic() < begun + PATIENCE:
            time.sleep(0.2)
            with contextlib.suppress(OSError):
                ready = urllib.request.urlopen(address, timeout=30).status == 200
        if not ready:
            sys.exit(f"The server of {way} did not come up.")
        yield address, running.pid
    finally:
        running.terminate()
        running.wait(timeout=30)


def compare_steps(repeats: int, ways: Sequence[str], running: str | None) -> None:
    """One client, who waits for each answer; the ways take turns."""
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = running or stack.enter_context(server("/live", scratch))[0]
        theirs = stack.enter_context(server("Gradio", scratch))[0] if set(ways) & set(PEERS) else ""
        times = asyncio.run(_steps({way: theirs if way in PEERS else ours for way in ways}, repeats))
    print(
        f"one step of {1000 * CHUNK:g} ms, from sending sound to having its scores; {machine()}; medians of {repeats}"
    )
    least = min(times.values())
    for way, taken in times.items():
        print(f"  {way:22}{taken:9.1f} ms{taken / least:8.1f} times the shortest")


async def _steps(addresses: dict[str, str], repeats: int) -> dict[str, float]:
    times: dict[str, list[float]] = {way: [] for way in addresses}
    sound = playing(0)
    async with contextlib.AsyncExitStack() as stack:
        clients = {way: await stack.enter_async_context(opener(way, at)) for way, at in addresses.items()}
        answers = {way: client.answers() for way, client in clients.items()}
        for number in range(repeats + 10):
            for way, client in clients.items():
                begun = time.perf_counter()
                await client.send(number, next(sound))
                while (await anext(answers[way]))[0] != number:
                    pass
                times[way].append(1000 * (time.perf_counter() - begun))
    return {way: statistics.median(taken[10:]) for way, taken in times.items()}


@dataclass
class Heard:
    """What one client saw of its answers."""

    answers: int = 0
    backwards: int = 0  # answers about a chunk older than that of the one before
    delays: list[float] = field(default_factory=list)  # ms from sending the newest chunk to its scores
    words: Counter[str] = field(default_factory=Counter)
    pictures: int = 0  # of two front ends
    failed: str = ""  # why it ended before its time


def listen_together(
    way: str, clients: int, seconds: float, running: str | None, browser: bool, place: Path = ROOT, floods: int = 0
) -> None:
    """Clients that send in real time and take what comes; with floods, without them first."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        scratch = Path(folder)
        address, pid = (
            (running, 0) if running and way not in PEERS else stack.enter_context(server(way, scratch, place))
        )
        _both(way, address, clients, 3.0, browser)  # warm
        time.sleep(1.0)  # until the server has seen them go
        before, busy = memory(pid), processor_seconds(pid)
        if floods:
            calm, _ = _both(way, address, clients, seconds, browser)
            print(f"{way}, before any flood: {_together_in_words(calm, seconds)}")
            time.sleep(1.0)
        heard, drawn = _both(way, address, clients, seconds, browser, floods)
        grown, files = memory(pid) - before, sum(file.is_file() for file in scratch.rglob("*"))
        busy = processor_seconds(pid) - busy
    beside = f" beside {floods} that send {FLOOD} times as much" if floods else ""
    print(f"{way}: {clients} clients{beside} for {seconds:g} s; {machine()}")
    print(f"  {_together_in_words(heard, seconds)}; the server took {busy / seconds:.2f} cores")
    for one in heard if clients <= LISTED else []:
        delays = sorted(one.delays) or [float("nan")]
        late = f"{delays[len(delays) // 2]:.0f} ms, 95th percentile {delays[int(0.95 * len(delays))]:.0f} ms"
        words = ", ".join(f"{word} {count}" for word, count in one.words.most_common())
        drawings = f", {one.pictures / seconds:.1f} pictures/s" if one.pictures else ""
        print(
            f"  {one.answers / seconds:5.1f} answers/s{drawings}, {one.backwards} backwards, after {late}; "
            f"{words}{one.failed}"
        )
    if drawn:
        frames.report(*drawn)
    print(f"  server's memory grew by {grown:.1f} MB; {files} files on its disk", flush=True)


def _together_in_words(heard: list[Heard], seconds: float) -> str:
    """How many were answered all along, how often, and after how long, all clients' answers taken together."""
    delays = sorted(delay for one in heard for delay in one.delays) or [float("nan")]
    served = [one for one in heard if not one.failed]
    rate = min((one.answers / seconds for one in served), default=0.0)
    return (
        f"{len(served)} of {len(heard)} were answered to the end, the slowest {rate:.1f} times a second; all answers "
        f"after {delays[len(delays) // 2]:.0f} ms, 95th percentile {delays[int(0.95 * len(delays))]:.0f} ms"
    )


def _both(
    way: str, address: str, clients: int, seconds: float, browser: bool, floods: int = 0
) -> tuple[list[Heard], Any]:
    """What the clients saw, and what frames.py measures in the Chromium beside them."""
    full = threading.Event()
    with ThreadPoolExecutor(1, "browser") as beside:
        drawn = beside.submit(frames.browse, address, seconds, 1280, full.set) if browser else None
        if drawn:
            full.wait(PATIENCE)
        return asyncio.run(_together(way, address, clients, seconds, floods)), drawn and drawn.result()


async def _together(way: str, address: str, clients: int, seconds: float, floods: int) -> list[Heard]:
    """What the clients saw that send in real time."""
    listening = [_listen(way, address, client, seconds) for client in range(clients)]
    flooding = [_listen(way, address, client, seconds, CHUNK / FLOOD) for client in range(floods)]
    return (await asyncio.gather(*listening, *flooding))[:clients]


async def _listen(way: str, address: str, client: int, seconds: float, every: float = CHUNK) -> Heard:
    """Send a chunk `every` so many seconds."""
    heard, sent = Heard(), [0.0] * (round(seconds / every) + 1)

    async def take(answers: AsyncIterator[tuple[int, list[str]]]) -> None:
        last = -1
        async for number, words in answers:
            heard.answers += 1
            heard.backwards += number < last
            heard.delays.append(1000 * (time.perf_counter() - sent[number]))
            heard.words.update(words)
            last = number

    try:
        async with opener(way, address) as listening:
            taking = asyncio.create_task(take(listening.answers()))
            begun = time.perf_counter() + CHUNK * client / 8  # they don't speak in step
            for number, samples in zip(range(len(sent)), playing(client), strict=False):
                await asyncio.sleep(begun + number * every - time.perf_counter())
                if time.perf_counter() > begun + seconds or taking.done():
                    break
                sent[number] = time.perf_counter()
                await listening.send(number, samples)
            taking.cancel()
            await asyncio.wait([taking])
            heard.pictures = getattr(listening, "pictures", 0)
            if not taking.cancelled() and (error := taking.exception()):
                heard.failed = repr(error)
    except (httpx.HTTPError, OSError, WebSocketException) as error:
        heard.failed = repr(error)
    return heard


def processor_seconds(pid: int) -> float:
    """Processor time of a process with all its threads, in s; NaN where the system doesn't tell."""
    status = Path(f"/proc/{pid}/stat")
    if not status.exists():
        return float("nan")
    user, system = status.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Resident memory of a process in MB; NaN where the system doesn't tell."""
    status = Path(f"/proc/{pid}/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if status.exists() else float("nan")


if __name__ == "__main__":
    main()
