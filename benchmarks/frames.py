"""Frames a second in Chromium while the page listens: every picture drawn, words being caught, long tasks counted."""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find, hearing
from serving import serving

# Resolves to [ms between frames, ms of each task of 50 ms or more, ms of each frame that went into the pictures].
WATCH = """async (seconds) => {
  const { LivePictures } = await import(new URL("scope/live/pictures.js", document.baseURI));
  const { PanelView } = await import(new URL("scope/panel.js", document.baseURI));
  const [frames, long, drawn] = [[], [], []];
  const paint = PanelView.prototype.paint;
  let spent = 0;
  PanelView.prototype.paint = function () {
    const begun = performance.now();
    paint.call(this);
    spent += performance.now() - begun;
  };
  const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map((e) => e.duration)));
  observer.observe({ type: "longtask" });
  const begun = performance.now();
  let last = null;
  await new Promise((resolve) => {
    const frame = (time) => {
      if (last !== null) {
        frames.push(time - last);
        drawn.push(spent);
      }
      [last, spent] = [time, 0];
      if (time - begun > 1000 * seconds) resolve();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  observer.disconnect();
  PanelView.prototype.paint = paint;
  return [frames, long, drawn];
}"""


def listen(
    browser: Browser, address: str, seconds: float, width: int, begins: Callable[[], object]
) -> list[list[float]]:
    """What WATCH measures, on a page that has listened for some seconds; `begins` is called just before."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    answers: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda message: answers.append(message)))
    page.goto(address)
    page.locator(".answer-inputs .panel").first.wait_for()
    page.get_by_role("button", name="Listen", exact=True).click()
    page.locator(".panel.live canvas").first.wait_for()
    page.wait_for_timeout(6000)  # until the pictures are full
    begins()
    before = len(answers)
    measured = page.evaluate(WATCH, seconds)
    caught = Counter(page.locator("#detections li").evaluate_all("items => items.map((li) => li.dataset.word)"))
    words = ", ".join(f"{word} {count}" for word, count in caught.most_common())
    print(f"{(len(answers) - before) / seconds:.1f} answers a second; words caught meanwhile and before: {words}")
    page.close()
    return measured


def browse(address: str, seconds: float, width: int, begins: Callable[[], object] = lambda: None) -> list[list[float]]:
    """The same in a Chromium of its own, whose microphone hears "stop" over and over."""
    if not (chromium := find()):
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=hearing(Path(folder) / "stop.wav"))
        return listen(browser, address, seconds, width, begins)


def report(frames: list[float], long: list[float], drawn: list[float]) -> None:
    whole = int(sum(frames) // 1000)
    each = [0] * (whole + 1)
    at = 0.0
    for frame in frames:
        at += frame
        each[min(int(at // 1000), whole)] += 1
    print(f"frames a second: {1000 * len(frames) / sum(frames):.1f}; in the worst second {min(each[:whole] or each)}")
    print(f"slowest frame {max(frames):.0f} ms, 99th percentile {statistics.quantiles(frames, n=100)[98]:.1f} ms")
    print(f"tasks of 50 ms or more: {len(long)}, together {sum(long):.0f} ms in {sum(frames) / 1000:.0f} s")
    print(f"drawing the panels: median {statistics.median(drawn):.2f} ms a frame")


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--width", type=int, default=1280)
    options.add_argument("--address", default="", help="of a running app; without it, one is started")
    given = options.parse_args(arguments)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = given.address or stack.enter_context(serving(folder))
        report(*browse(address, given.seconds, given.width))


if __name__ == "__main__":
    main()
