"""The front end as matrix products, which every runtime has and computes exactly: for graphs that leave PyTorch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.dft_matrix import DftMatrix
from speechcls.frontends.folded import FoldedFrames, interleave
from speechcls.frontends.frames import as_long, constant, covered, emphasised, prepared, window
from speechcls.frontends.mel import filter_bank
from speechcls.frontends.transform import features_of, features_of_bands, log_energy, power_of, standardised

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
        features = self.transform(prepared(self.config, waves, torch))
        if features.shape[-1] == 1:  # where numbers meet a last axis of 1, ONNX Runtime is slow
            features = standardised(self.config, features.transpose(-1, -2))
        else:
            features = standardised(self.config, features).transpose(-1, -2)
        return features if self.config.power is None else features[:, None]


class Samples(nn.Module):
    """The wave as it is: (batch, samples, 1)."""

    def __init__(self, config: FrontEndConfig, stored: bool) -> None:
        super().__init__()

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        return waves[:, :, None]


class ShortTime(nn.Module):
    """Features from the short-time Fourier transform: (batch, frames, values), or (batch, 2, frames, bins)."""

    window: torch.Tensor

    def __init__(self, config: FrontEndConfig, stored: bool) -> None:
        super().__init__()
        self.config = config
        by_frame = config.remove_dc or (config.preemphasis and config.preemphasis_of == "frame") or config.energy
        centred = config.window_at == "centre" and not by_frame  # what has no weight is left out of the frames
        self.folded = FoldedFrames(config, stored) if centred and FoldedFrames.serves(config) else None
        self.size = config.window_samples if centred else config.frame_samples
        self.first = (config.n_fft - config.window_samples) // 2 if centred else 0
        values = window(config)[self.first : self.first + self.size][: config.n_fft]
        rows = range(self.first, self.first + len(values))
        self.register_buffer("window", torch.from_numpy(values.astype(np.float32))[:, None], persistent=False)
        self.dft = DftMatrix(config.n_fft, rows, range(config.n_fft // 2 + 1), stored and not self.folded)

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        stretch = covered(self.config, waves, torch)
        count = self.config.frames_inside(waves.shape[-1])
        if self.folded:
            return self._of_halves(self.folded, stretch, count)
        raw = self._frames(stretch[..., self.first :], count)
        frames = emphasised(self.config, raw, torch)[..., : len(self.window)]
        real, imaginary = (frames @ (self.window * part) for part in self.dft())
        if self.config.power is None:
            return features_of(self.config, torch.stack((real, imaginary), 1), None, torch)
        power = power_of(self.config, real, imaginary)
        return features_of(self.config, power, log_energy(self.config, raw, power, torch), torch)

    def _of_halves(self, folded: FoldedFrames, stretch: torch.Tensor, count: int) -> torch.Tensor:
        halves = folded(stretch, count)  # at even bins, and at odd ones
        bins = self.config.n_fft // 2 + 1
        if self.config.power is None:
            parts = [interleave(*part)[..., :bins] for part in zip(*halves, strict=True)]
            return features_of(self.config, torch.stack(parts, 1), None, torch)
        powers = [power_of(self.config, *half) for half in halves]
        if not self.config.n_bands:
            return features_of(self.config, interleave(*powers)[..., :bins], None, torch)
        filters = constant(filter_bank, self.config, powers[0])
        even, odd = (power @ filters[bins] for power, bins in zip(powers, folded.bins, strict=True))
        return features_of_bands(self.config, even + odd, None, torch)

    def _frames(self, stretch: torch.Tensor, count: int) -> torch.Tensor:
        """(batch, frames, size): shifted views of the stretch, cut into hops, side by side."""
        hop = self.config.hop_samples
        hops = math.ceil(self.size / hop)  # that a frame covers
        cut = as_long(stretch, (count - 1 + hops) * hop, -1, torch).reshape(-1, count - 1 + hops, hop)
        frames = torch.cat([cut[:, i : i + count] for i in range(hops)], dim=2)[..., : self.size]
        return frames - frames.mean(-1, keepdim=True) if self.config.remove_dc else frames


class WholeSecond(nn.Module):
    """The magnitudes of a second's Fourier transform, one a hertz: (batch, 1, 8000).

    A matrix of 16,000 points would have 128 million cosines. With sample 125 r + c and frequency 128 q + k, the
    transform is one over r (128 points), a turn by c k / 16,000, and one over c (125 points): Cooley and Tukey (1965).
    """

    def __init__(self, config: FrontEndConfig, stored: bool) -> None:
        super().__init__()
        self.bins = config.values
        wanted = range(0, self.bins, ROWS)  # frequencies 128 q
        self.first = DftMatrix(SAMPLE_RATE, range(ROWS), range(0, SAMPLE_RATE, COLUMNS), stored)
        self.between = DftMatrix(SAMPLE_RATE, range(ROWS), range(COLUMNS), stored)
        self.last = DftMatrix(SAMPLE_RATE, range(COLUMNS), wanted, stored)

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        table = waves.reshape(-1, ROWS, COLUMNS)
        real, imaginary = (part @ table for part in self.first())
        cosines, sines = self.between()
        real, imaginary = real * cosines - imaginary * sines, real * sines + imaginary * cosines
        cosines, sines = self.last()
        real, imaginary = real @ cosines - imaginary @ sines, real @ sines + imaginary @ cosines
        magnitudes = (real * real + imaginary * imaginary).sqrt() / math.sqrt(SAMPLE_RATE)
        return magnitudes.transpose(1, 2).flatten(1)[:, None, : self.bins]
