"""Milliseconds until what is moved in the lab is answered and drawn, in Chromium; and all networks on one clip."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks import machine, medians

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find
from serving import serving

SLIDERS = (
    "[name=air-span]",
    "[name=fourier-count]",
    "[name=spectrogram-window]",
    "[name=spectrogram-other]",
    "[name=spectrogram-overlap]",
    "[name=mel-filters]",
    "[name=mel-moment]",
    ".break-slider",
)
# Resolves to the milliseconds until a step has drawn the answer to what was moved: two frames after its title,
# or what stands for its picture, changed; to null where nothing did, as two moves may share an answer.
DRAWN = """(element, move) => new Promise((resolve) => {
  const step = element.closest("[data-step]");
  const host = step.querySelector(".lab-figures") ?? step.querySelector("[data-text]");
  const seen = { childList: true, subtree: true, characterData: true, attributeFilter: ["aria-label"] };
  const begun = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)));
  }).observe(host, seen);
  setTimeout(() => resolve(null), 3000);
  move(element);
})"""
MOVED = f"""(input, place) => ({DRAWN})(input, () => {{
  input.value = place;
  input.dispatchEvent(new Event("input", {{ bubbles: true }}));
}})"""
CHOSEN = f"(input) => ({DRAWN})(input, () => input.click())"
PAINTED = f"""(canvas, [x, y]) => ({DRAWN})(canvas, () => {{
  const {{ left, top, width, height }} = canvas.getBoundingClientRect();
  const at = {{ clientX: left + x * width, clientY: top + y * height, buttons: 1, bubbles: true }};
  canvas.dispatchEvent(new PointerEvent("pointermove", at));
}})"""
SETTLED = 2.0  # s for what a server does behind its first page
REST = 40  # ms between two moves
WARM = 2  # moves of each that aren't counted


def bring(page: Page, control: Locator) -> None:
    """Open the step that a control belongs to, and wait for its first answer."""
    step = page.locator("[data-story]", has=control).get_attribute("data-story")
    page.locator(f".story-nav [data-to={step}]").click()
    control.scroll_into_view_if_needed()
    page.locator("[data-step]", has=control).locator("canvas").first.wait_for()
    page.wait_for_timeout(1_500)


def moved(page: Page, selector: str, moves: int) -> list[float | None]:
    """What each move of a slider took, from one end to the other and back."""
    slider = page.locator(selector)
    bring(page, slider)
    low, high = (float(slider.get_attribute(end) or 0) for end in ("min", "max"))
    places = int((high - low) / float(slider.get_attribute("step") or 1)) + 1
    taken = []
    for move in range(moves):
        at = (move * 7 + 3) % places
        taken.append(slider.evaluate(MOVED, low + at * float(slider.get_attribute("step") or 1)))
        page.wait_for_timeout(REST)
    return taken[WARM:]


def chosen(page: Page, selector: str, moves: int) -> list[float | None]:
    """What each choice took, of all that there are in turn."""
    choices = page.locator(selector)
    bring(page, choices.first)
    taken = []
    for move in range(1, moves + 1):  # the first is chosen already
        taken.append(choices.nth(move % choices.count()).evaluate(CHOSEN))
        page.wait_for_timeout(REST)
    return taken[WARM:]


def painted(page: Page, selector: str, moves: int) -> list[float | None]:
    """What each dab of a brush took, over the picture from left to right and up and down."""
    canvas = page.locator(selector)
    bring(page, canvas)
    # The picture comes once PyTorch is imported; until then the canvas has the width that any begins with.
    page.wait_for_function("(canvas) => canvas.width !== 300", arg=canvas.element_handle(), timeout=120_000)
    taken = []
    for move in range(moves):
        taken.append(canvas.evaluate(PAINTED, [(move + 0.5) / moves, (move * 0.37) % 1]))
        page.wait_for_timeout(REST)
    return taken[WARM:]


def report(name: str, answered: list[float | None]) -> None:
    times = [each for each in answered if each is not None]
    most = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    counted = f"{len(times)} of {len(answered)}"
    print(f"  {name:24} median {statistics.median(times):6.0f} ms, 95th percentile {most:6.0f} ms, {counted}")


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
        page.wait_for_timeout(1000 * SETTLED)
        moves = given.moves + WARM
        times = {name: moved(page, name, moves) for name in SLIDERS}
        times |= {name: chosen(page, name, moves) for name in ("[name=phase-treatment]",)}
        times |= {name: painted(page, name, moves) for name in (".paint-canvas canvas",)}
    print("from a move until its answer is drawn, in Chromium:")
    for name, taken in times.items():
        report(name, taken)
    report("all of them", [each for taken in times.values() for each in taken])


if __name__ == "__main__":
    main()
