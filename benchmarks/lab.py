"""Milliseconds until a moved slider of the lab is answered and drawn, in Chromium; and all networks on one clip."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import machine, medians

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find
from serving import serving

SLIDERS = (
    "air-span",
    "fourier-count",
    "spectrogram-window",
    "spectrogram-other",
    "spectrogram-overlap",
    "mel-filters",
    "mel-moment",
)
# Moves a slider, and resolves to the milliseconds until its step has drawn the answer: two frames after its title,
# or what stands for its picture, changed.
MOVED = """([name, place]) => new Promise((resolve) => {
  const input = document.querySelector(`[name=${name}]`);
  const host = input.closest("[data-step]").querySelector(".lab-figures");
  const seen = { childList: true, subtree: true, characterData: true, attributeFilter: ["aria-label"] };
  const begun = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)));
  }).observe(host, seen);
  input.value = place;
  input.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def moved(page: Page, name: str, moves: int) -> list[float]:
    """What each move of a slider took, from one end to the other and back."""
    slider = page.locator(f"[name={name}]")
    step = page.locator("[data-story]", has=slider).get_attribute("data-story")
    page.locator(f".story-nav [data-to={step}]").click()
    slider.scroll_into_view_if_needed()
    page.locator("[data-step]", has=slider).locator(".panel canvas").first.wait_for()
    page.wait_for_timeout(500)
    low, high = (float(slider.get_attribute(end) or 0) for end in ("min", "max"))
    places = int((high - low) / float(slider.get_attribute("step") or 1)) + 1
    taken = []
    for move in range(moves):
        at = (move * 7 + 3) % places
        taken.append(page.evaluate(MOVED, [name, low + at * float(slider.get_attribute("step") or 1)]))
        page.wait_for_timeout(40)
    return taken[2:]


def report(name: str, times: list[float]) -> None:
    most = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    print(f"  {name:24} median {statistics.median(times):6.0f} ms, 95th percentile {most:6.0f} ms, of {len(times)}")


def all_networks(repeats: int) -> None:
    """Every network on one clip, in this process: words alone, and with its exact input as panels."""
    from speechcls.ui.model_pool import ModelPool
    from speechcls.ui.parts.lab import steps
    from speechcls.ui.selection import example_files

    pool = ModelPool()
    selection = pool.select(example_files()["bird"])
    gradients = {"step": "where", "method": "gradients", "variant": "power"}
    work: dict[str, Callable[[], object]] = {
        "words of all": lambda: [
            classifier(selection.clip, selection.start) for classifier in pool.classifiers.values()
        ],
        "step 6, side by side": lambda: steps.step(pool, selection, {"step": "side"}),
        "block maps of power": lambda: steps.step(pool, selection, {"step": "inside", "variant": "power"}),
        "gradients of power": lambda: steps.step(pool, selection, gradients),
    }

    def timed(once: Callable[[], object]) -> float:
        begun = time.perf_counter()
        once()
        return 1000 * (time.perf_counter() - begun)

    taken = medians({name: partial(timed, once) for name, once in work.items()}, repeats)
    print(f"{len(pool.names)} networks on one clip, in the server; {machine()}; medians of {repeats}:")
    for name, milliseconds in taken.items():
        print(f"  {name:24} {milliseconds:6.1f} ms")


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.lab", description=__doc__)
    options.add_argument("--moves", type=int, default=60, help="of each slider")
    options.add_argument("--repeats", type=int, default=20, help="of the networks")
    given = options.parse_args(arguments)
    chromium = find()
    if chromium is None:
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    all_networks(given.repeats)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, serving(Path(folder)) as address:
        page = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
        page.goto(address)
        page.get_by_role("button", name="bird", exact=True).click()
        page.locator(".answer-words li").first.wait_for()
        times = {name: moved(page, name, given.moves + 2) for name in SLIDERS}
    print("from the move of a slider until its answer is drawn, in Chromium:")
    for name, taken in times.items():
        report(name, taken)
    report("all of them", [each for taken in times.values() for each in taken])


if __name__ == "__main__":
    main()
