"""The browser's own arithmetic, beside numpy's."""

import base64
import json

import numpy as np
import pytest
from playwright.sync_api import Page

from browser.scope import run
from speechcls.frontends.features import mel_filters


def test_half_precision_numbers_arrive_exactly(page: Page) -> None:
    values = np.array([0, 1, -2.5, 65504, -65504, 6e-8, 1e-5, 0.333, np.pi], "<f2")
    sent = base64.b64encode(values.tobytes()).decode()
    assert run(page, "decode", "return [...m.halves(given[0])]", sent) == values.astype(float).tolist()


@pytest.mark.parametrize(("low", "high"), [(0, 8000), (-1, 1), (0.73, 1.73), (0, 0.004), (1, 10), (0, 317.2)])
def test_ticks_are_round_lie_on_the_axis_and_are_neither_few_nor_many(page: Page, low: float, high: float) -> None:
    axis = {"low": low, "high": high, "scale": "linear"}
    ticks = run(page, "scales", "return new m.Scale(given[0], 0, 400).ticks(6)", axis)
    assert 3 <= len(ticks) <= 11
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in ticks)
    assert np.allclose(np.diff(ticks), ticks[1] - ticks[0])
    assert len({float(f"{t:.3g}") for t in ticks}) == len(ticks)


def test_a_logarithmic_axis_of_hertz_ends_at_8_kilohertz(page: Page) -> None:
    axis = {"low": 31.25, "high": 8000, "scale": "log"}
    ticks = run(page, "scales", "return new m.Scale(given[0], 0, 400).ticks(6)", axis)
    assert ticks == [50, 100, 200, 500, 1000, 2000, 4000, 8000]
    labels = run(page, "scales", "return given[0].map((t) => m.short(t, 'Hz'))", ticks)
    assert labels == ["50", "100", "200", "500", "1k", "2k", "4k", "8k"]


@pytest.mark.parametrize("scale", ["linear", "log", "mel"])
def test_pixels_and_values_are_each_others_inverse(page: Page, scale: str) -> None:
    axis = {"low": 31.25, "high": 8000, "scale": scale}
    body = "const s = new m.Scale(given[0], 300, 20); return given[1].map((v) => s.value(s.pixel(v)))"
    values = [31.25, 100, 440, 4000, 8000]
    assert run(page, "scales", body, axis, values) == pytest.approx(values)


def test_mel_bands_are_centred_where_their_filters_peak(page: Page) -> None:
    filters = mel_filters(40, 4096).numpy()
    peaks = filters.argmax(axis=0) * 16_000 / 4096
    centres = run(page, "scales", "return given[0].map((b) => m.bandCentre(b, 40))", list(range(40)))
    assert np.abs(np.array(centres) - peaks).max() < 4  # Hz, a bin's width
    assert run(page, "scales", "return given[0].map((h) => m.bandNear(h, 40))", centres) == list(range(40))


def test_each_row_of_a_picture_takes_the_cell_at_its_frequency(page: Page) -> None:
    image = {"rows": 4, "columns": 1, "y_low": 0, "y_high": 8, "x_low": 0, "x_high": 1, "low": 0, "high": 3}
    body = """
      const y = new m2.Scale({ low: 0, high: 8, scale: "linear" }, 8, 0);
      const reds = Uint32Array.from({ length: 256 }, (_, i) => i + 0xff000000);
      const surface = m.paint({ ...given[0], values: [0, 1, 2, 3] }, reds, y, 8);
      const { data } = surface.getContext("2d").getImageData(0, 0, 1, 8);
      return [...data].filter((_, i) => i % 4 === 0);
    """
    rows = run(
        page, "renderers", "const m2 = await import(new URL('scope/scales.js', document.baseURI));" + body, image
    )
    assert rows == [255, 255, 170, 170, 85, 85, 0, 0], json.dumps(rows)


def test_questions_wait_for_each_other_and_one_that_is_late_holds_up_none(page: Page) -> None:
    page.clock.install()
    page.evaluate("""async () => {
      const { Turns } = await import(new URL("scope/turns.js", document.baseURI));
      const said = [];
      const turns = new Turns(() => said.push("silence"));
      const ask = (name, more = {}) => turns.ask({ name, ...more, send: (turn) => said.push(name + turn) });
      const answered = (turn) => said.push(turns.answered(turn)?.name ?? null);
      window.asked = { ask, answered, turns, all: () => said.splice(0) };
    }""")

    def after(body: str) -> object:
        return page.evaluate(f"() => {{ const {{ ask, answered, turns, all }} = asked; {body}; return all(); }}")

    assert after("ask('a'); ask('b'); ask('c')") == ["a1"]  # b is overtaken by c
    assert after("answered(2); answered(1)") == [None, "c2", "a"]
    assert after("answered(1); answered(2); answered(2)") == [None, "c", None]
    assert after("ask('d', {offer: {}}); ask('e')") == ["d3"]  # e would be about the sound before d
    page.clock.run_for(20_100)
    assert after("answered(3)") == ["silence", "d"]  # late, but nothing else was asked
    assert after("ask('f'); ask('g')") == ["f4"]
    page.clock.run_for(20_100)
    assert after("answered(4); answered(5)") == ["silence", "g5", None, "g"]
    assert after("ask('h')") == ["h6"]
    page.clock.run_for(20_100)
    assert after("ask('i'); answered(6); answered(7)") == ["silence", "i7", None, "i"]
    page.clock.run_for(60_000)
    assert after("") == []
