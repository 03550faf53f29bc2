"""Milliseconds an answer for a second of sound in Chromium: by the browser itself, and by way of the server.

Both take turns on the server's own page: ONNX Runtime's WebAssembly in a worker, and /live, a tenth of a second sent
and its answer awaited.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks import machine
from speechcls.models import variants
from speechcls.ui import in_browser

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find
from browser.scope import run
from serving import serving

WARM = 10  # answers before any is counted
BOTH = """
const [name, settings, repeats] = given;
const engine = new m.Engine(settings);
const socket = new WebSocket(new URL("live", document.baseURI.replace("http", "ws")));
await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
socket.send(JSON.stringify({ variant: name }));
const wave = Float32Array.from({ length: 16000 }, (_, i) => Math.sin(i * i / 9000) * (i % 4000) / 8000);
const alone = async () => (await engine.answer(name, wave.slice())).milliseconds;
const served = (number) => new Promise((resolve, reject) => {
  const message = new DataView(new ArrayBuffer(8 + 2 * 1600));
  message.setUint32(0, number, true);
  message.setUint32(4, 1600 * number, true);
  for (let i = 0; i < 1600; i++) message.setInt16(8 + 2 * i, 32767 * wave[(1600 * number + i) % 16000], true);
  socket.onclose = () => reject(new Error("The server closed /live."));
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(data);
    if (answer.error) reject(new Error(answer.error));
    else if (answer.number === number) resolve();
  };
  socket.send(message.buffer);
});
const times = [];
for (let turn = 0; turn < repeats; turn++) {
  const row = [];
  for (const work of [() => engine.answer(name, wave.slice()), () => served(turn)]) {
    const begun = performance.now();
    await work();
    row.push(performance.now() - begun);
  }
  times.push([...row, await alone()]);
}
socket.close();
return times;
"""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.in_browser", description=__doc__)
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--variant", default="compact")
    options = parser.parse_args(arguments)
    chromium = find()
    if chromium is None:
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    settings = in_browser.settings([variants.card(options.variant)])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, serving(Path(folder)) as address:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        times = run(page, "engine/engine", BOTH, options.variant, settings, WARM + options.repeats)
        version = browser.version
    there, served, computed = np.array(times)[WARM:].T
    print(f"{options.variant}; Chromium {version}; {machine()}; {options.repeats} answers, taking turns")
    for name, taken in (("in the browser", there), ("  of it the network", computed), ("by the server", served)):
        quartile, median, late = np.percentile(taken, (25, 50, 95))
        print(f"  {name:20} {quartile:6.2f} ms, median {median:6.2f}, 95th percentile {late:6.2f}")


if __name__ == "__main__":
    main()
