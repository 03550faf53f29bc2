"""The browser's own arithmetic, beside numpy's."""

import json

import numpy as np
from playwright.sync_api import Page

from browser.scope import run
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import filter_bank


def test_mel_bands_are_centred_where_their_filters_peak(bare: Page) -> None:
    filters = filter_bank(FrontEndConfig(n_fft=4096, n_bands=40))
    peaks = filters.argmax(axis=0) * 16_000 / 4096
    centres = run(bare, "scales", "return given[0].map((b) => m.bandCentre(b, 40))", list(range(40)))
    assert np.abs(np.array(centres) - peaks).max() < 4  # Hz, a bin's width
    assert run(bare, "scales", "return given[0].map((h) => m.bandNear(h, 40))", centres) == list(range(40))


def test_each_row_of_a_picture_takes_the_cell_at_its_frequency(bare: Page) -> None:
    image = {"rows": 4, "columns": 1, "y_low": 0, "y_high": 8, "x_low": 0, "x_high": 1, "low": 0, "high": 3}
    body = """
      const y = new m2.Scale({ low: 0, high: 8, scale: "linear" }, 8, 0);
      const reds = Uint32Array.from({ length: 256 }, (_, i) => i + 0xff000000);
      const surface = m.paint({ ...given[0], values: [0, 1, 2, 3] }, reds, y, 8);
      const { data } = surface.getContext("2d").getImageData(0, 0, 1, 8);
      return [...data].filter((_, i) => i % 4 === 0);
    """
    rows = run(
        bare, "renderers", "const m2 = await import(new URL('scope/scales.js', document.baseURI));" + body, image
    )
    assert rows == [255, 255, 170, 170, 85, 85, 0, 0], json.dumps(rows)
