"""The browser's spectrogram, mel energies and resampling, beside the Python that the networks were trained with."""

from dataclasses import replace

import numpy as np
import pytest
import soxr
from playwright.sync_api import Page

from browser.scope import received, run, send
from speechcls import audio
from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.atlas import POWER
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import filter_bank
from speechcls.frontends.transform import transform
from speechcls.ui.selection import example_files

TOLERANCE = 1e-3  # of full scale: the largest value of the picture
LEAST = -60.0  # dB, what resampling may differ by below 7 kHz; nobody hears that beside the sound itself
TOP = 7000  # Hz

SPECTROGRAM = """
const { frames, bins, values } = m.spectrogram(floats(given[0]), { window: given[1], hop: given[2] });
const filters = m.melFilters(given[3], 2 * (bins - 1));
const energies = new Float32Array(frames * given[3]);
for (let f = 0; f < frames; f++)
  m.melEnergies(filters, values, f * bins, energies.subarray(f * given[3], (f + 1) * given[3]));
return [frames, bins, sent(values), sent(energies)];
"""

RESAMPLE = """
const resampler = new m.Resampler(given[1]);
const samples = floats(given[0]);
const blocks = [];
for (let at = 0, i = 0; at < samples.length; i++) {
  const end = at + given[2][i % given[2].length];
  blocks.push(...resampler.push(samples.slice(at, end)));
  at = end;
}
return sent(Float32Array.from(blocks));
"""


def sweep(rate: int, seconds: float = 2.0, top: float = TOP) -> np.ndarray:
    """A tone that rises from 20 Hz to `top` at an even pace, faded in and out."""
    times = np.arange(int(seconds * rate)) / rate
    phase = 2 * np.pi * (20 * times + (top - 20) * times**2 / (2 * seconds))
    return 0.8 * np.sin(phase) * np.clip(20 * np.minimum(times, seconds - times), 0, 1)


def speech(name: str = "seven") -> np.ndarray:
    return audio.read(example_files()[name]).samples


SOUNDS = {"sweep": sweep(SAMPLE_RATE, top=8000.0), "speech": speech(), "clipped": np.sign(speech("bird"))}


@pytest.mark.parametrize("sound", SOUNDS)
@pytest.mark.parametrize(("window", "hop", "n_mels"), [(0.030, 0.010, 16), (0.004, 0.0025, 40), (0.064, 0.016, 128)])
def test_spectrogram_and_mel_energies_are_those_of_python(
    bare: Page, sound: str, window: float, hop: float, n_mels: int
) -> None:
    samples = SOUNDS[sound].astype(np.float32)
    frames, bins, values, energies = run(bare, "live/transform", SPECTROGRAM, send(samples), window, hop, n_mels)
    for found, mels in ((values, 0), (energies, n_mels)):
        lengths = {"window_samples": round(16e3 * window), "hop_samples": round(16e3 * hop), "n_fft": 2 * (bins - 1)}
        expected = transform(replace(POWER, n_bands=mels, **lengths), samples)
        shown = received(found).reshape(frames, -1).T
        assert shown.shape == expected.shape
        print(f"{np.abs(shown - expected).max() / expected.max():.1e} of full scale")
        assert np.abs(shown - expected).max() <= TOLERANCE * expected.max()


@pytest.mark.parametrize(("n_mels", "n_fft"), [(4, 512), (16, 512), (128, 512), (40, 4096)])
def test_mel_filters_are_those_of_python(bare: Page, n_mels: int, n_fft: int) -> None:
    body = "return m.melFilters(given[0], given[1]).map(({ first, weights }) => [first, [...weights]])"
    dense = np.zeros((n_fft // 2 + 1, n_mels))
    for column, (first, weights) in enumerate(run(bare, "live/transform", body, n_mels, n_fft)):
        dense[first : first + len(weights), column] = weights
    assert np.abs(dense - filter_bank(FrontEndConfig(n_fft=n_fft, n_bands=n_mels))).max() < 1e-6


@pytest.mark.parametrize("rate", [48_000, 44_100, 96_000])
@pytest.mark.parametrize("sound", ["sweep", "speech"])
def test_resampling_is_that_of_python_to_60_decibels_below_7_kilohertz(bare: Page, rate: int, sound: str) -> None:
    samples = sweep(rate) if sound == "sweep" else soxr.resample(speech(), SAMPLE_RATE, rate)
    shown = received(run(bare, "live/resample", RESAMPLE, send(samples), rate, [128]))
    expected = audio.from_array(samples, rate).samples[: len(shown)]
    assert len(samples) / rate * SAMPLE_RATE - len(shown) < 0.01 * SAMPLE_RATE
    error = level(shown - expected) - level(expected)
    print(f"{sound} from {rate} Hz: {error:.1f} dB")
    assert error < LEAST


def level(samples: np.ndarray) -> float:
    """Energy below 7 kHz in dB."""
    spectrum = np.fft.rfft(samples * np.hanning(len(samples)))
    below = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE) < TOP
    return 10 * np.log10(np.sum(np.abs(spectrum[below]) ** 2))
