"""The front end as matrix products, which every runtime has and computes exactly: for graphs that leave PyTorch."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn

from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.features import LOG_FLOOR, levelled, mel_filters
from speechcls.frontends.recipe import FeatureRecipe

ROWS, COLUMNS = 128, 125  # whose product is a second's samples: two short transforms in place of one of 16,000 points


class MatrixFeatures(nn.Module):
    """What Features gives for waves (batch, 16000), from frames times a matrix of windowed cosines and sines.

    ONNX's own STFT is slow, and inexact at lengths that are no power of two; LiteRT has no complex numbers. A runtime
    that computes constants once, when it loads a file, needs no matrices stored in it.
    """

    filters: torch.Tensor | None

    def __init__(self, recipe: FeatureRecipe, stored: bool = False) -> None:
        super().__init__()
        if recipe.phase == "random":
            raise ValueError("random phases are drawn with each clip as the seed, which no graph can do")
        self.recipe = recipe
        transforms = {"spectrogram": ShortTime, "spectrum": WholeSecond, "wave": Samples}
        self.transform = transforms[recipe.domain](recipe, stored)
        filters = mel_filters(recipe.n_mels, recipe.n_fft) if recipe.n_mels else None
        self.register_buffer("filters", filters, persistent=False)

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        if self.recipe.level is not None:
            waves = levelled(waves, self.recipe.level)
        features = self.transform(waves)
        if self.filters is not None:
            features = features @ self.filters
        features = features.transpose(2, 3)
        if self.recipe.log:
            features = torch.log(features + LOG_FLOOR)
        if (self.recipe.mean, self.recipe.deviation) != (0.0, 1.0):
            features = (features - self.recipe.mean) / self.recipe.deviation
        return features


class Samples(nn.Module):
    """The wave as it is: (batch, 1, samples, 1)."""

    def __init__(self, recipe: FeatureRecipe, stored: bool) -> None:
        super().__init__()

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        return waves[:, None, :, None]


class ShortTime(nn.Module):
    """The short-time Fourier transform or a power of it: (batch, channels, frames, bins).

    A window of even length is the same before and after its middle, which is that of the transform. There the sum of
    two samples equally far from it meets cosines alone, and their difference sines alone: half the products do.
    """

    window: torch.Tensor

    def __init__(self, recipe: FeatureRecipe, stored: bool) -> None:
        super().__init__()
        self.recipe = recipe
        self.size = recipe.window_samples
        self.hops = math.ceil(self.size / recipe.hop_samples)  # that a frame covers
        first = (recipe.n_fft - self.size) // 2  # place of the window's first sample in the transform
        self.before = recipe.n_fft // 2 - first  # samples of the first frame before the wave begins
        self.folded = self.size % 2 == recipe.n_fft % 2 == 0
        window = torch.hann_window(self.size, dtype=torch.float64)
        window /= window.square().sum().sqrt()
        rows = range(first, first + self.size)
        if self.folded:  # the first sample has no weight, and the middle one is its own mirror image
            window, rows = window[1 : self.size // 2 + 1], rows[1 : self.size // 2 + 1]
            window[-1] /= 2
        self.register_buffer("window", window.float()[:, None], persistent=False)
        self.turns = Turns(recipe.n_fft, rows, range(recipe.n_fft // 2 + 1), stored)

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        frames = self._frames(waves)[..., : self.size]
        even, odd = self._fold(frames) if self.folded else (frames, frames)
        cosines, sines = self.turns()
        real, imaginary = even @ (self.window * cosines), odd @ (self.window * sines)
        if self.recipe.power is None:
            return torch.stack((real, imaginary), 1)
        power = (real * real + imaginary * imaginary)[:, None]
        return power if self.recipe.power == 2.0 else power ** (self.recipe.power / 2)

    def _fold(self, frames: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Sums and differences of the samples up to the middle and those that mirror them."""
        middle = self.size // 2
        near, far = frames[..., 1 : middle + 1], frames[..., middle:].flip(-1)
        return near + far, near - far

    def _frames(self, waves: torch.Tensor) -> torch.Tensor:
        """(batch, frames, whole hops): shifted views of the mirrored wave, cut into hops, side by side."""
        hop, frames = self.recipe.hop_samples, self.recipe.frames
        length = (frames - 1 + self.hops) * hop
        padding = (self.before, max(0, length - SAMPLE_RATE - self.before))
        padded = nn.functional.pad(waves[:, None], padding, mode="reflect")[:, 0, :length]
        hops = padded.reshape(-1, frames - 1 + self.hops, hop)
        return torch.cat([hops[:, i : i + frames] for i in range(self.hops)], dim=2)


