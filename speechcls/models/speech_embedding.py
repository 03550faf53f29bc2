"""Google's speech embedding in PyTorch: a second of sound becomes a vector in which the same word lies near itself."""

from __future__ import annotations

import torch
from torch import nn

from speechcls.audio import FULL_SCALE, SAMPLE_RATE
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.dft_matrix import DftMatrix
from speechcls.frontends.mel import filter_bank

WINDOW, HOP, N_FFT = 400, SAMPLE_RATE // 100, 512  # samples
BANDS = FrontEndConfig(n_bands=32, f_min=60.0, f_max=3800.0, mel_scale="slaney", band_norm="slaney")
BINS = range(2, 122)  # of the transform, the only ones that the bands weigh
RANGE = 80.0  # dB below a clip's loudest value, under which nothing is looked at
MARGIN = 3840  # samples of silence on either side of a second, so that nine windows of 0.76 s lie around it
FIRST = (N_FFT - WINDOW) // 2  # sample of a transform at which its window begins
FRAMES = (SAMPLE_RATE + 2 * MARGIN - N_FFT) // HOP + 1
LOWEST = -0.4  # that a unit gives

# (width, kernel over (frames, bands)) of each convolution, and after some of them the size of the pooling.
LAYERS: tuple[tuple[int, tuple[int, int], tuple[int, int] | None], ...] = (
    (24, (3, 3), None),
    *((24, (1, 3), None), (24, (3, 1), (2, 2))),
    *((48, (1, 3), None), (48, (3, 1), None), (48, (1, 3), None), (48, (3, 1), (1, 2))),
    *((72, (1, 3), None), (72, (3, 1), None), (72, (1, 3), None), (72, (3, 1), (2, 2))),
    *((96, (1, 3), None), (96, (3, 1), None), (96, (1, 3), None), (96, (3, 1), (1, 2))),
    *((96, (1, 3), None), (96, (3, 1), None), (96, (1, 3), None), (96, (3, 1), (2, 2))),
)
WIDTH = 96  # numbers that each window becomes


class SpeechEmbedding(nn.Module):
    """Waves (batch, 16000) to embeddings (batch, 96, 9), one for each 0.76 s around a second, 80 ms apart.

    Trained by Google to tell apart 5,000 key phrases (Lin et al. 2020, "Training keyword spotters with limited and
    synthesized speech data", arXiv:2002.01322); 328,128 weights.
    """

    filters: torch.Tensor
    window: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        self.dft = DftMatrix(N_FFT, range(FIRST, FIRST + WINDOW), BINS, stored=False)
        filters = torch.from_numpy(filter_bank(BANDS)[BINS.start : BINS.stop].copy()).float()
        self.register_buffer("filters", filters, persistent=False)
        self.register_buffer("window", torch.hann_window(WINDOW)[:, None], persistent=False)
        layers: list[nn.Module] = []
        before = 1
        for width, kernel, pooling in LAYERS:
            layers += [nn.Conv2d(before, width, kernel, padding=(0, kernel[1] // 2)), BoundedLeakyReLU()]
            layers += [nn.MaxPool2d(pooling)] if pooling else []
            before = width
        self.layers = nn.Sequential(*layers, nn.Conv2d(before, WIDTH, (3, 1), bias=False))

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        return self.layers(self.mel(waves)[:, None])[..., 0]

    def mel(self, waves: torch.Tensor) -> torch.Tensor:
        """The mel spectrogram that the embedding was trained on, (batch, frames, bands)."""
        padded = nn.functional.pad(waves * FULL_SCALE, (MARGIN, MARGIN))
        hops = padded[:, FIRST : FIRST + (FRAMES + 2) * HOP].reshape(-1, FRAMES + 2, HOP)
        frames = torch.cat([hops[:, i : i + FRAMES] for i in range(3)], dim=2)[..., :WINDOW]
        cosines, sines = self.dft()
        real, imaginary = frames @ (self.window * cosines), frames @ (self.window * sines)
        power = (real * real + imaginary * imaginary) @ self.filters
        decibels = 10 * torch.log10(power.clamp(min=1e-10))
        return torch.maximum(decibels, decibels.amax(dim=(1, 2), keepdim=True) - RANGE) / 10 + 2


class BoundedLeakyReLU(nn.Module):
    """A leaky rectifier with a slope of 0.2, and a lower bound."""

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return nn.functional.leaky_relu(values, 0.2).clamp(min=LOWEST)
