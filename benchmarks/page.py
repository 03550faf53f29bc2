"""Milliseconds in Chromium until a recording or another network is answered, beside gr.Audio, gr.Plot and gr.Label."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
from playwright.sync_api import Browser, Page, sync_playwright

from speechcls import audio, figures, panels
from speechcls.classifier import Classifier
from speechcls.ui.handlers import SHOWN, example_files

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find, hearing
from serving import serving

VARIANTS = ("power", "mel", "complex")
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
    page.locator(".answer-inputs .panel").first.wait_for()
    recorded = []
    for _ in range(repeats):
        page.locator(".record").click()
        page.wait_for_timeout(1000 * SECONDS)
        recorded.append(page.evaluate(UNTIL_CHANGED, [".answer-words", "document.querySelector('.record').click()"]))
    page.wait_for_timeout(500)
    return {"record": recorded, "choose": toggled(page, ".answer-words", repeats)}


def toggled(page: Page, selector: str, repeats: int) -> list[float]:
    times = []
    for turn in range(3 * repeats):
        click = f"document.querySelectorAll('input[type=radio]')[{turn % 3}].click()"
        times.append(page.evaluate(UNTIL_CHANGED, [selector, click]))
        page.wait_for_timeout(300)
    return times[3:]


@contextmanager
def usual_page() -> Iterator[str]:
    """The same answer with Gradio's own parts: one matplotlib figure of the four pictures, and a Label."""
    classifiers = {name: Classifier.load(name) for name in VARIANTS}

    def answer(path: str, name: str) -> tuple:
        clip = audio.read(path)
        start = clip.loudest_second()
        drawn = figures.figure(*(panels.PANELS[picture](clip, start) for picture in SHOWN))
        return drawn, dict(classifiers[name](clip, start).top(5))

    with gr.Blocks(analytics_enabled=False) as blocks:
        sound = gr.Audio(str(example_files()["stop"]), type="filepath")
        name = gr.Radio(VARIANTS, value=VARIANTS[-1])
        plot, label = gr.Plot(), gr.Label(elem_id="label")
        gr.on([sound.change, name.change, blocks.load], answer, [sound, name], [plot, label])
    _, address, _ = blocks.launch(prevent_thread_lock=True, quiet=True, ssr_mode=False, inbrowser=False)
    try:
        yield address
    finally:
        blocks.close()


def theirs(browser: Browser, address: str, repeats: int) -> dict[str, list[float]]:
    page = browser.new_page()
    page.goto(address)
    page.locator("#label h2").wait_for()
    page.wait_for_timeout(1000)
    return {"choose": toggled(page, "#label", repeats)}


def report(name: str, times: list[float]) -> float:
    median = statistics.median(times)
    print(f"  {name:34} median {median:6.0f} ms, slowest {max(times):6.0f} ms, of {len(times)}")
    return median


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
        with usual_page() as address:
            there = theirs(browser, address, repeats)
        browser.close()
    print("from the click until the words have changed, in Chromium:")
    report("recording of 1.5 s stopped, this page", here["record"])
    quick = report("another network, this page", here["choose"])
    slow = report("another network, Gradio's own parts", there["choose"])
    print(f"  {slow / quick:.1f} times as quick")


if __name__ == "__main__":
    main()
