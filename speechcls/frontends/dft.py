"""The front end as matrix products, which every runtime has and computes exactly: for graphs that leave PyTorch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.frames import as_long, covered, emphasised, prepared, window
from speechcls.frontends.transform import features_of, log_energy, power_of, standardised

ROWS, COLUMNS = 128, 125  # whose product is a second's samples: two short transforms in place of one of 16,000 points


def no_graph(config: FrontEndConfig) -> str:
    """Why no graph can hold a front end; "" where one can."""
    if config.phase != "kept":
        return "random phases are drawn with each clip as the seed, which no graph can do"
    if config.domain == "micro frontend":
        return "the micro frontend is a library in whole numbers that is called, which no graph can do"
    return ""


class MatrixFrontEnd(nn.Module):
    """What FrontEnd gives for waves (batch, 16000), computed as frames times a matrix of windowed cosines and sines.

    ONNX's own STFT is slow, and inexact at lengths that are no power of two; LiteRT has no complex numbers. A runtime
    that computes constants once, when it loads a file, needs no matrices stored in it.
    """

    def __init__(self, config: FrontEndConfig, stored: bool = False) -> None:
        super().__init__()
        if problem := no_graph(config):
            raise ValueError(problem)
        self.config = replace(config, top_over="clip")
        transforms = {"spectrogram": ShortTime, "spectrum": WholeSecond, "wave": Samples}
        self.transform = transforms[config.domain](self.config, stored)

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        features = standardised(self.config, self.transform(prepared(self.config, waves, torch)))
        features = features.transpose(-1, -2)
        return features if self.config.power is None else features[:, None]


class Samples(nn.Module):
    """The wave as it is: (batch, samples, 1)."""

    def __init__(self, config: FrontEndConfig, stored: bool) -> None:
        super().__init__()

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        return waves[:, :, None]


class ShortTime(nn.Module):
    """Features from the short-time Fourier transform: (batch, frames, values), or (batch, 2, frames, bins).

    A window of even length in the middle of the transform is the same before and after its middle. There the sum of
    two samples equally far from it meets cosines alone, and their difference sines alone: half the products do.
    """

    window: torch.Tensor

    def __init__(self, config: FrontEndConfig, stored: bool) -> None:
        super().__init__()
        self.config = config
        by_frame = config.remove_dc or (config.preemphasis and config.preemphasis_of == "frame") or config.energy
        centred = config.window_at == "centre" and not by_frame  # what has no weight is left out of the frames
        self.size = config.window_samples if centred else config.frame_samples
        self.first = (config.n_fft - config.window_samples) // 2 if centred else 0
        values = window(config)[self.first : self.first + self.size][: config.n_fft]
        rows = range(self.first, self.first + len(values))
        self.folded = centred and self.size % 2 == config.n_fft % 2 == 0 and _is_even(values)
        if self.folded:  # the first sample has no weight, and the middle one is its own mirror image
            values, rows = values[1 : self.size // 2 + 1].copy(), rows[1 : self.size // 2 + 1]
            values[-1] /= 2
        self.register_buffer("window", torch.from_numpy(values.astype(np.float32))[:, None], persistent=False)
        self.turns = Turns(config.n_fft, rows, range(config.n_fft // 2 + 1), stored)

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        raw = self._frames(waves)
        frames = emphasised(self.config, raw, torch)
        even, odd = self._fold(frames) if self.folded else (frames[..., : len(self.window)],) * 2
        cosines, sines = self.turns()
        real, imaginary = even @ (self.window * cosines), odd @ (self.window * sines)
        if self.config.power is None:
            return features_of(self.config, torch.stack((real, imaginary), 1), None, torch)
        power = power_of(self.config, real, imaginary)
        return features_of(self.config, power, log_energy(self.config, raw, power, torch), torch)

    def _fold(self, frames: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Sums and differences of the samples up to the middle and those that mirror them."""
        middle = self.size // 2
        near, far = frames[..., 1 : middle + 1], frames[..., middle:].flip(-1)
        return near + far, near - far

    def _frames(self, waves: torch.Tensor) -> torch.Tensor:
        """(batch, frames, size): shifted views of what the frames cover, cut into hops, side by side."""
        hop, count = self.config.hop_samples, self.config.frames_inside(waves.shape[-1])
        hops = math.ceil(self.size / hop)  # that a frame covers
        stretch = covered(self.config, waves, torch)[..., self.first :]
        cut = as_long(stretch, (count - 1 + hops) * hop, -1, torch).reshape(-1, count - 1 + hops, hop)
        frames = torch.cat([cut[:, i : i + count] for i in range(hops)], dim=2)[..., : self.size]
        return frames - frames.mean(-1, keepdim=True) if self.config.remove_dc else frames


def _is_even(values: np.ndarray) -> bool:
    """Whether a window is 0 at its first sample and the same before and after its middle."""
    return abs(values[0]) < 1e-12 and np.allclose(values[1:], values[:0:-1], rtol=1e-9)


class WholeSecond(nn.Module):
    """The magnitudes of a second's Fourier transform, one a hertz: (batch, 1, 8000).

    A matrix of 16,000 points would have 128 million cosines. With sample 125 r + c and frequency 128 q + k, the
    transform is one over r (128 points), a turn by c k / 16,000, and one over c (125 points): Cooley and Tukey (1965).
    """

    def __init__(self, config: FrontEndConfig, stored: bool) -> None:
        super().__init__()
        self.bins = config.values
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
        return magnitudes.transpose(1, 2).flatten(1)[:, None, : self.bins]


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
