"""Requests, and milliseconds until the first picture, of the page's first load over a line with latency."""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find, hearing
from serving import serving
from speechcls.ui.head import SCOPE

PRELOAD = re.compile(r'<link rel="modulepreload" href="scope/[^"]*">\s*')
DRAWN = "document.querySelector('.pictures canvas:not([hidden])')"


def without(page: str) -> str:
    return PRELOAD.sub("", page)


def by_alphabet(page: str) -> str:
    """Every module there is, whether the page imports it or not."""
    names = sorted(file.relative_to(SCOPE).as_posix() for file in SCOPE.rglob("*.js"))
    links = "".join(f'<link rel="modulepreload" href="scope/{name}">' for name in names)
    return without(page).replace("</head>", f"{links}</head>", 1)


MODES: dict[str, Callable[[str], str]] = {
    "no preload": without,
    "every module, by the alphabet": by_alphabet,
    "as served": str,
}


def load(browser: Browser, address: str, latency: float, change: Callable[[str], str]) -> tuple[int, float]:
    """How many requests one visitor's browser makes, and when (ms) the first picture stands there."""
    with browser.new_context() as context:
        page = context.new_page()
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        speed = {"latency": latency, "downloadThroughput": -1, "uploadThroughput": -1, "offline": False}
        line.send("Network.emulateNetworkConditions", speed)
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))

        def changed(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=change(answer.text()))

        page.route(f"{address}/", changed)
        page.goto(address, wait_until="commit")
        page.wait_for_function(DRAWN)
        seconds: float = page.evaluate("performance.now()")
        page.wait_for_load_state("networkidle")
        return len(requests), seconds


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--latency", type=float, default=50.0, help="ms from a request to its answer's first byte")
    given = options.parse_args(arguments)
    chromium = find()
    if chromium is None:
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    found: dict[str, list[tuple[int, float]]] = {mode: [] for mode in MODES}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scratch = Path(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=hearing(scratch / "stop.wav"))
        with serving(scratch) as address:
            for _ in range(given.repeats + 1):  # the first of each is not counted
                for mode, change in MODES.items():
                    found[mode].append(load(browser, address, given.latency, change))
        browser.close()
    print(f"first load of the page in Chromium with {given.latency:g} ms of latency:")
    for mode, loads in found.items():
        requests, times = zip(*loads[1:], strict=True)
        print(
            f"  {mode:30} {statistics.median(requests):4.0f} requests, first picture after "
            f"median {statistics.median(times):6.0f} ms, slowest {max(times):6.0f} ms, of {len(times)}"
        )


if __name__ == "__main__":
    main()
