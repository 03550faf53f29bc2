"""The chosen second through a front end as the cells of a picture: values, positions, and a sentence about them."""

from __future__ import annotations

import functools
import warnings

import numpy as np
import torch
import torchaudio

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends.features import Features, mel_filters
from speechcls.frontends.recipe import RECIPES, FeatureRecipe
from speechcls.plots.panel import Colours, Image, apart

NYQUIST = SAMPLE_RATE / 2  # Hz


def mel(hertz: float) -> float:
    """Mel (HTK) of a frequency in Hz."""
    return 2595 * float(np.log10(1 + hertz / 700))


def mel_centres(n_mels: int) -> np.ndarray:
    """Centres (n_mels,) in Hz of filters that are equally spaced on the mel scale."""
    return 700 * (np.logspace(0, np.log10(1 + NYQUIST / 700), n_mels + 2)[1:-1] - 1)


def values_of(clip: Clip, start: float, recipe: FeatureRecipe) -> np.ndarray:
    """(channels, bins, frames) of the chosen second."""
    with torch.inference_mode():
        features: torch.Tensor = _transform(recipe)(torch.tensor(clip.second(start))[None])
    return features[0].numpy()


@functools.lru_cache(maxsize=32)
def _transform(recipe: FeatureRecipe) -> Features:
    return Features(recipe)


def power_at(clip: Clip, start: float, moment: float) -> np.ndarray:
    """(257,) powers of the window of the chapter's baseline nearest to `moment` (s into the chosen second)."""
    return values_of(clip, start, RECIPES["power"])[0, :, frame_at(moment)]


def frame_at(moment: float) -> int:
    """The baseline's window nearest to `moment` (s into the chosen second): at 0.30 s, number 30 from 0."""
    return min(max(round(moment / RECIPES["power"].hop), 0), RECIPES["power"].shape[2] - 1)


def mel_difference(clip: Clip, start: float, moment: float, n_mels: int) -> float:
    """The largest difference, at a moment, between our filters times the powers and torchaudio's mel transform."""
    ours = mel_filters(n_mels).numpy().T @ power_at(clip, start, moment)
    theirs = _library_mel(n_mels)(torch.tensor(clip.second(start))).numpy()
    return float(np.abs(ours - theirs[:, frame_at(moment)]).max())


@functools.lru_cache(maxsize=32)
def _library_mel(n_mels: int) -> torchaudio.transforms.MelSpectrogram:
    recipe = RECIPES["power"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of empty filters, which the page draws
        return torchaudio.transforms.MelSpectrogram(
            SAMPLE_RATE, recipe.n_fft, recipe.window_samples, recipe.hop_samples, n_mels=n_mels, normalized=True
        )


def percentile(recipe: FeatureRecipe) -> float:
    """The percentile at which colours stop: up to the largest value, linear power would be almost all dark."""
    return 100.0 if recipe.power is not None and recipe.power < 1 else 99.5


def brightest(values: np.ndarray, recipe: FeatureRecipe) -> float:
    """The value at which the colours of a spectrogram stop, wherever on the page it stands."""
    return float(np.percentile(np.abs(values), percentile(recipe))) or 1.0


def cells(
    values: np.ndarray, start: float, recipe: FeatureRecipe, limits: tuple[float, float], colours: Colours
) -> Image:
    """Each cell is centred on its frame's time and on its bin's frequency, so the grid ends half a cell outside."""
    low, high = apart(*limits)
    rows, columns = values.shape
    hop = recipe.hop_samples / SAMPLE_RATE
    bin_width = 1.0 if recipe.n_mels else SAMPLE_RATE / recipe.n_fft
    return Image(
        values=values,
        low=low,
        high=high,
        label=scale_name(recipe).capitalize(),
        unit="",
        x_low=start - hop / 2,
        x_high=start + (columns - 0.5) * hop,
        y_low=-bin_width / 2,
        y_high=(rows - 0.5) * bin_width,
        colours=colours,
        decibels=20 / recipe.power if recipe.power and not recipe.log else None,
    )


def scale_name(recipe: FeatureRecipe) -> str:
    """What a value of this recipe measures."""
    if recipe.power is None:
        return "amplitude"
    name = {2.0: "power", 1.0: "magnitude", 0.5: "magnitude (square root)"}.get(
        recipe.power, f"magnitude to the power {recipe.power:g}"
    )
    return f"logarithm of {name}" if recipe.log else name


def summary(values: np.ndarray, start: float, recipe: FeatureRecipe) -> str:
    """The sentence for an image: where its strongest cell lies."""
    if values.min() == values.max():
        return f"Silence: every value is {values.min():.3g}."
    row, column = np.unravel_index(np.abs(values).argmax() if recipe.power is None else values.argmax(), values.shape)
    place = f"in mel band {row}" if recipe.n_mels else f"and {row * SAMPLE_RATE / recipe.n_fft:,.0f} Hz"
    time = start + column * recipe.hop_samples / SAMPLE_RATE
    return f"Strongest at {time:.2f} s {place}, where it is {values[row, column]:.3g}."
