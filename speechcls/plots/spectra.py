"""The chosen second through a front end as the cells of a picture: values, positions, and a sentence about them."""

from __future__ import annotations

import functools
import warnings
from typing import Any

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends.atlas import POWER
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import to_hertz, to_mel
from speechcls.frontends.transform import network_input
from speechcls.plots.panel import Colours, Image, apart

NYQUIST = SAMPLE_RATE / 2  # Hz


def mel_centres(n_mels: int) -> np.ndarray:
    """Centres (n_mels,) in Hz of filters that are equally spaced on the mel scale (HTK)."""
    return to_hertz(np.linspace(0.0, to_mel(NYQUIST, "htk"), n_mels + 2)[1:-1], "htk")


def values_of(clip: Clip, start: float, front_end: FrontEndConfig) -> np.ndarray:
    """(channels, bins, frames) of the chosen second."""
    return network_input(front_end, clip.second(start)[None])[0]


def power_at(clip: Clip, start: float, moment: float) -> np.ndarray:
    """(257,) powers of the window of the chapter's baseline nearest to `moment` (s into the chosen second)."""
    return values_of(clip, start, POWER)[0, :, frame_at(moment)]


def frame_at(moment: float) -> int:
    """The baseline's window nearest to `moment` (s into the chosen second): at 0.30 s, number 30 from 0."""
    return min(max(round(moment * SAMPLE_RATE / POWER.hop_samples), 0), POWER.frames() - 1)


def mel_difference(clip: Clip, start: float, moment: float, n_mels: int) -> float:
    """The largest difference, at a moment, between torchaudio's filters times our powers and its mel transform."""
    import torch

    library, wave, frame = _library_mel(n_mels), torch.tensor(clip.second(start)), frame_at(moment)
    ours = library.mel_scale.fb.numpy().T @ network_input(POWER, wave[None])[0, 0].numpy()[:, frame]
    return float(np.abs(ours - library(wave).numpy()[:, frame]).max())


@functools.lru_cache(maxsize=32)
def _library_mel(n_mels: int) -> Any:
    """MelSpectrogram of torchaudio. What draws doesn't import it, nor torch: opening the page would take seconds."""
    import torchaudio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of empty filters, which the page draws
        return torchaudio.transforms.MelSpectrogram(
            SAMPLE_RATE, POWER.n_fft, POWER.window_samples, POWER.hop_samples, n_mels=n_mels, normalized=True
        )


def percentile(front_end: FrontEndConfig) -> float:
    """The percentile at which colours stop: up to the largest value, linear power would be almost all dark."""
    return 100.0 if front_end.power is not None and front_end.power < 1 else 99.5


def brightest(values: np.ndarray, front_end: FrontEndConfig) -> float:
    """The value at which the colours of a spectrogram stop, wherever on the page it stands."""
    return float(np.percentile(np.abs(values), percentile(front_end))) or 1.0


def cells(
    values: np.ndarray, start: float, front_end: FrontEndConfig, limits: tuple[float, float], colours: Colours
) -> Image:
    """Each cell is centred on its frame's time and on its bin's frequency, so the grid ends half a cell outside."""
    low, high = apart(*limits)
    rows, columns = values.shape
    hop, bin_width = front_end.hop_samples / SAMPLE_RATE, 1.0 if in_bands(front_end) else bin_hertz(front_end)
    first = start + centre(front_end)
    return Image(
        values=values,
        low=low,
        high=high,
        label=scale_name(front_end).capitalize(),
        unit="",
        x_low=first - hop / 2,
        x_high=first + (columns - 0.5) * hop,
        y_low=-bin_width / 2,
        y_high=(rows - 0.5) * bin_width,
        colours=colours,
        decibels=20 / front_end.power if front_end.power and is_linear(front_end) else None,
    )


def centre(front_end: FrontEndConfig, frame: int = 0) -> float:
    """The time of a frame's middle, in s from the start of the second."""
    return (front_end.first_sample + front_end.frame_samples // 2 + frame * front_end.hop_samples) / SAMPLE_RATE


def in_bands(front_end: FrontEndConfig) -> bool:
    """Whether rows are numbered: bands and cepstra, which lie at no one frequency in Hz."""
    return bool(front_end.n_bands) or front_end.domain == "micro frontend"


def bin_hertz(front_end: FrontEndConfig) -> float:
    """From one Fourier coefficient to the next."""
    return SAMPLE_RATE / front_end.n_fft


def window_ms(front_end: FrontEndConfig) -> float:
    return 1000 * front_end.window_samples / SAMPLE_RATE


def is_linear(front_end: FrontEndConfig) -> bool:
    """Whether values are powers of magnitudes, from 0 on, rather than logarithms, cepstra or normalised ones."""
    return not (front_end.log or front_end.pcen or front_end.n_cepstra or front_end.mean_over or front_end.energy)


def scale_name(front_end: FrontEndConfig) -> str:
    """What a value measures."""
    if front_end.power is None:
        return "amplitude"
    if front_end.domain == "micro frontend":
        return "energy, its noise taken off"
    if front_end.n_cepstra:
        return "cepstral coefficient"
    if front_end.pcen:
        return "energy, normalised by band (PCEN)"
    name = {2.0: "power", 1.0: "magnitude", 0.5: "magnitude (square root)"}.get(
        front_end.power, f"magnitude to the power {front_end.power:g}"
    )
    return f"logarithm of {name}" if front_end.log else name


def summary(values: np.ndarray, start: float, front_end: FrontEndConfig) -> str:
    """The sentence for an image: where its strongest cell lies."""
    if values.min() == values.max():
        return f"Silence: every value is {values.min():.3g}."
    signed = front_end.power is None
    row, column = np.unravel_index(np.abs(values).argmax() if signed else values.argmax(), values.shape)
    place = f"in {band_name(front_end)} {row}" if in_bands(front_end) else f"and {row * bin_hertz(front_end):,.0f} Hz"
    return (
        f"Strongest at {start + centre(front_end, int(column)):.2f} s {place}, where it is {values[row, column]:.3g}."
    )


def band_name(front_end: FrontEndConfig) -> str:
    """What a numbered row is."""
    if front_end.n_cepstra:
        return "coefficient"
    return "mel band" if front_end.mel_scale in ("htk", "slaney") else "band"
