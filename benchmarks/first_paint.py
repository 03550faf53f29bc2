"""Milliseconds until a sound is drawn on the page, beside when another revision's page, drawn or empty, stood there."""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.load import ROOT, worktree

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find
from serving import serving

BEFORE = "1263125"  # the last revision whose page opened empty
# Looks at each frame, from the first on, and keeps when (ms) there was what a visitor can look at.
WATCH = """
const attach = Element.prototype.attachShadow;
const roots = [document];
Element.prototype.attachShadow = function (options) {
  const root = attach.call(this, options);
  roots.push(root);
  return root;
};
const there = (selector) => roots.some((root) => root.querySelector(selector));
const seen = { "a sound is drawn": ".pictures canvas:not([hidden])", "the page stands": ".panel canvas, .panel-empty" };
seen["the page is alive"] = ".replay[aria-label]";
window.times = {};
requestAnimationFrame(function look() {
  for (const [name, selector] of Object.entries(seen)) if (there(selector)) times[name] ??= performance.now();
  requestAnimationFrame(look);
});
"""
SETTLED = 4.0  # s, in which the page comes alive behind what stands there
STANDS = "window.times?.['the page stands']"


def load(browser: Browser, address: str) -> dict[str, float]:
    """When (ms) what stood there, for a visitor who comes for the first time."""
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(address, wait_until="commit")
        page.wait_for_function(STANDS, timeout=120_000)
        page.wait_for_timeout(1000 * SETTLED)
        times: dict[str, float] = page.evaluate("times")
        return times


def report(name: str, loads: list[dict[str, float]]) -> None:
    for what in sorted({what for times in loads for what in times}):
        found = [times[what] for times in loads if what in times]
        print(
            f"  {name:12} {what:18} median {statistics.median(found):6.0f} ms, "
            f"slowest {max(found):6.0f} ms, of {len(found)}"
        )


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--against", default=BEFORE, help="a git revision; its page takes turns with this one")
    given = options.parse_args(arguments)
    chromium = find()
    if chromium is None:
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    with contextlib.ExitStack() as stack:
        addresses = {}
        for name, folder in {"now": ROOT, given.against: stack.enter_context(worktree(given.against))}.items():
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            addresses[name] = stack.enter_context(serving(scratch, folder=folder))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        loads: dict[str, list[dict[str, float]]] = {name: [] for name in addresses}
        for _ in range(given.repeats + 1):  # the first of each is not counted
            for name, address in addresses.items():
                loads[name].append(load(browser, address))
        browser.close()
    print("from the request for the page, in Chromium:")
    for name, found in loads.items():
        report(name, found[1:])


if __name__ == "__main__":
    main()
