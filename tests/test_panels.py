"""The pictures of a clip: known answers, torchaudio's own numbers, and clips that leave little to see."""

import json
import re
import warnings
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch
import torchaudio

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends.atlas import FRONTENDS, POWER, by_name
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.module import FrontEnd
from speechcls.plots import lab_panels
from speechcls.plots.clip_panels import (
    PANELS,
    levels,
    mel_filter_bank,
    spectrogram,
    spectrum,
    waveform,
)
from speechcls.plots.input_panels import network_input, network_inputs

UNITLESS = {"Amplitude", "Magnitude", "Mel band", "Weight; energy collected", "Coefficient", "Power"}
NOISE = np.random.default_rng(22).standard_normal(60 * SAMPLE_RATE).astype(np.float32)
CLIPS = {
    "silence": np.zeros(SAMPLE_RATE),
    "one sample": np.array([0.5]),
    "five samples": np.array([0.1, -0.2, 0.3, -0.2, 0.1]),
    "clipped": np.sign(NOISE[:SAMPLE_RATE]),
    "almost nothing": 1e-30 * NOISE[:SAMPLE_RATE],
    "enormous": np.clip(1e9 * NOISE[:SAMPLE_RATE], -1e10, 1e10),
    "a minute": 0.1 * NOISE,
}


def clip(samples):
    return Clip(np.asarray(samples, dtype=np.float32))


def tone(frequency, seconds=1.0, amplitude=0.5):
    return amplitude * np.sin(2 * np.pi * frequency * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE)


def burst(start, end, seconds):
    wave = np.zeros(round(seconds * SAMPLE_RATE))
    wave[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)] = tone(1_000, end - start, 0.43)
    return clip(wave)


def cell(panel, time):
    """The column of the image that covers this time."""
    image = panel.image
    return int((time - image.x_low) / (image.x_high - image.x_low) * image.values.shape[1])


def energy(panel):
    (line,) = [line for line in panel.lines if line.name == "energy collected"]
    return line


@pytest.mark.parametrize("samples", CLIPS.values(), ids=CLIPS)
@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
def test_panel_is_finite_and_its_limits_are_apart(make, samples):
    with np.errstate(all="raise", under="ignore"):
        panel = make(clip(samples), 0.0)
    assert panel.x.low < panel.x.high and panel.y.low < panel.y.high
    for line in panel.lines:
        assert len(line.x) == len(line.y) > 0
        assert np.all(np.isfinite(line.x)) and np.all(np.isfinite(line.y))
    if panel.image:
        assert np.all(np.isfinite(panel.image.values)) and panel.image.low < panel.image.high
    json.dumps(panel.to_json(), allow_nan=False)


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
def test_panel_says_what_it_shows(make):
    panel = make(clip(tone(440)), 0.0)
    assert panel.title and bool(panel.lines) != bool(panel.image)
    for axis in (panel.x, panel.y):
        assert axis.unit or axis.label in UNITLESS
    assert panel.description.endswith(".") and re.search(r"\d", panel.description)
    assert panel.image is None or panel.image.label


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
def test_silence_is_called_silence(make):
    assert "silence" in make(clip(CLIPS["silence"]), 0.0).description.lower()
    assert "silence" not in make(clip(tone(440)), 0.0).description.lower()


DRAWN = PANELS | {
    "input-wave": partial(network_input, front_end=by_name("wave")),
    "input-spectrum": partial(network_input, front_end=by_name("spectrum")),
    "input-wave-standardised": partial(network_input, front_end=replace(by_name("wave"), mean=-4e-5, deviation=0.1)),
}


@pytest.mark.parametrize("make", DRAWN.values(), ids=DRAWN)
def test_silence_is_dark_in_an_image_and_no_line_of_it_lies_high(make):
    assert brightness(make(clip(CLIPS["silence"]), 0.0)) <= 0.51  # a wave lies in the middle


@pytest.mark.parametrize("make", [lab_panels.analysed, levels])
def test_what_is_nearly_silent_is_as_dark_in_decibels(make):
    assert brightness(make(clip(CLIPS["almost nothing"]), 0.0)) == 0.0
    assert brightness(make(clip(tone(440, amplitude=0.01)), 0.0)) > 0.8


