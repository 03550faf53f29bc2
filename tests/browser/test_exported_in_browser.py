"""The page beside an exported ONNX file, in a browser that has nothing of speechcls."""

import gzip
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Route, expect

from speechcls import audio
from speechcls.models import export, runtime, variants
from speechcls.ui.in_browser import VENDOR
from speechcls.ui.selection import example_files


@pytest.mark.parametrize("silent", [[], [0], [1]], ids=["neither", "left", "right"])
def test_the_page_beside_an_exported_file_hears_a_word_whichever_channel_is_silent(
    browser: Browser, silent: list[int], tmp_path: Path
) -> None:
    model = (variants.folder_of("compact") / runtime.FILE).read_bytes()
    export.write(tmp_path / "compact.onnx", model, variants.card("compact"))
    sound = np.stack([audio.read(example_files()["stop"]).second()] * 2, axis=1)
    sound[:, silent] = 0
    soundfile.write(tmp_path / "stop.wav", sound, audio.SAMPLE_RATE)

    def serve(route: Route) -> None:
        """The folder of the page, and the runtime that the page takes from its maker's package."""
        name = route.request.url.rsplit("/", 1)[-1]
        found = next((file for file in [tmp_path / name, *VENDOR.glob(f"*/{name}*")] if file.exists()), None)
        if found is None:
            route.fulfill(status=404)
            return
        body = gzip.decompress(found.read_bytes()) if found.suffix == ".gz" else found.read_bytes()
        kinds = {".html": "text/html", ".mjs": "text/javascript", ".gz": "application/wasm"}
        headers = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(body=body, content_type=kinds.get(found.suffix, "application/octet-stream"), headers=headers)

    context = browser.new_context()
    context.route("**/*", serve)
    page = context.new_page()
    page.goto("http://localhost/compact.html")
    expect(page.locator("input")).to_be_enabled()
    page.locator("input").set_input_files(tmp_path / "stop.wav")
    expect(page.locator("pre")).to_have_text(re.compile(r"^stop .*\sheard$", re.DOTALL))
    context.close()
