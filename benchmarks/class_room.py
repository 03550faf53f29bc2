"""Thirty browsers open the page of `app.py --class` over https, ten of them listening at once, and how long it takes.

Server and browsers are in network namespaces of their own, joined by a pair of virtual cables, where the system lets
this user make such; elsewhere the browsers go by this computer's address on its network. The browsers are Chromium,
each person in a context of its own, and their microphone hears "stop" every two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

from benchmarks import machine

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from serving import PATIENCE, ROOT, free_port

MOST = 60  # browsers, so that a slip of the hand takes no computer down
SERVER, CLASS = "speechcls-server", "speechcls-class"  # network namespaces
ADDRESSES = {SERVER: "192.0.2.1", CLASS: "192.0.2.2"}  # for documentation (RFC 5737), so on no real network
WORD = 2.0  # s from one word at the microphone to the next
LATE = 120_000  # ms


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.class_room", description=__doc__)
    parser.add_argument("--browsers", type=int, default=30)
    parser.add_argument("--listening", type=int, default=10, help="how many of them listen at once")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long they listen")
    parser.add_argument("--visit", metavar="URL", help=argparse.SUPPRESS)  # the half that runs beside the browsers
    options = parser.parse_args(arguments)
    if not 0 < options.browsers <= MOST or not 0 <= options.listening <= options.browsers:
        parser.error(f"At most {MOST} browsers, and no more of them listening than there are.")
    if options.visit:
        print(json.dumps(asyncio.run(visit(options.visit, options.browsers, options.listening, options.seconds))))
        return
    with networks() as (inside_server, inside_class, how), serving(inside_server) as url:
        asked = ["--browsers", options.browsers, "--listening", options.listening, "--seconds", options.seconds]
        program = [sys.executable, "-m", "benchmarks.class_room", "--visit", url, *map(str, asked)]
        ended = subprocess.run([*inside_class, *program], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        report(json.loads(ended.stdout.splitlines()[-1]), how, options.seconds)


def report(seen: dict[str, list[float]], how: str, seconds: float) -> None:
    print(f"{len(seen['opened'])} browsers over https {how}, {len(seen['caught'])} listening; {machine()}")
    for name, told in (("opened", "page and first answer"), ("first", "first word caught, from Listen")):
        times = np.array(seen[name] or [np.nan])
        print(f"{told}: median {np.median(times):.1f} s, latest {times.max():.1f} s")
    said = int(seconds / WORD)
    print(f"words caught in {seconds:g} s, of some {said} said to each: {' '.join(f'{n:.0f}' for n in seen['caught'])}")
    print(f"complaints of the browsers: {len(seen['complaints'])}")


@contextlib.contextmanager
def networks() -> Iterator[tuple[list[str], list[str], str]]:
    """Commands that run a program in the server's and in the class's network, and how the two are joined."""
    made = [["ip", "netns", "add", name] for name in ADDRESSES]
    made += [["ip", "link", "add", "speechcls0", "netns", SERVER, "type", "veth", "peer", "speechcls1", "netns", CLASS]]
    for (name, address), cable in zip(ADDRESSES.items(), ("speechcls0", "speechcls1"), strict=True):
        inside = ["ip", "-n", name]
        made += [[*inside, "address", "add", f"{address}/24", "dev", cable]]
        made += [[*inside, "link", "set", link, "up"] for link in (cable, "lo")]
    try:
        if all(subprocess.run(command, capture_output=True, check=False).returncode == 0 for command in made):
            within = [["ip", "netns", "exec", name] for name in ADDRESSES]
            yield within[0], within[1], "from one network namespace to another"
        else:
            yield [], [], "by the address on this computer's network, since namespaces can't be made here"
    finally:
        for name in ADDRESSES:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)


@contextlib.contextmanager
def serving(inside: list[str]) -> Iterator[str]:
    """The address that a class is told, while the app serves it."""
    command = [*inside, sys.executable, "app.py", "--class", "--no-browser", f"--port={free_port()}"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRADIO_")} | {"PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield said_by(server, log)
        finally:
            server.terminate()
            server.wait(timeout=60)


def said_by(server: subprocess.Popen, log: IO[str]) -> str:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        log.seek(0)
        if url := re.search(r"https://[\w.:]+", log.read()):
            return url[0]
        time.sleep(0.2)
    log.seek(0)
    raise RuntimeError(f"The app did not come up:\n{log.read()}")


async def visit(url: str, browsers: int, listening: int, seconds: float) -> dict[str, list]:
    """What so many people see who open the page at once, some of whom then listen."""
    from playwright.async_api import async_playwright

    from browser.chromium import find, hearing

    chromium = find()
    if not chromium:
        raise SystemExit("No Chromium that starts was found; see tests/browser/chromium.py.")
    folder = Path(tempfile.mkdtemp())
    seen: dict[str, list] = {"opened": [], "first": [], "caught": [], "complaints": []}
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=hearing(folder / "stop.wav"))
            contexts = [await browser.new_context(ignore_https_errors=True) for _ in range(browsers)]
            pages = [await context.new_page() for context in contexts]
            for page in pages:
                page.set_default_timeout(LATE)
                page.on("pageerror", lambda error: seen["complaints"].append(str(error)))
            await asyncio.gather(*(_open(page, url, seen) for page in pages))
            await asyncio.gather(*(_listen(page, seconds, seen) for page in pages[:listening]))
            await browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return seen


async def _open(page: Any, url: str, seen: dict[str, list]) -> None:
    began = time.monotonic()
    await page.goto(url)
    await page.wait_for_function(
        "document.querySelector('.pictures')?.dataset.turn && document.querySelector('#word')"
        ".dataset.heard === 'true' && !document.querySelector('.listen').closest('.waits')"
    )
    seen["opened"].append(time.monotonic() - began)


async def _listen(page: Any, seconds: float, seen: dict[str, list]) -> None:
    began = time.monotonic()
    await page.click(".listen")
    await page.wait_for_selector("#detections li")
    seen["first"].append(time.monotonic() - began)
    await page.wait_for_timeout(1000 * seconds)
    seen["caught"].append(await page.locator("#detections li").count())
    await page.click(".listen")


if __name__ == "__main__":
    main()