def brightness(panel):
    """Of the brightest cell, 0 to 1, or the height of the highest line that is none of the filters."""
    if panel.image is None:
        highest = max(line.y.max() for line in panel.lines if line.name != "filter")
        return (highest - panel.y.low) / (panel.y.high - panel.y.low)
    shares = (panel.image.values - panel.image.low) / (panel.image.high - panel.image.low)
    if panel.image.colours == "signed":
        shares = np.abs(2 * shares - 1)
    return float(np.max(shares if panel.image.light is None else panel.image.light))


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
def test_start_beyond_the_end_shows_the_last_second(make):
    sound = clip(NOISE[: 2 * SAMPLE_RATE])
    late, last = make(sound, 99.0).to_json(), make(sound, 1.0).to_json()
    assert late == last


def test_times_are_those_of_the_clip():
    sound = clip(tone(440, 3.0))
    for make in PANELS.values():
        panel = make(sound, 1.5)
        if panel.image:
            assert (panel.x.low, panel.x.high) == (1.5, 2.5)
            assert cell(panel, 1.5) == 0 and cell(panel, 2.5 - 1e-9) == panel.image.values.shape[1] - 1


def test_waveform_holds_the_samples_at_their_times():
    (line,) = waveform(clip(tone(440)[:1_500]), 0.0).lines
    np.testing.assert_allclose(line.y, tone(440)[:1_500].astype(np.float32))
    np.testing.assert_allclose(line.x, np.arange(1_500) / SAMPLE_RATE)


def test_waveform_of_a_minute_keeps_a_single_loud_sample():
    samples = np.zeros(60 * SAMPLE_RATE)
    samples[40 * SAMPLE_RATE] = 0.9
    (line,) = waveform(clip(samples), 0.0).lines
    assert len(line.x) <= 2_000
    assert line.x[line.y.argmax()] == 40.0 and line.y.max() == np.float32(0.9)


@pytest.mark.parametrize(("peak", "limit"), [(0.01, 1.0), (1.0, 1.0), (3.0, 3.0)])
def test_amplitude_axis_grows_only_where_samples_exceed_full_scale(peak, limit):
    axis = waveform(clip([0.0, -peak]), 0.0).y
    assert (axis.low, axis.high) == (-limit, limit)


def test_waveform_marks_the_chosen_second():
    assert waveform(clip(tone(440, 3.0)), 1.25).span == (1.25, 2.25)


def test_waveform_says_when_it_is_loudest():
    text = waveform(burst(0.31, 0.52, 2.0), 0.0).description
    first, last, peak = map(float, re.findall(r"\d+\.\d+", text))
    assert first == pytest.approx(0.31, abs=0.02) and last == pytest.approx(0.52, abs=0.02)
    assert peak == 0.43


@pytest.mark.parametrize("frequency", [1, 440, 7_999])
def test_spectrum_of_a_tone_peaks_at_its_frequency(frequency):
    panel = spectrum(clip(tone(frequency)), 0.0)
    (line,) = panel.lines
    assert len(line.x) == 8_000 and line.x[line.y.argmax()] == frequency
    assert line.y.max() == pytest.approx(0.5 * SAMPLE_RATE / 2, rel=1e-4)
    assert f"Strongest at {frequency:,} Hz" in panel.description


def test_spectrum_is_that_of_the_chosen_second():
    sound = clip(np.concatenate([tone(440), tone(1_200)]))
    for start, frequency in ((0.0, 440), (1.0, 1_200)):
        (line,) = spectrum(sound, start).lines
        assert line.x[line.y.argmax()] == frequency


def test_spectrogram_equals_torchaudio():
    panel = spectrogram(clip(0.1 * NOISE[:SAMPLE_RATE]), 0.0)
    oracle = torchaudio.transforms.Spectrogram(n_fft=512, power=0.5, normalized=True)
    assert panel.image.values.shape == (257, 63)
    expected = oracle(torch.tensor(0.1 * NOISE[:SAMPLE_RATE])).numpy()
    np.testing.assert_allclose(panel.image.values, expected, atol=1e-5)
    assert "512 samples" in panel.title and panel.subtitle == "magnitude (square root)"


