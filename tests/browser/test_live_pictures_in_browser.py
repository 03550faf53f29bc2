"""The moving pictures and their controls, over sound that is known."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.scope import run, send
from speechcls import audio
from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.atlas import POWER
from speechcls.frontends.transform import transform
from speechcls.ui.selection import example_files

# Four pictures of their own over a ring that holds what it is given; `step(samples)` lets so much time pass.
STAGE = """
const at = (name) => import(new URL(`scope/${name}.js`, document.baseURI));
const [{ PanelView }, { LivePictures }, { Settings }, { Controls }, cursor] = await Promise.all(
  ["panel", "live/pictures", "settings", "live/controls", "cursor"].map(at));
const host = document.createElement("section");
host.className = "pictures stage";
const tools = document.createElement("div");
document.querySelector(".gradio-container").prepend(tools, host);
const names = ["waveform", "spectrum", "spectrogram", "mel-filters"];
const views = Object.fromEntries(names.map((name) => [name, new PanelView(host, "nothing yet")]));
const sound = floats(given[0]);
const ring = {
  position: 0,
  slice(from, to) {
    const kept = sound.subarray(Math.max(from, 0), Math.max(Math.min(to, this.position), 0));
    const found = new Float32Array(to - from);
    found.set(kept, Math.max(-from, 0));
    return found;
  },
};
const settings = new Settings();
const pictures = new LivePictures(views, settings, ring);
const controls = new Controls(tools, settings, { freeze: (frozen) => pictures.freeze(frozen) });
const frames = async (n) => { for (let i = 0; i < n; i++) await new Promise(requestAnimationFrame); };
const settled = async () => { do await frames(2); while (pictures.behind); };
const step = async (samples) => { ring.position += samples; await settled(); };
window.stage = { views, ring, settings, pictures, controls, cursor, frames, settled, step };
pictures.start();
await step(given[1]);
"""


def speech() -> np.ndarray:
    """Seven seconds of words."""
    names = ("bird", "seven", "stop", "zero", "yes", "left", "no", "happy")
    return np.concatenate([audio.read(example_files()[name]).samples for name in names])[: 7 * SAMPLE_RATE]


def on_stage(page: Page, samples: np.ndarray, position: int = 6 * SAMPLE_RATE) -> None:
    run(page, "settings", STAGE, send(samples), position)


def act(page: Page, body: str, *given: object) -> object:
    return run(page, "settings", f"const {{ stage }} = window; {body}", *given)


def picture(page: Page, name: str) -> str:
    return str(act(page, "return stage.views[given[0]].canvas.toDataURL()", name))


@pytest.mark.parametrize(("window", "hop"), [(0.030, 0.010), (0.064, 0.016)])
def test_the_scrolling_spectrogram_holds_what_python_computes(page: Page, window: float, hop: float) -> None:
    samples = speech()
    on_stage(page, samples)
    shown = act(
        page,
        """
        stage.settings.set({ window: given[0], hop: given[1] });
        await stage.settled();
        const { image } = stage.pictures.built;
        const times = given[2];
        return [image.bins, times.map((time) => Array.from({ length: image.bins }, (_, bin) =>
          image.value(Math.round(time * 16000), bin * image.binWidth)))];
        """,
        window,
        hop,
        [round(k * hop, 6) for k in range(round(2 / hop), round(5 / hop))],
    )
    bins, found = shown[0], np.array(shown[1]).T
    lengths = {"window_samples": round(16_000 * window), "hop_samples": round(16_000 * hop), "n_fft": 2 * (bins - 1)}
    power = transform(replace(POWER, **lengths), samples)[:, round(2 / hop) : round(5 / hop)]
    assert np.abs(10 ** (found / 10) - power).max() <= 1e-3 * power.max()
    assert np.abs(found - 10 * np.log10(power))[power > 1e-8].max() < 0.1  # dB


def test_only_new_columns_are_painted_and_axes_only_when_they_change(page: Page) -> None:
    on_stage(page, speech(), 5 * SAMPLE_RATE)
    act(
        page,
        """
        const counts = window.counts = { columns: 0, texts: 0 };
        const brush = OffscreenCanvasRenderingContext2D.prototype;
        const { putImageData, fillText } = brush;
        brush.putImageData = function (image, ...rest) {
          counts.columns += image.width;
          putImageData.call(this, image, ...rest);
        };
        brush.fillText = function (...rest) {
          counts.texts += 1;
          fillText.call(this, ...rest);
        };
        """,
    )
    counted = "for (let i = 0; i < 10; i++) await stage.step(800); return window.counts"
    counts = act(page, counted)
    width = act(page, "return stage.views.spectrogram.plot.width * devicePixelRatio")
    assert counts["texts"] == 0
    assert abs(counts["columns"] - width * 0.5 / 5) <= 2
    counts = act(page, "stage.settings.set({ scale: 'linear' }); await stage.settled(); return window.counts")
    assert counts["texts"] > 10
    assert counts["columns"] > width


def test_what_came_while_the_page_was_hidden_is_not_drawn_through(page: Page) -> None:
    on_stage(page, np.tile(speech(), 6), SAMPLE_RATE)
    done = act(
        page,
        """
        const { transform } = stage.pictures.built;
        const { power } = transform;
        let spectra = 0;
        transform.power = (...given) => { spectra += 1; power.apply(transform, given); };
        await stage.step(40 * 16000);
        const { image } = stage.pictures.built;
        return [spectra, image.value(41 * 16000 - 4 * 16000, 500), image.value(41 * 16000 - 6 * 16000, 500)];
        """,
    )
    assert 312 <= done[0] < 372  # five seconds of them, and a few for the current moment
    assert np.isfinite(done[1])
    assert done[2] is None


def test_frozen_pictures_stand_still_and_are_read_at_the_pointer(page: Page) -> None:
    on_stage(page, speech(), 5 * SAMPLE_RATE)
    page.locator(".live-freeze").first.click()
    act(page, "await stage.settled()")
    names = ("waveform", "spectrum", "spectrogram", "mel-filters")
    before = {name: picture(page, name) for name in names}
    act(page, "await stage.step(8000)")
    assert {name: picture(page, name) for name in names} == before
    canvas = page.locator(".stage canvas").nth(2)
    canvas.hover(position={"x": 200, "y": 90})
    reading = page.locator(".stage .panel-reading").nth(2)
    expect(reading).to_contain_text(" s · ")
    for part in (" Hz · ", "band ", " dB"):
        expect(reading).to_contain_text(part)
    act(page, "await stage.settled()")
    assert picture(page, "spectrum") != before["spectrum"]
    time, shown, expected = act(
        page,
        """
        const { time } = stage.cursor.cursor.at;
        const { end, built: { image, lines } } = stage.pictures;
        const hop = Math.round((end + time * 16000) / image.hop) * image.hop;
        stage.cursor.point({ time: (hop - end) / 16000 });
        await stage.settled();
        return [time, [...lines.power.y], lines.power.x.length
          && [...lines.power.x].map((hertz) => image.value(hop, hertz))];
        """,
    )
    assert -5 < time < 0
    assert shown == pytest.approx(expected, abs=0.01)
    assert page.locator(".stage canvas").nth(0).get_attribute("aria-label").startswith("Waveform. Peak 0.")
    page.locator(".live-freeze").first.click()
    act(page, "await stage.settled()")
    assert picture(page, "waveform") != before["waveform"]


def test_the_reading_follows_the_sound_under_a_pointer_that_rests(page: Page) -> None:
    on_stage(page, speech(), 5 * SAMPLE_RATE)
    page.locator(".stage canvas").nth(2).hover(position={"x": 300, "y": 120})
    reading = page.locator(".stage .panel-reading").nth(2)
    expect(reading).to_contain_text(" dB")
    before = reading.inner_text()
    act(page, "await stage.step(6000)")
    expect(reading).not_to_have_text(before)
    assert reading.inner_text().split(" · ")[:2] == before.split(" · ")[:2]


def test_a_picture_that_shows_something_else_is_left_alone_until_the_start(page: Page) -> None:
    on_stage(page, speech(), 5 * SAMPLE_RATE)
    act(
        page,
        """
        stage.pictures.stop();
        const axis = (label, high) => ({ label, unit: "", low: 0, high, scale: "linear" });
        const another = { title: "Another", subtitle: "", description: "", lines: [], image: null, span: null };
        stage.views.spectrum.present({ ...another, x: axis("x", 1), y: axis("y", 1) });
        stage.settings.set({ range: 40 });
        stage.cursor.point({ time: -1 });
        await stage.settled();
        """,
    )
    titles = page.locator(".stage .panel-title")
    expect(titles.nth(1)).to_have_text("Another")
    expect(page.locator(".stage .panel-subtitle").nth(2)).to_contain_text("from -20 dB")
    act(page, "stage.pictures.start(); await stage.settled()")
    expect(titles.nth(1)).to_have_text("Spectrum of this moment")


@pytest.mark.parametrize("reduced", [False, True])
def test_who_wants_little_movement_gets_four_pictures_a_second(page: Page, reduced: bool) -> None:
    page.emulate_media(reduced_motion="reduce" if reduced else "no-preference")
    on_stage(page, speech(), 5 * SAMPLE_RATE)
    drawn, frames, passed = act(
        page,
        """
        const { waveform } = stage.views;
        const { paint } = waveform;
        let drawn = 0;
        waveform.paint = function () { drawn += 1; paint.call(this); };
        const begun = performance.now();
        await stage.frames(60);
        return [drawn, 60, performance.now() - begun];
        """,
    )
    if reduced:
        assert drawn <= passed / 250 + 1
    else:
        assert drawn >= frames - 1


def test_controls_act_at_once_by_keyboard_and_also_on_frozen_pictures(page: Page) -> None:
    on_stage(page, speech(), 5 * SAMPLE_RATE)
    subtitle = page.locator(".stage .panel-subtitle").nth(2)
    expect(subtitle).to_contain_text("window of 512 samples (32 ms), hop 16 ms; from -60 dB, dark, to 20 dB")
    controls = page.get_by_role("group", name="How the pictures are made").first
    window = controls.get_by_role("slider", name="Window")
    window.press("Home")
    expect(window).to_have_attribute("aria-valuetext", "4 ms")
    expect(subtitle).to_contain_text("window of 64 samples (4 ms), hop 4 ms")  # the hop gave way
    controls.get_by_role("button", name="Freeze").press("Enter")
    before = picture(page, "spectrogram")
    window.press("End")
    controls.get_by_role("slider", name="Mel filters").press("End")
    controls.get_by_role("slider", name="Range").press("Home")
    controls.get_by_label("linear").check()
    expect(subtitle).to_contain_text("window of 4096 samples (256 ms), hop 4 ms; from -10 dB")
    expect(page.locator(".stage .panel-title").nth(3)).to_have_text("Mel filter bank, 128 filters")
    act(page, "await stage.settled()")
    assert picture(page, "spectrogram") != before
    expect(controls.get_by_role("button", name="Freeze")).to_have_attribute("aria-pressed", "true")
    assert act(page, "return stage.settings.get().scale") == "linear"


def test_settings_refuse_what_does_not_exist_and_tell_every_change(page: Page) -> None:
    body = """
      const settings = new m.Settings();
      const told = [];
      const end = settings.follow((now, before) => told.push([before.window, now.window, now.hop]));
      settings.set({ window: 0.008 });
      settings.set({ window: 0.008 });
      settings.set({ window: 9, filters: 3.2 });
      end();
      settings.set({ window: 0.03 });
      const refused = [{ windows: 1 }, { scale: "bark" }, { hop: NaN }].map((given) => {
        try { settings.set(given); } catch (error) { return error.message; }
      });
      return [told, settings.get().filters, refused];
    """
    told, filters, refused = run(page, "settings", body)
    assert told == [[0.032, 0.008, 0.008], [0.008, 0.256, 0.008]]
    assert filters == 8
    assert "There is no setting windows" in refused[0]
    assert "scale is one of log, mel, linear, not bark" in refused[1]
    assert "hop is a number, not NaN" in refused[2]


def test_listening_moves_the_pages_own_four_pictures(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.locator(".pictures .panel.live canvas")).to_have_count(4)
    expect(page.locator(".live-meter-device")).to_contain_text("kHz")
    before = page.locator(".pictures canvas").first.evaluate("canvas => canvas.toDataURL()")
    page.wait_for_function("before => document.querySelector('.pictures canvas').toDataURL() !== before", arg=before)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
