"""The lines of Python that the page gives away: run here, and what they make is what the page's pictures show."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from speechcls import audio
from speechcls.frontends.atlas import FRONTENDS
from speechcls.models import variants
from speechcls.plots import clip_panels, lab_panels, spectra
from speechcls.plots.lab_panels import View
from speechcls.plots.panel import Line
from speechcls.ui import handlers, python_lines
from speechcls.ui.selection import example_files

pytestmark = pytest.mark.filterwarnings("ignore:At least one mel filterbank")  # as torchaudio says of 128 bands

FILE, START = example_files()["two-voices"], 0.25
CLIP = audio.read(FILE)


def run(lines: str, **values: Any) -> dict[str, Any]:
    """The names that lines leave behind, their {values} filled in as scope/python.js does."""
    values |= {"file": FILE.as_posix(), "start": START}
    made: dict[str, Any] = {}
    exec(re.sub(r"\{(\w+)\}", lambda match: str(values.get(match[1], match[0])), lines), made)
    return made


def same(line: Line, values: Any, low: float = -np.inf) -> None:
    """Whether a line shows these values, as far up from `low` as it goes."""
    assert np.allclose(line.y, np.maximum(np.asarray(values), low), rtol=1e-4, atol=1e-4 * np.abs(line.y).max())


def test_the_waves_lines_give_its_samples_and_times() -> None:
    made = run(python_lines.PICTURES["waveform"])
    shown = clip_panels.waveform(CLIP, START).lines[0]
    assert np.array_equal(made["samples"], CLIP.samples)
    kept = np.searchsorted(made["times"], shown.x)
    assert np.allclose(made["samples"][kept], shown.y)


def test_the_spectrums_lines_give_both_its_curves() -> None:
    made = run(python_lines.PICTURES["spectrum-seen"])
    panel = clip_panels.levels(CLIP, START)
    for line, name in zip(panel.lines, ("each_hertz", "average"), strict=True):
        same(line, made[name], panel.y.low)


def test_the_chapters_spectrums_lines_give_its_magnitudes() -> None:
    made = run(python_lines.PICTURES["spectrum-chapter"])
    same(clip_panels.spectrum(CLIP, START).lines[0], made["magnitudes"])


@pytest.mark.parametrize("power", handlers.POWERS)
@pytest.mark.parametrize(("window", "overlap"), [(0.032, 0.5), (0.025, 0.75)])
def test_the_spectrograms_lines_give_its_cells(power: str, window: float, overlap: float) -> None:
    view = View(window, overlap, handlers.POWERS[power])
    sizes = {"samples": view.front_end.window_samples, "hop": view.front_end.hop_samples}
    made = run(python_lines.PICTURES[f"spectrogram-{'seen' if power == 'dB' else 'chapter'}"], power=power, **sizes)
    image = lab_panels.analysed(CLIP, START, view).image
    assert image is not None
    values = made["levels" if power == "dB" else "values"].numpy()
    assert values.shape == image.values.shape
    assert np.allclose(values, image.values, atol=1e-3 * (image.high - image.low), rtol=1e-3)


@pytest.mark.parametrize("filters", [8, 16, 128])
def test_the_mel_filters_lines_give_the_heights_that_are_shown(filters: int) -> None:
    made = run(python_lines.PICTURES["mel-filters"], filters=filters)
    shown = clip_panels.mel_filter_bank(CLIP, START, filters).lines[-1]
    assert np.allclose(shown.y, made["heights"].numpy(), atol=1e-3)


@pytest.mark.parametrize("name", variants.names())
def test_a_networks_lines_give_what_it_gets(name: str) -> None:
    config = variants.card(name).front_end
    expected = spectra.values_of(CLIP, START, config)
    found = np.asarray(run(python_lines.front_end(config))["features"]).reshape(expected.shape)
    assert np.allclose(found, expected, rtol=1e-4, atol=1e-5 * np.abs(expected).max())


@pytest.mark.parametrize("name", ["logmel-64-levelled", "whisper", "librosa-mfcc"])
def test_lines_of_other_front_ends_give_what_those_give(name: str) -> None:
    known = next(key for key in FRONTENDS if key.startswith(name))
    config = replace(FRONTENDS[known].config, mean=0.5, deviation=2.0)
    made = run(python_lines.front_end(config))
    expected = spectra.values_of(CLIP, START, config)
    assert np.allclose(made["features"].numpy(), expected, rtol=1e-4, atol=1e-5 * np.abs(expected).max())