def test_spectrogram_is_drawn_over_the_logarithm_of_frequency_up_to_nyquist():
    panel = spectrogram(clip(tone(440)), 0.0, colours="grey")
    assert (panel.y.low, panel.y.high, panel.y.scale, panel.y.unit) == (31.25, 8_000.0, "log", "Hz")
    assert panel.image.colours == "grey"


@pytest.mark.parametrize("name", ["spectrogram", "input-power", "input-mel"])
def test_click_is_brightest_in_the_cell_that_covers_it(name):
    samples = np.zeros(2 * SAMPLE_RATE)
    samples[SAMPLE_RATE] = 1.0
    panel = PANELS[name](clip(samples), 0.5)
    brightest = int(panel.image.values.sum(axis=0).argmax())
    assert brightest == cell(panel, 1.0)


@pytest.mark.parametrize(("name", "hop"), [("spectrogram", 0.016), ("input-power", 0.01), ("input-mel", 0.01)])
def test_columns_are_centred_on_multiples_of_the_hop(name, hop):
    image = PANELS[name](clip(NOISE[: 2 * SAMPLE_RATE]), 0.5).image
    edges = np.linspace(image.x_low, image.x_high, image.values.shape[1] + 1)
    np.testing.assert_allclose((edges[:-1] + edges[1:]) / 2, 0.5 + hop * np.arange(image.values.shape[1]), rtol=1e-12)


@pytest.mark.parametrize("name", ["spectrogram", "input-power", "input-real", "input-imaginary"])
def test_grid_of_fourier_bins_ends_half_a_bin_outside_0_and_8000_hz(name):
    image = PANELS[name](clip(tone(1_000)), 0.0).image
    assert (image.y_low, image.y_high) == (-15.625, 8_015.625)


@pytest.mark.parametrize("name", ["spectrogram", "input-power"])
def test_tone_is_brightest_in_the_row_centred_on_its_frequency(name):
    image = PANELS[name](clip(tone(1_000)), 0.0).image
    height = (image.y_high - image.y_low) / len(image.values)
    row = int(image.values.sum(axis=1).argmax())
    assert image.y_low + (row + 0.5) * height == 1_000.0


def test_mel_filters_equal_torchaudio():
    oracle = torchaudio.functional.melscale_fbanks(257, 0.0, 8_000.0, 16, SAMPLE_RATE, norm=None, mel_scale="htk")
    drawn = np.zeros((257, 16), dtype=np.float32)
    for i, line in enumerate(line for line in mel_filter_bank(clip(tone(440)), 0.0).lines if line.name == "filter"):
        drawn[np.round(line.x / 31.25).astype(int), i] = line.y
    np.testing.assert_allclose(drawn, oracle.numpy(), atol=1e-5)


def test_filters_that_hold_no_bin_are_not_drawn():
    panel = mel_filter_bank(clip(tone(440)), 0.0, n_mels=128)
    assert sum(line.name == "filter" for line in panel.lines) == 127


def test_energy_is_collected_by_the_filter_over_the_tone():
    panel = mel_filter_bank(clip(tone(1_000)), 0.0)
    line = energy(panel)
    assert line.role == "second" and len(line.x) == 16
    assert line.y.max() == 1.0 and line.y.min() >= 0.0
    assert line.x[line.y.argmax()] == line.x[np.abs(line.x - 1_000).argmin()]
    assert f"{line.x[line.y.argmax()]:,.0f} Hz" in panel.description


def test_energy_of_a_tone_20_db_weaker_is_a_third_of_the_axis_lower():
    frequencies = energy(mel_filter_bank(clip(tone(440)), 0.0)).x
    loud, weak = (round(frequencies[i]) for i in (5, 12))
    heights = energy(mel_filter_bank(clip(tone(loud) + tone(weak, amplitude=0.05)), 0.0)).y
    assert heights[5] - heights[12] == pytest.approx(20 / 60, abs=0.02)


