"""The Chromium that the browser tests drive: an installed one, or one that Playwright fetches."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import sync_playwright

from speechcls import audio
from speechcls.ui.selection import example_files

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "python -m playwright install --with-deps chromium"
MISSING = f"Not run: no Chromium that starts was found. Install one with: {INSTALL}"


def find() -> str | None:
    """The path of the first that starts: the one that CHROMIUM names, one on the PATH, Playwright's own."""
    return next((path for path in candidates() if path and starts(path)), None)


def candidates() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from map(shutil.which, NAMES)
    yield fetched()


def starts(path: str) -> bool:
    """Whether it can tell its version: one that lacks a library cannot, nor can a mere pointer to a package."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def fetched() -> str:
    """Where Playwright keeps, or would keep, the one that it fetches."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def hearing(microphone: Path) -> list[str]:
    """Options for a Chromium whose microphone hears silence, the example "stop", silence, and so on, at 48 kHz."""
    word = np.repeat(audio.read(example_files()["stop"]).samples, 3)  # the page's resampling takes the steps out
    quiet = np.zeros(24_000, np.float32)
    soundfile.write(microphone, np.concatenate([quiet, word, quiet]), 48_000, subtype="PCM_16")
    return [
        "--no-sandbox",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
    ]


def required() -> str:
    """The path; without one, the test that asks is reported as not run, and fails under CI=true."""
    if path := find():
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)


def fetch() -> None:
    """Have Playwright fetch one where none is found. That may fail: the tests then say what is missing."""
    if find() is None and subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode:
        print(f"Playwright could not fetch Chromium. {MISSING}", file=sys.stderr)


if __name__ == "__main__":
    fetch()
