"""Seconds from `python app.py` until it answers, until its page works in Chromium, and until an example has its words.

With --against, another revision takes turns with this tree, in a worktree that is removed again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks import machine
from benchmarks.load import ROOT, worktree

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find
from serving import PATIENCE, free_port

MOMENTS = ("answers", "page works", "first words")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.add_argument("--against", metavar="REVISION", help="of this repository, to be measured beside it")
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args(arguments)
    chromium = find()
    if chromium is None:
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    with contextlib.ExitStack() as stack:
        places = {options.against: stack.enter_context(worktree(options.against))} if options.against else {}
        places["this tree"] = ROOT
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        taken = [[start(place, browser) for place in places.values()] for _ in range(options.repeats)]
    print(f"{machine()}; lower quartile of {options.repeats}, in s")
    lowest = np.percentile(taken, 25, axis=0)
    print(f"{'':14}" + "".join(f"{moment:>20}" for moment in MOMENTS))
    for name, row in zip(places, lowest, strict=True):
        print(f"{name:14}" + "".join(f"{s:13.2f} ({s / first:4.2f})" for s, first in zip(row, lowest[0], strict=True)))


def start(place: Path, browser: Browser) -> list[float]:
    """Seconds until each of the MOMENTS, of the app in a checkout."""
    port = free_port()
    with tempfile.TemporaryDirectory() as scratch:
        chosen = {"PYTHONPATH": str(place), "GRADIO_TEMP_DIR": scratch, "GRADIO_SERVER_PORT": str(port)}
        begun = time.perf_counter()
        command = [sys.executable, "app.py", "--no-browser"]
        server = subprocess.Popen(command, cwd=place, env=os.environ | chosen, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            moments = [_answers(address, begun)]
            page = browser.new_page()
            page.goto(address)
            page.wait_for_function("document.querySelector('.sound:not(.waits) .examples button')")
            moments.append(time.perf_counter() - begun)
            page.locator(".examples button").first.click()
            page.locator(".answer-words li").first.wait_for()
            moments.append(time.perf_counter() - begun)
            page.close()
        finally:
            server.terminate()
            server.wait()
    return moments


def _answers(address: str, begun: float) -> float:
    while time.perf_counter() - begun < PATIENCE:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=PATIENCE) as page:
            page.read()
            return time.perf_counter() - begun
        time.sleep(0.02)
    raise SystemExit(f"{address} did not answer within {PATIENCE} s.")


if __name__ == "__main__":
    main()
