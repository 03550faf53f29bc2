"""Pictures taken along as files and as lines of Python; inputs as a network gets them or as one would see them."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from browser.conftest import DESKTOP, PHONE, drawn, until_redrawn
from speechcls import audio
from speechcls.models import variants
from speechcls.plots import clip_panels, lab_panels, spectra
from speechcls.plots.lab_panels import View
from speechcls.ui.selection import EXAMPLES, example_files

CLIP = audio.read(example_files()["stop"])


@pytest.fixture
def copied(page: Page, monkeypatch: pytest.MonkeyPatch) -> Callable[[Locator], dict[str, Any]]:
    """Copies the lines of a picture, runs them beside the example sounds, and gives the names that they leave."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    monkeypatch.chdir(EXAMPLES)

    def run(panel: Locator) -> dict[str, Any]:
        panel.locator(".take summary").click()
        panel.get_by_role("button", name="Python").click()
        expect(panel.get_by_role("button", name="Copied")).to_be_visible()
        lines = page.evaluate("navigator.clipboard.readText()")
        panel.locator(".take summary").click()
        made: dict[str, Any] = {"lines": lines}
        exec(lines, made)
        return made

    return run


def start(lines: str) -> float:
    found = re.search(r"second\(([\d.]+)\)", lines)
    assert found
    return float(found[1])


def test_the_lines_of_each_picture_make_what_it_shows(page: Page, copied: Callable[[Locator], dict[str, Any]]) -> None:
    wave, spectrum, spectrogram, filters = (page.locator(".pictures .panel").nth(place) for place in range(4))
    assert np.array_equal(copied(wave)["samples"], CLIP.samples)
    made = copied(spectrum)
    at = start(made["lines"])
    levels = clip_panels.levels(CLIP, at)
    assert np.allclose(levels.lines[1].y, np.maximum(made["average"], levels.y.low), atol=1e-3)
    image = lab_panels.analysed(CLIP, at, View(power=None, scale="mel")).image
    assert image is not None
    assert np.allclose(copied(spectrogram)["levels"].numpy(), image.values, atol=0.05)
    heights = clip_panels.mel_filter_bank(CLIP, at).lines[-1].y
    assert np.allclose(copied(filters)["heights"].numpy(), heights, atol=1e-3)
    page.get_by_label("as the book prints it").check()
    expect(spectrogram.locator(".panel-subtitle")).to_contain_text("square root")
    assert "magnitudes" in copied(spectrum)
    assert "** (0.5 / 2)" in copied(spectrogram)["lines"]


@pytest.mark.parametrize("variant", ["compact", "complex"])
def test_the_lines_of_a_networks_input_make_what_it_gets(
    page: Page, copied: Callable[[Locator], dict[str, Any]], variant: str
) -> None:
    page.locator("#variant").get_by_text(variant, exact=True).click()
    expect(page.locator(".answer-notes")).to_contain_text(f"{variant} answered")
    made = copied(page.locator(".answer-inputs .panel").first)
    expected = spectra.values_of(CLIP, start(made["lines"]), variants.card(variant).front_end)
    assert np.allclose(made["features"].numpy().reshape(expected.shape), expected, atol=1e-4)


def test_an_input_is_shown_as_the_network_gets_it_or_as_one_would_see_it(page: Page) -> None:
    note, panels = page.locator(".inputs-note"), page.locator(".answer-inputs .panel:visible")
    raw, seen = page.get_by_label("as the network gets it"), page.get_by_label("as you would see it")
    for variant, channels in (("power", 1), ("complex", 2), ("spectrum", 1)):
        page.locator("#variant").get_by_text(variant, exact=True).click()
        expect(page.locator(".answer-notes")).to_contain_text(f"{variant} answered")
        raw.check()
        expect(panels).to_have_count(channels)
        before = drawn(panels.first.locator("canvas"))
        expect(note).to_contain_text("These are the very numbers.")
        seen.check()
        expect(panels).to_have_count(1)
        expect(note).to_contain_text("The same numbers with the steps that an ear takes")
        until_redrawn(panels.first.locator("canvas"), before)
    page.locator("#variant").get_by_text("compact", exact=True).click()
    expect(note).to_contain_text("nearly the same picture as you would see")


def test_a_picture_is_taken_along_as_png_svg_and_numbers(page: Page) -> None:
    for place in (0, 2):  # lines, and an image
        take_along(page, place)


# Whether nothing of a picture's title lies below the buttons that save it.
UNCOVERED = """(panel) => {
  const title = document.createRange();
  title.selectNodeContents(panel.querySelector(".panel-title"));
  return title.getBoundingClientRect().bottom <= panel.querySelector(".take-kinds").getBoundingClientRect().top;
}"""


def take_along(page: Page, place: int) -> None:
    panel = page.locator(".pictures .panel").nth(place)
    panel.locator(".take summary").click()
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        assert panel.evaluate(UNCOVERED), width
    panel.locator(".take summary").click()
    files = {}
    for kind in ("PNG", "SVG", "CSV"):
        panel.locator(".take summary").click()
        with page.expect_download() as download:
            panel.get_by_role("button", name=kind, exact=True).click()
        files[kind] = Path(download.value.path())
        assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    with Image.open(files["PNG"]) as image:
        assert image.width > 800
        assert len(image.convert("RGB").getcolors(10**6) or []) > 20
    drawing = ElementTree.parse(files["SVG"]).getroot()
    assert drawing.find("{*}title") is not None
    assert len(drawing.findall("{*}text")) > 10
    assert len(drawing.findall("{*}image" if place else "{*}path")) >= 1
    head, *rows = csv.reader(files["CSV"].read_text().splitlines())
    assert head[0] == ("Frequency (Hz) by Time (s)" if place else "Time (s)")
    assert len(rows) == (257 if place else 2_000)
    assert {len(row) for row in rows} == {len(head)}
