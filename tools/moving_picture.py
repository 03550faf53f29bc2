"""Makes the README's moving picture: the page listens to words, which appear as they are said.

python -m tools.moving_picture
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from speechcls import audio
from speechcls.audio import SAMPLE_RATE
from speechcls.paths import ASSETS
from speechcls.ui.selection import example_files

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find
from serving import serving

FILE = ASSETS / "screenshots" / "listening.webp"
SAID = ("yes", "seven", "bird", "stop", "happy")
WIDE, HIGH = 1100, 800  # px of the page
WIDTH = 640  # px of the picture
FRAMES, EVERY = 20, 400  # pictures, and ms between them
QUALITY = 30  # of WebP, at which the file stays below 200 KB
WAIT = 60_000  # ms


def speech(file: Path) -> list[str]:
    """Writes the words with half a second between them, and gives Chromium's options to hear them as a microphone."""
    quiet = np.zeros(SAMPLE_RATE // 2, np.float32)
    words = [part for name in SAID for part in (quiet, audio.read(example_files()[name]).samples)]
    soundfile.write(file, np.repeat(np.concatenate([*words, quiet]), 3), 3 * SAMPLE_RATE, subtype="PCM_16")
    fake = "--use-fake-ui-for-media-stream --use-fake-device-for-media-stream"
    return ["--no-sandbox", *fake.split(), f"--use-file-for-fake-audio-capture={file}"]


def frames(page: Page) -> list[Image.Image]:
    """The page while it listens, from the first word that it caught on."""
    page.locator(".listen").click()
    page.locator("#detections li").first.wait_for(timeout=WAIT)
    page.locator(".pictures").scroll_into_view_if_needed()
    taken = []
    for _ in range(FRAMES):
        taken.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        page.wait_for_timeout(EVERY)
    height = round(WIDTH * HIGH / WIDE)
    return [frame.resize((WIDTH, height), Image.Resampling.LANCZOS) for frame in taken]


def main() -> None:
    chromium = find()
    if chromium is None:
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=speech(Path(folder) / "said.wav"))
        with serving(Path(folder)) as address:
            page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
            page.goto(address)
            page.locator("#variant canvas").first.wait_for(timeout=WAIT)
            first, *others = frames(page)
        browser.close()
    first.save(FILE, save_all=True, append_images=others, duration=EVERY, loop=0, quality=QUALITY, method=6)
    print(f"{FILE.name}: {FILE.stat().st_size / 1000:.0f} KB, {FRAMES} pictures of {first.width} x {first.height}")


if __name__ == "__main__":
    main()