SPECTROGRAMS = {name: known.config for name, known in FRONTENDS.items() if known.config.gives == "spectrogram"}


@pytest.mark.parametrize("config", SPECTROGRAMS.values(), ids=SPECTROGRAMS)
def test_network_input_holds_the_values_the_network_gets_but_for_rounding(config):
    sound = clip(0.1 * NOISE[: 2 * SAMPLE_RATE])
    panels = network_inputs(sound, 0.5, config)
    with torch.inference_mode():
        oracle = FrontEnd(config)(torch.tensor(sound.second(0.5))[None])[0].numpy()
    assert len(panels) == config.channels
    for panel, values in zip(panels, oracle, strict=True):
        np.testing.assert_allclose(panel.image.values, values, rtol=0, atol=1e-4 * np.ptp(values))
        assert str(config.input_shape) in panel.subtitle


@pytest.mark.parametrize("config", SPECTROGRAMS.values(), ids=SPECTROGRAMS)
def test_subtitle_says_when_colours_stop_before_the_largest_value(config):
    for panel in network_inputs(clip(0.1 * NOISE[:SAMPLE_RATE]), 0.0, config):
        image = panel.image
        stops = bool(image.values.max() > image.high or image.values.min() < image.low)
        assert stops == ("colours stop at the 99.5th percentile" in panel.subtitle)


def test_an_input_that_is_a_wave_is_drawn_as_one():
    (panel,) = network_inputs(clip(0.1 * NOISE[: 2 * SAMPLE_RATE]), 0.5, by_name("wave"))
    second = 0.1 * NOISE[SAMPLE_RATE // 2 :][:SAMPLE_RATE]
    (line,) = panel.lines
    assert (panel.x.low, panel.x.high) == (0.5, 1.5) and "(1, 1, 16000)" in panel.subtitle
    assert (line.y.min(), line.y.max()) == pytest.approx((second.min(), second.max()))
    assert 0.5 <= line.x[0] < line.x[-1] < 1.5


def test_an_input_that_is_a_spectrum_is_drawn_over_its_frequencies():
    (panel,) = network_inputs(clip(tone(440)), 0.0, FrontEndConfig(domain="spectrum", mean=0.1, deviation=2.0))
    (line,) = panel.lines
    assert len(line.x) == 8_000 and line.x[line.y.argmax()] == 440
    assert "(1, 8000, 1); standardised" in panel.subtitle and panel.description == "Largest at 440 Hz."


@pytest.mark.parametrize("samples", [tone(440), CLIPS["silence"]], ids=["tone", "silence"])
def test_real_and_imaginary_part_have_signed_colours_about_zero(samples):
    real, imaginary = network_inputs(clip(samples), 0.0, by_name("complex"))
    assert real.title.startswith("Real part") and imaginary.title.startswith("Imaginary part")
    for panel in (real, imaginary):
        assert panel.image.colours == "signed" and panel.image.low == -panel.image.high < 0


def test_mel_input_is_over_bands_and_tells_of_scarce_filters():
    (panel,) = network_inputs(clip(tone(440)), 0.0, by_name("mel"))
    assert (panel.y.label, panel.y.low, panel.y.high) == ("Mel band", -0.5, 127.5)
    assert (panel.image.y_low, panel.image.y_high) == (-0.5, 127.5)
    assert "no bin: 1, a single bin: 25" in panel.subtitle
    (panel,) = network_inputs(clip(tone(440)), 0.0, replace(POWER, n_bands=16))
    assert "bin" not in panel.subtitle


def test_standardised_input_says_so_and_shows_values_below_zero():
    (panel,) = network_inputs(clip(tone(440)), 0.0, replace(POWER, mean=1.0, deviation=2.0))
    assert "standardised" in panel.subtitle
    assert panel.image.low == panel.image.values.min() < 0


def test_pictures_are_made_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for make in PANELS.values():
            make(clip(CLIPS["silence"]), 0.0)
