"""The Fourier transform of windowed frames by a quarter of the products: what meets the same cosines is added."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.dft_matrix import DftMatrix
from speechcls.frontends.frames import as_long, window
from speechcls.frontends.mel import filter_bank


class FoldedFrames(nn.Module):
    """Transforms of the frames of a stretch (batch, samples), at even `bins` and at odd ones.

    Two samples equally far from the middle of a frame meet the same cosine, and opposite sines. So do, at even bins,
    samples at distances d and N / 2 - d of N points; at odd bins their cosines are opposite, and their sines the same.
    No frame is put together for it: what is added are hops of the stretch, and of the stretch reversed.
    """

    inner: torch.Tensor
    outer: torch.Tensor

    def __init__(self, config: FrontEndConfig, stored: bool) -> None:
        super().__init__()
        if config.n_bands:  # bins that have no part in any band are left out
            weighted = np.flatnonzero(filter_bank(config).any(axis=1))
            first, end = int(weighted[0]), int(weighted[-1]) + 1
        else:  # as many even bins as odd ones, to be interleaved
            first, end = 0, config.n_fft // 2 + 2
        self.bins = [slice(first + (first + odd) % 2, end, 2) for odd in (0, 1)]
        self.hop, self.points = config.hop_samples, config.n_fft
        quarter = self.points // 4
        weights = np.append(window(config)[self.points // 2 :], 0).astype(np.float32)  # by distance from the middle
        weights[[0, quarter]] /= 2  # these meet themselves
        self.register_buffer("inner", torch.from_numpy(weights[: quarter + 1].copy()), persistent=False)
        self.register_buffer("outer", torch.from_numpy(weights[: quarter - 1 : -1].copy()), persistent=False)
        self.dft = DftMatrix(self.points, range(quarter + 1), range(self.points // 2 + 2), stored)

    @staticmethod
    def serves(config: FrontEndConfig) -> bool:
        """Whether a window is even about the middle of N points, and a hop longer than N / 4 and at most N / 2."""
        values = window(config)
        even = abs(values[0]) < 1e-12 and np.allclose(values[1:], values[:0:-1], rtol=1e-9)
        hops = 1 < 4 * config.hop_samples / config.n_fft <= 2
        return len(values) == config.n_fft and config.n_fft % 4 == 0 and bool(even) and hops

    def forward(self, stretch: torch.Tensor, count: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Real and imaginary part (batch, frames, bins) of each of the `bins`: even ones, then odd ones."""
        stretch = as_long(stretch, (count - 1) * self.hop + self.points + 1, -1, torch)
        ahead = self._pairs(stretch, count)
        behind = [part.flip(1) for part in self._pairs(stretch.flip(-1), count)]
        parts = []
        for odd in (0, 1):
            cosines, sines = (part[:, self.bins[odd]] * (-1) ** odd for part in self.dft())  # the middle is at N / 2
            parts.append(((ahead[odd] + behind[odd]) @ cosines, (ahead[odd] - behind[odd]) @ sines))
        return parts

    def _pairs(self, stretch: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Weighted samples from the middle of each frame on, plus and minus those from N / 2 before it on."""
        inner, outer = (
            stretch[..., first : first + count * self.hop].reshape(-1, count, self.hop)[..., : len(self.inner)]
            for first in (self.points // 2, 0)
        )
        inner, outer = inner * self.inner, outer * self.outer
        return inner + outer, inner - outer


def interleave(even: torch.Tensor, odd: torch.Tensor) -> torch.Tensor:
    """Values (batch, frames, bins) of even bins and of as many odd ones, in their order."""
    return torch.stack((even.transpose(1, 2), odd.transpose(1, 2)), dim=2).flatten(1, 2).transpose(1, 2)