class WholeSecond(nn.Module):
    """The magnitudes of a second's Fourier transform, one a hertz: (batch, 1, 1, 8000).

    A matrix of 16,000 points would have 128 million cosines. With sample 125 r + c and frequency 128 q + k, the
    transform is one over r (128 points), a turn by c k / 16,000, and one over c (125 points): Cooley and Tukey (1965).
    """

    def __init__(self, recipe: FeatureRecipe, stored: bool) -> None:
        super().__init__()
        self.bins = recipe.bins
        wanted = range(0, self.bins, ROWS)  # frequencies 128 q
        self.first = Turns(SAMPLE_RATE, range(ROWS), range(0, SAMPLE_RATE, COLUMNS), stored)
        self.between = Turns(SAMPLE_RATE, range(ROWS), range(COLUMNS), stored)
        self.last = Turns(SAMPLE_RATE, range(COLUMNS), wanted, stored)

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        table = waves.reshape(-1, ROWS, COLUMNS)
        real, imaginary = (part @ table for part in self.first())
        cosines, sines = self.between()
        real, imaginary = real * cosines - imaginary * sines, real * sines + imaginary * cosines
        cosines, sines = self.last()
        real, imaginary = real @ cosines - imaginary @ sines, real @ sines + imaginary @ cosines
        magnitudes = (real * real + imaginary * imaginary).sqrt() / math.sqrt(SAMPLE_RATE)
        return magnitudes.transpose(1, 2).flatten(1)[:, None, None, : self.bins]


class Turns(nn.Module):
    """Real and imaginary part of exp(-2 pi i a b / points) for all of `rows` a and `columns` b.

    Looked up in a table of cosines, unless they are to be stored. Steps of the ranges must divide the points.
    """

    table: torch.Tensor
    real: torch.Tensor | None
    imaginary: torch.Tensor | None

    def __init__(self, points: int, rows: range, columns: range, stored: bool) -> None:
        super().__init__()
        self.rows, self.columns = rows, columns
        self.length = math.lcm(points // (rows.step * columns.step), 4)  # of the table, which a quarter turn divides
        self.scale = self.length * rows.step * columns.step // points
        cosines = np.cos(2 * np.pi * np.arange(self.length) / self.length).astype(np.float32)
        self.register_buffer("table", torch.from_numpy(cosines), persistent=False)
        for name, part in zip(("real", "imaginary"), self._looked_up(), strict=True):
            self.register_buffer(name, part if stored else None, persistent=False)

    def forward(self) -> tuple[torch.Tensor, torch.Tensor]:
        if self.real is None or self.imaginary is None:
            return self._looked_up()
        return self.real, self.imaginary

    def _looked_up(self) -> tuple[torch.Tensor, torch.Tensor]:
        rows, columns = (torch.arange(r.start // r.step, r.start // r.step + len(r)) for r in (self.rows, self.columns))
        places = self.scale * rows[:, None] * columns
        real, imaginary = (self._cosine(places + ahead) for ahead in (0, self.length // 4))
        return real, imaginary

    def _cosine(self, places: torch.Tensor) -> torch.Tensor:
        return self.table.index_select(0, places.flatten() % self.length).reshape(places.shape)
