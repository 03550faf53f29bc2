"""Seconds for many files: dropped on the page in Chromium, and by the command line on the same files; and Cancel's."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import soundfile
from playwright.sync_api import Page, sync_playwright

from benchmarks import machine
from speechcls import audio
from speechcls.audio import SAMPLE_RATE
from speechcls.ui.selection import example_files

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find
from serving import serving

PATIENCE = 600_000  # ms
STATUS = ".many [role=status]"
# Clicks Cancel, and resolves to the milliseconds until the page says that it has ended.
CANCEL = """() => new Promise((resolve) => {
  const begun = performance.now();
  const status = document.querySelector(".many [role=status]");
  new MutationObserver(() => {
    if (status.textContent.startsWith("Cancelled")) resolve(performance.now() - begun);
  }).observe(status, { childList: true });
  document.querySelector(".many-cancel").click();
})"""


def write(folder: Path, count: int) -> None:
    """Files of a second, in folders of their words: the examples, each shifted and softened by its own amount."""
    sounds = {name: audio.read(file).samples[:SAMPLE_RATE] for name, file in example_files().items()}
    names = sorted(sounds)
    for number in range(count):
        name = names[number % len(names)]
        samples = np.roll(sounds[name], 16 * (number % 200)) * (1 - 0.5 * number / count)
        (folder / name).mkdir(exist_ok=True)
        soundfile.write(folder / name / f"voice{number % 50}_nohash_{number}.wav", samples, SAMPLE_RATE)


class Memory:
    """The resident memory (MB) of the servers that this program started, sampled until it is told to end."""

    def __init__(self) -> None:
        self.samples: list[float] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _sample(self) -> None:
        while not self._ended.wait(0.2):
            self.samples.append(sum(map(resident, children(os.getpid()))))

    def end(self) -> list[float]:
        self._ended.set()
        self._thread.join()
        return self.samples


def children(pid: int) -> list[int]:
    """Python programs below a process: the server and its workers, not the browser."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid=,comm="], capture_output=True, text=True).stdout
    rows = [line.split(None, 2) for line in found.splitlines()]
    below = {pid}
    for number, parent, _ in sorted(rows, key=lambda row: int(row[0])):
        if int(parent) in below:
            below.add(int(number))
    return [int(number) for number, _, name in rows if int(number) in below - {pid} and name.startswith("python")]


def resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0  # it has ended
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def dropped(page: Page, folder: Path, count: int) -> float:
    """Seconds until all files of a folder are answered on the page."""
    page.evaluate(f"document.querySelector('{STATUS}').textContent = ''")  # which a run before has left
    begun = time.perf_counter()
    page.locator(".many-folder").set_input_files(folder)
    said = f"document.querySelector('{STATUS}').textContent.startsWith('{count:,} files answered')"
    page.wait_for_function(said, timeout=PATIENCE)
    return time.perf_counter() - begun


def cancelled(page: Page, folder: Path) -> float:
    """Milliseconds from a click on Cancel, a quarter of the way, until the page has ended."""
    page.locator(".many-folder").set_input_files(folder)
    page.wait_for_function("document.querySelector('.many-progress').value > 100", timeout=PATIENCE)
    return page.evaluate(CANCEL)


def command(folder: Path) -> float:
    """Seconds of the command line on the same files, its start included."""
    begun = time.perf_counter()
    program = [sys.executable, "-m", "speechcls", "predict", str(folder), "--variant", "compact"]
    subprocess.run(program, check=True, capture_output=True)
    return time.perf_counter() - begun


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.many_files", description=__doc__)
    options.add_argument("--files", type=int, default=1_000)
    count = options.parse_args(arguments).files
    chromium = find()
    if chromium is None:
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder, run = Path(scratch) / "files", Path(scratch) / "run"
        folder.mkdir()
        run.mkdir()
        write(folder, count)
        with serving(run) as address:
            page = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
            page.goto(address)
            page.locator("#variant canvas").first.wait_for()
            dropped(page, folder, count)  # once before, so that all workers are there
            memory = Memory()
            seconds = dropped(page, folder, count)
            samples = memory.end()
            ended = cancelled(page, folder)
        alone = command(folder)
    print(f"{count:,} clips of a second; {machine()}:")
    print(f"  dropped on the page {seconds:6.1f} s, by the command line {alone:6.1f} s, its start included")
    print(f"  server's memory from {samples[0]:.0f} to {samples[-1]:.0f} MB, at most {max(samples):.0f} MB")
    print(f"  Cancel ends it after {ended:.0f} ms")


if __name__ == "__main__":
    main()
