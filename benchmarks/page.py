"""Milliseconds in Chromium from the click until a recording, or another network, is answered on the page."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find, hearing
from serving import serving

SECONDS = 1.5  # recorded
# Calls what is given, and resolves to the milliseconds until the element's content next changes.
UNTIL_CHANGED = """([selector, action]) => new Promise((resolve) => {
  const begun = performance.now();
  const every = { childList: true, subtree: true, characterData: true, attributes: true };
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - begun));
  }).observe(document.querySelector(selector), every);
  eval(action);
})"""


def ours(browser: Browser, address: str, repeats: int) -> dict[str, list[float]]:
    """Recording to words, and choosing to words, on this project's page."""
    page = browser.new_page()
    page.goto(address)
    page.locator(".replay[aria-label]").wait_for()
    recorded = []
    for _ in range(repeats):
        page.locator(".listen").click()
        page.locator(".sound.listening-now .panel").wait_for()
        page.wait_for_timeout(1000 * SECONDS)
        click = "document.querySelector('.listen').click()"
        recorded.append(page.evaluate(UNTIL_CHANGED, [".answer-spoken", click]))
    page.wait_for_timeout(500)
    return {"record": recorded, "choose": toggled(page, ".answer-words", repeats)}


def toggled(page: Page, selector: str, repeats: int) -> list[float]:
    times = []
    for turn in range(3 * repeats):
        click = f"document.querySelectorAll('input[type=radio]')[{turn % 3}].click()"
        times.append(page.evaluate(UNTIL_CHANGED, [selector, click]))
        page.wait_for_timeout(300)
    return times[3:]


def report(name: str, times: list[float]) -> None:
    print(f"  {name:28} median {statistics.median(times):6.0f} ms, slowest {max(times):6.0f} ms, of {len(times)}")


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeats", type=int, default=5)
    repeats = options.parse_args(arguments).repeats
    chromium = find()
    if chromium is None:
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scratch = Path(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=hearing(scratch / "stop.wav"))
        with serving(scratch) as address:
            here = ours(browser, address, repeats)
        browser.close()
    print("from the click until the words have changed, in Chromium:")
    report("recording of 1.5 s stopped", here["record"])
    report("another network", here["choose"])


if __name__ == "__main__":
    main()
